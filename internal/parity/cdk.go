package parity

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// Synthesise gives the case to the CDK construct and returns the template of a
// stack in which it stands alone.
func (c Case) Synthesise(s Surroundings) (map[string]any, error) {
	p, err := c.profile()
	if err != nil {
		return nil, err
	}
	template, err := synthesise(c.Name, func(stack awscdk.Stack) {
		props := c.props(stack, s)
		props.Profile = p
		service := gracefulecs.NewService(stack, jsii.String("Service"), props)
		if len(c.TaskActions) > 0 {
			service.TaskDefinition().AddToTaskRolePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Actions: jsii.Strings(c.TaskActions...), Resources: jsii.Strings("*"),
			}))
		}
		c.Network.rules(service, stack, s)
	})
	withoutOwners(template)
	return template, err
}

func (c Case) props(stack awscdk.Stack, s Surroundings) *gracefulecs.ServiceProps {
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: &s.VPC, AvailabilityZones: jsii.Strings(Region+"a", Region+"b"), PrivateSubnetIds: jsii.Strings(s.Subnets...), PublicSubnetIds: jsii.Strings(s.Subnets...),
	})
	p := &gracefulecs.ServiceProps{
		Cluster: awsecs.Cluster_FromClusterAttributes(stack, jsii.String("Cluster"), &awsecs.ClusterAttributes{
			ClusterName: jsii.String(clusterName), ClusterArn: &s.ClusterARN, Vpc: vpc, SecurityGroups: &[]awsec2.ISecurityGroup{},
		}),
		Image:       awsecs.ContainerImage_FromRegistry(jsii.String(appImage), nil),
		ServiceName: jsii.String(c.Name),

		AdditionalPorts:      numbers(c.Ports),
		ContainerPortRanges:  words(c.PortRanges),
		Command:              words(c.Command),
		ContainerPort:        number(c.ContainerPort),
		Cpu:                  number(c.CPU),
		DeploymentAlarms:     words(c.Alarms),
		EntryPoint:           words(c.EntryPoint),
		Environment:          table(c.Environment),
		HealthCheckCommand:   words(c.HealthCheckCommand),
		HealthCheckPort:      number(c.HealthCheckPort),
		MemoryLimitMiB:       number(c.Memory),
		AssignPublicIp:       toggle(c.PublicIP),
		EnableExecuteCommand: toggle(c.ExecuteCommand),
	}
	p.ReadonlyRootFilesystem = toggle(c.ReadOnly)
	if c.NoFrameworkArguments {
		p.FrameworkArguments = jsii.Bool(false)
	}
	if c.ARM {
		p.CpuArchitecture = awsecs.CpuArchitecture_ARM64()
	}
	p.LogRetention, p.LogGroupName = retention[c.LogRetentionDays], word(c.LogGroup)
	if c.IngressGroup {
		p.IngressSecurityGroups = &[]awsec2.ISecurityGroup{group(stack, "Caller", s.CallerGroup)}
	}
	c.discoveryProps(p, stack, s)
	c.Roles.props(p, stack, s)
	c.Network.props(p, stack, s)
	c.Logs.props(p, stack, s)
	c.Attributes.props(p)
	c.balancerProps(p, stack, s)
	p.TargetGroup = c.Group.props(c)
	c.progressiveProps(p, stack)
	c.workProps(p, stack, s)
	c.secretProps(p, stack, s)
	c.containerProps(p, stack, s)
	return p
}

func (c Case) workProps(p *gracefulecs.ServiceProps, stack awscdk.Stack, s Surroundings) {
	p.Autoscaling = c.scalingProps()
	if q := c.Queue; q != nil {
		p.Queue = &gracefulecs.QueueProps{MaxReceiveCount: number(q.MaxReceiveCount)}
		if q.RetentionDays > 0 {
			p.Queue.RetentionPeriod = awscdk.Duration_Days(jsii.Number(q.RetentionDays))
		}
		if q.Existing {
			p.Queue.Existing = awssqs.Queue_FromQueueAttributes(stack, jsii.String("Queue"), &awssqs.QueueAttributes{QueueArn: &s.ExistingQueueARN, QueueUrl: &s.ExistingQueueURL})
			p.Queue.VisibilityTimeout = awscdk.Duration_Seconds(jsii.Number(existingVisibility))
		}
	}
}

func (c Case) secretProps(p *gracefulecs.ServiceProps, stack awscdk.Stack, s Surroundings) {
	secret := awssecretsmanager.Secret_FromSecretCompleteArn(stack, jsii.String("Secret"), &s.SecretARN)
	secrets := map[string]awsecs.Secret{}
	if c.Secret != "" {
		secrets[c.Secret] = awsecs.Secret_FromSecretsManager(secret, nil)
	}
	if c.SecretKey != "" {
		secrets[c.SecretKey] = awsecs.Secret_FromSecretsManager(secret, jsii.String("password"))
	}
	if c.Parameter != "" {
		secrets[c.Parameter] = awsecs.Secret_FromSsmParameter(awsssm.StringParameter_FromStringParameterArn(stack, jsii.String("Parameter"), &s.ParameterARN))
	}
	if len(secrets) > 0 {
		p.Secrets = &secrets
	}
	p.Front = c.frontProps(secret)
	var sidecars []*gracefulecs.SidecarProps
	for _, sidecar := range c.Sidecars {
		props := &gracefulecs.SidecarProps{
			Name: jsii.String(sidecar.Name), Image: awsecs.ContainerImage_FromRegistry(jsii.String(sidecarImage), nil),
			Command: words(sidecar.Command), Environment: table(sidecar.Environment), Cpu: number(sidecar.CPU),
			MemoryReservationMiB: number(sidecar.Reservation), Ports: numbers(sidecar.Ports), ContainerPortRanges: words(sidecar.PortRanges),
		}
		if sidecar.Healthy {
			props.Condition = awsecs.ContainerDependencyCondition_HEALTHY
		}
		if sidecar.NotEssential {
			props.Essential = jsii.Bool(false)
		}
		if sidecar.Secret != "" {
			props.Secrets = &map[string]awsecs.Secret{sidecar.Secret: awsecs.Secret_FromSecretsManager(secret, nil)}
		}
		sidecars = append(sidecars, props)
	}
	if len(sidecars) > 0 {
		p.Sidecars = &sidecars
	}
}

func (c Case) frontProps(secret awssecretsmanager.ISecret) *gracefulecs.FrontProps {
	f := c.Front
	if f == nil {
		return nil
	}
	p := &gracefulecs.FrontProps{Image: awsecs.ContainerImage_FromRegistry(jsii.String(frontImage), nil), Port: jsii.Number(f.Port),
		Ports: numbers(f.Ports), ContainerPortRanges: words(f.PortRanges), Command: words(f.Command), Environment: table(f.Environment), Cpu: number(f.CPU), MemoryReservationMiB: number(f.Reservation)}
	if f.NoFrameworkArguments {
		p.FrameworkArguments = jsii.Bool(false)
	}
	if f.Secret != "" {
		p.Secrets = &map[string]awsecs.Secret{f.Secret: awsecs.Secret_FromSecretsManager(secret, nil)}
	}
	return p
}

// retention names the days that a case may give; 0 leaves the prop out.
var retention = map[int]awslogs.RetentionDays{0: "", 7: awslogs.RetentionDays_ONE_WEEK}

func group(stack awscdk.Stack, id, physical string) awsec2.ISecurityGroup {
	return awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String(id), &physical, nil)
}
