package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

// LifecycleHookProps describe a function that a deployment with strategy
// blue_green, linear or canary calls. A stage waits for its hook.
type LifecycleHookProps struct {
	// Function is what is called.
	Function awslambda.IFunction
	// LifecycleStages are when.
	LifecycleStages *[]awsecs.DeploymentLifecycleStage

	// HookDetails are given to the function.
	// Default: none.
	HookDetails *map[string]interface{}
	// Role is what ECS calls the function as, which it must be allowed to.
	// Default: one for all hooks without a role, which is allowed to.
	Role awsiam.IRole
}

// TestListenerProps say where the new tasks of a deployment with strategy
// blue_green, linear or canary get test traffic: a rule behind an Application Load
// Balancer, a listener behind a Network Load Balancer.
type TestListenerProps struct {
	// Conditions of the rule beside HostHeaders and PathPatterns.
	// Default: none; a rule must hold at least one condition.
	Conditions *[]awselasticloadbalancingv2.ListenerCondition
	// HostHeaders are the hosts of test traffic.
	// Default: any.
	HostHeaders *[]*string
	// Listener that the rule is added to.
	// Default: none; required with load_balancer alb.
	Listener awselasticloadbalancingv2.IApplicationListener
	// ListenerPort is the port of the listener that is added to
	// NetworkLoadBalancer.
	// Default: none; required with load_balancer nlb.
	ListenerPort *float64
	// PathPatterns are the paths of test traffic.
	// Default: any.
	PathPatterns *[]*string
	// Priority of the rule, from 1 to 50000.
	// Default: none; required with Listener.
	Priority *float64
}
