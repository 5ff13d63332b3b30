package gracefulecs

import (
	"reflect"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// pattern is what the ecs-patterns on Fargate, and constructs that are like them,
// have in common.
type pattern interface{ Service() awsecs.FargateService }

// queuePattern is a QueueProcessingFargateService, or a construct like it.
type queuePattern interface {
	pattern
	SqsQueue() awssqs.IQueue
}

// serviceOf finds the service in what was given, and the queue of a pattern that
// works on one.
func (c *checker) serviceOf(built constructs.IConstruct) (awsecs.FargateService, awssqs.IQueue) {
	refuse := func(given, message string, waysOut ...string) {
		c.add(shutdown.Fault{Path: "service", Rule: "type", Given: given, Allowed: "a FargateService, or one of the ecs-patterns on Fargate that has one",
			Message: message, WaysOut: waysOut})
	}
	elsewhere := func() {
		refuse("a service that is not on Fargate", "The settings are for Fargate: on instances, what drains and ends a task is the instance too.")
	}
	switch v := built.(type) {
	case nil:
		c.missing("service", "a Fargate service", "The service must not be nil.")
	case awsecs.Ec2Service, interface{ Service() awsecs.Ec2Service }:
		elsewhere()
	case awsecs.FargateService: // An ExternalService has the same methods.
		if *v.TaskDefinition().IsFargateCompatible() {
			return v, nil
		}
		elsewhere()
	case queuePattern:
		return v.Service(), v.SqsQueue()
	case pattern:
		return v.Service(), nil
	case Service, LoadBalancedService:
		refuse("a service of this package", "NewService and NewLoadBalancedService have set everything already.", "give them the profile")
	case interface{ EventRule() awsevents.Rule }:
		refuse("a scheduled task", "A scheduled task has no service: nothing deploys, scales or drains it, and what ends it early is a retirement or Spot alone.",
			"give its container the StopTimeout of shutdown.Compute(profile)", "run the work as a service")
	case awsecs.IFargateService:
		refuse("an imported service", "The service is not defined in the app, so nothing can be set on it.", "call Apply where the service is made")
	default:
		refuse(quote(*built.Node().Path()), "There is no Fargate service in this construct.", "pass the service itself")
	}
	return nil, nil
}

// queueOf faults a profile that does not work on the queue that is there.
func (c *checker) queueOf(a *application, built constructs.IConstruct) {
	if a.queue == nil || a.settings.VisibilityTimeout != nil {
		return
	}
	given := quote(string(a.Profile.Workload))
	if _, ok := built.(queuePattern); ok {
		c.add(shutdown.Fault{Path: "workload", Rule: "enum", Given: given, Allowed: quote(string(shutdown.Queue)) + " with broker sqs",
			Message: "A QueueProcessingFargateService works on an SQS queue, and the profile does not.", WaysOut: []string{"set workload to queue"}})
		return
	}
	c.misplaced("Queue", "a queue", "With workload "+given+" the profile sets no visibility timeout.", "remove Queue", "set workload to queue and broker to sqs")
}

// again finds what a service has from an earlier call, which an aspect makes in
// every synthesis, and faults another profile: two would take turns.
func (c *checker) again(service awsecs.FargateService, profile shutdown.Profile) *application {
	path := *service.Node().Path()
	before := appliedIn(service.Node().Root()).services[path]
	if before != nil && !reflect.DeepEqual(before.given, profile) {
		c.add(shutdown.Fault{Path: "service", Rule: "duplicate", Given: quote(path), Allowed: "a service that has no profile yet",
			Message: "Apply has set this service already, from another profile.", WaysOut: []string{"call Apply once, with one profile"}})
	}
	return before
}
