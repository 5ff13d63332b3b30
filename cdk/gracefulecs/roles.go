package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// addRoles adds what starts a task and what its containers run as.
func (s *service) addRoles(p *plan) {
	tasks := awsiam.NewServicePrincipal(jsii.String("ecs-tasks.amazonaws.com"), nil)
	s.executionRole = awsiam.NewRole(s, jsii.String("ExecutionRole"), &awsiam.RoleProps{
		AssumedBy: tasks,
		ManagedPolicies: &[]awsiam.IManagedPolicy{
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("service-role/AmazonECSTaskExecutionRolePolicy")),
		},
	})
	s.taskRole = awsiam.NewRole(s, jsii.String("TaskRole"), &awsiam.RoleProps{AssumedBy: tasks})
	if p.settings.TaskProtectionMinutes != nil {
		s.taskRole.AddToPolicy(taskProtection(awscdk.Stack_Of(s), p.Cluster.ClusterName()))
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
