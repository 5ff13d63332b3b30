package gracefulecs

// featureFlags are pinned for everything inside the service, because an app's
// own flags would change its template: the same profile gives the same
// resources in every app.
var featureFlags = []string{
	"@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker",
	"@aws-cdk/aws-ecs:reduceEc2FargateCloudWatchPermissions",
	"@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm",
	"@aws-cdk/aws-ecs:removeEmptyLoadBalancers",
	"@aws-cdk/aws-iam:minimizePolicies",
}

func (s *service) pinFeatureFlags() {
	node := s.Node()
	for i := range featureFlags {
		node.SetContext(&featureFlags[i], true)
	}
}
