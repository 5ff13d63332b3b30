package shutdown

// The pages that explanations name.
const (
	ecsGuide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
	ecsAPI   = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/"
	elbAPI   = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
	albGuide = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
	nlbGuide = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/"

	sourceStopTimeout     = ecsAPI + "API_ContainerDefinition.html"
	sourceDependency      = ecsAPI + "API_ContainerDependency.html"
	sourceDeployment      = ecsAPI + "API_DeploymentConfiguration.html"
	sourceStopTask        = ecsAPI + "API_StopTask.html"
	sourceLifecycle       = ecsGuide + "task-lifecycle-explanation.html"
	sourceDraining        = ecsGuide + "load-balancer-connection-draining.html"
	sourceSpot            = ecsGuide + "fargate-capacity-providers.html"
	sourceProtection      = ecsGuide + "task-scale-in-protection.html"
	sourceServiceUpdate   = ecsGuide + "update-service-parameters.html"
	sourceGracePeriod     = ecsGuide + "load-balancer-healthcheck.html"
	sourceALBPropagation  = "https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2366"
	sourceTargetGroup     = elbAPI + "API_TargetGroupAttribute.html"
	sourceHealthCheck     = elbAPI + "API_CreateTargetGroup.html"
	sourceALBIdle         = albGuide + "edit-load-balancer-attributes.html"
	sourceNLBIdle         = nlbGuide + "update-idle-timeout.html"
	sourceALBHealth       = albGuide + "target-group-health-checks.html"
	sourceDiscovery       = "https://github.com/aws/containers-roadmap/issues/343"
	sourceBlueGreen       = ecsGuide + "blue-green-deployment-how-it-works.html"
	sourceLinear          = ecsGuide + "linear-deployment.html"
	sourceCanary          = ecsGuide + "canary-deployment.html"
	sourceContainerHealth = ecsAPI + "API_HealthCheck.html"
	sourceLongPolling     = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html"
	sourceVisibility      = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"
)
