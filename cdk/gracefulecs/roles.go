package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// addExecutionRole adds what ECS starts a task as, unless one is given. The CDK
// would leave out the managed policy and grant by and by.
func (s *built) addExecutionRole(p *plan) {
	s.executionRole = p.ExecutionRole
	if s.executionRole == nil {
		s.executionRole = s.newRole(p, "ExecutionRole", p.ExecutionRoleName, s.values.tasks, s.values.execution)
	}
}

// newRole adds a role of the service's own.
func (s *built) newRole(p *plan, id string, name *string, by awsiam.IPrincipal, managed ...awsiam.IManagedPolicy) awsiam.Role {
	return awsiam.NewRole(s, &id, &awsiam.RoleProps{
		AssumedBy:           by,
		ManagedPolicies:     &managed,
		Path:                p.RolePath,
		PermissionsBoundary: p.PermissionsBoundary,
		RoleName:            name,
	})
}

// boundTaskRole gives the role that CDK made for the containers what newRole gives
// the others. It stays where CDK put it, so that a service which runs keeps it.
func (s *built) boundTaskRole(p *plan) {
	if p.TaskRole != nil || p.RolePath == nil && p.PermissionsBoundary == nil && p.TaskRoleName == nil {
		return
	}
	role, ok := s.TaskRole().Node().DefaultChild().(awsiam.CfnRole)
	if !ok {
		return
	}
	if p.PermissionsBoundary != nil {
		role.SetPermissionsBoundary(p.PermissionsBoundary.ManagedPolicyArn())
	}
	if p.RolePath != nil {
		role.SetPath(p.RolePath)
	}
	if p.TaskRoleName != nil {
		role.SetRoleName(p.TaskRoleName)
	}
}

// addPermissions lets the containers do what the profile asks of the app, and
// both roles what the props say. It runs when the containers have been added,
// which CDK lets read their secrets and write their logs.
func (s *built) addPermissions(p *plan) {
	s.boundTaskRole(p)
	if s.queue != nil {
		s.queue.GrantConsumeMessages(s.TaskRole())
	}
	if p.settings.TaskProtectionMinutes != nil {
		s.TaskRole().AddToPrincipalPolicy(taskProtection(awscdk.Stack_Of(s), p.Cluster.ClusterName()))
	}
	if p.profile.TargetGroupsVariable() != "" {
		s.TaskRole().AddToPrincipalPolicy(drainNotice())
	}
	for _, key := range deref(p.SecretKeys) {
		key.GrantDecrypt(s.executionRole)
	}
	for _, statement := range deref(p.TaskPolicyStatements) {
		s.TaskRole().AddToPrincipalPolicy(statement)
	}
	for _, statement := range deref(p.ExecutionPolicyStatements) {
		s.executionRole.AddToPrincipalPolicy(statement)
	}
}

// taskProtection lets a task shield itself from deployments and scale-in while
// it works on a long unit.
func taskProtection(stack awscdk.Stack, cluster *string) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("ecs:GetTaskProtection", "ecs:UpdateTaskProtection"),
		Resources: &[]*string{stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("ecs"), Resource: jsii.String("task"), ResourceName: jsii.String(*cluster + "/*"),
		})},
	})
}
