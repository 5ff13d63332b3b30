package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// newExecutionRole adds what ECS starts a task as. The CDK would leave out the
// managed policy and grant by and by.
func (s *service) newExecutionRole() awsiam.Role {
	return awsiam.NewRole(s, jsii.String("ExecutionRole"), &awsiam.RoleProps{
		AssumedBy:       s.values.tasks,
		ManagedPolicies: &[]awsiam.IManagedPolicy{s.values.execution},
	})
}

// addPermissions lets the containers do what the profile asks of the app.
func (s *service) addPermissions(p *plan) {
	if s.queue != nil {
		s.queue.GrantConsumeMessages(s.TaskRole())
	}
	if p.settings.TaskProtectionMinutes != nil {
		s.TaskRole().AddToPrincipalPolicy(taskProtection(awscdk.Stack_Of(s), p.Cluster.ClusterName()))
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
