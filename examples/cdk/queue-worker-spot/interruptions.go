package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// recordInterruptions writes down every Spot interruption of the service's
// tasks: one line each, with the whole event.
func recordInterruptions(stack awscdk.Stack, cluster awsecs.ICluster, serviceName *string) {
	group := awslogs.NewLogGroup(stack, jsii.String("Interruptions"), &awslogs.LogGroupProps{
		LogGroupName: jsii.String("/aws/events/queue-worker-interruptions"),
		Retention:    awslogs.RetentionDays_THREE_MONTHS,
	})
	// EventBridge has no role here: the log group itself must let it write. The
	// CDK's own target for log groups does so with a Lambda function.
	leave := awslogs.NewResourcePolicy(stack, jsii.String("InterruptionsPolicy"), &awslogs.ResourcePolicyProps{
		PolicyStatements: &[]awsiam.PolicyStatement{awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions:   jsii.Strings("logs:CreateLogStream", "logs:PutLogEvents"),
			Resources: &[]*string{group.LogGroupArn()},
			Principals: &[]awsiam.IPrincipal{
				awsiam.NewServicePrincipal(jsii.String("events.amazonaws.com"), nil),
				awsiam.NewServicePrincipal(jsii.String("delivery.logs.amazonaws.com"), nil),
			},
		})},
	})
	rule := awsevents.NewCfnRule(stack, jsii.String("InterruptionsRule"), &awsevents.CfnRuleProps{
		Description: jsii.String("Spot interruptions of the tasks of queue-worker."),
		EventPattern: map[string]any{
			"source":      []string{"aws.ecs"},
			"detail-type": []string{"ECS Task State Change"},
			"detail": map[string]any{
				"clusterArn": []*string{cluster.ClusterArn()},
				"group":      []string{"service:" + *serviceName},
				// Only the notice: the states in which the task then stops, up to
				// STOPPED, are events of their own with the same code.
				"desiredStatus": []string{"STOPPED"},
				"lastStatus":    []string{"RUNNING"},
				// The second is the older name of the code.
				"stopCode": []string{"SpotInterruption", "TerminationNotice"},
			},
		},
		Targets: &[]*awsevents.CfnRule_TargetProperty{{
			Id: jsii.String("log"),
			// The log group's own ARN ends with ":*", which no target may have.
			Arn: stack.FormatArn(&awscdk.ArnComponents{
				Service:      jsii.String("logs"),
				Resource:     jsii.String("log-group"),
				ResourceName: group.LogGroupName(),
				ArnFormat:    awscdk.ArnFormat_COLON_RESOURCE_NAME,
			}),
		}},
	})
	rule.Node().AddDependency(leave)
}
