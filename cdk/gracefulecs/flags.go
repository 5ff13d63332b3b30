package gracefulecs

import "github.com/aws/jsii-runtime-go"

// pinFeatureFlags sets flags for everything inside the service, because an
// app's own would change what ECS is told: the same profile gives the same
// service in every app. A flag is set only where it matters, for each costs a
// call into Node.
func (s *built) pinFeatureFlags(p *plan) {
	node := s.Node()
	pin := func(flag string, matters bool) {
		if matters {
			node.SetContext(jsii.String("@aws-cdk/"+flag), true)
		}
	}
	pin("aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker", true)
	pin("aws-ecs:reduceEc2FargateCloudWatchPermissions", deref(p.EnableExecuteCommand))
	pin("aws-ecs:removeDefaultDeploymentAlarm", len(deref(p.DeploymentAlarms)) == 0)
	pin("aws-ecs:removeEmptyLoadBalancers", !p.balanced())
}
