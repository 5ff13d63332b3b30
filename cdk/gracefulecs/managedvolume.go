package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// addManagedVolume tells ECS which volume it makes for each task. The CDK's own
// construct would make a role that knows neither RolePath nor PermissionsBoundary.
func (s *built) addManagedVolume(p *plan) {
	given := p.ManagedVolume
	if given == nil {
		return
	}
	config := *given.ManagedEBSVolume
	if config.Role == nil {
		config.Role = s.volumesRole(p, &config)
	}
	if config.Encrypted == nil {
		config.Encrypted = jsii.Bool(true)
	}
	if config.FileSystemType == "" {
		config.FileSystemType = awsecs.FileSystemType_XFS
	}
	s.managedVolume = awsecs.NewServiceManagedVolume(s, jsii.String("ManagedVolume"), &awsecs.ServiceManagedVolumeProps{Name: given.Name, ManagedEBSVolume: &config})
	s.fargateService.AddVolume(s.managedVolume)
	if resource, ok := s.fargateService.Node().DefaultChild().(awsecs.CfnService); ok && config.KmsKeyId != nil {
		// The CDK writes the key's id, which is none in another account.
		resource.AddPropertyOverride(jsii.String("VolumeConfigurations.0.ManagedEBSVolume.KmsKeyId"), config.KmsKeyId.KeyArn())
	}
	if role, ok := config.Role.(awsiam.Role); ok {
		// A volume that ECS makes before its role may do so fails the task.
		s.fargateService.Node().AddDependency(role)
	}
}

// volumesRole is what ECS makes the volume as: with the managed policy, and what that
// leaves out for a key of one's own, which EBS asks for in the role's name.
func (s *built) volumesRole(p *plan, config *awsecs.ServiceManagedEBSVolumeConfiguration) awsiam.IRole {
	role := s.newRole(p, "VolumesRole", nil, awsiam.NewServicePrincipal(jsii.String("ecs.amazonaws.com"), nil),
		awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("service-role/AmazonECSInfrastructureRolePolicyForVolumes")))
	if config.KmsKeyId == nil {
		return role
	}
	throughEC2 := map[string]any{"kms:ViaService": "ec2.*"}
	for _, statement := range []*awsiam.PolicyStatementProps{
		{Actions: jsii.Strings("kms:DescribeKey")},
		{Actions: jsii.Strings("kms:GenerateDataKey*", "kms:ReEncryptFrom", "kms:ReEncryptTo"), Conditions: &map[string]any{"StringLike": throughEC2}},
		{Actions: jsii.Strings("kms:CreateGrant"), Conditions: &map[string]any{"Bool": map[string]any{"kms:GrantIsForAWSResource": "true"}, "StringLike": throughEC2}},
	} {
		statement.Resources = &[]*string{config.KmsKeyId.KeyArn()}
		role.AddToPolicy(awsiam.NewPolicyStatement(statement))
	}
	return role
}

func (s *built) ManagedVolume() awsecs.ServiceManagedVolume { return s.managedVolume }
