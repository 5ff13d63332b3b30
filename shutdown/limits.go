package shutdown

// The limits of AWS that every result keeps. Each names the page it is from.
const (
	fargateStopTimeoutMin = 2     // API_ContainerDefinition, stopTimeout on Fargate
	fargateStopTimeoutMax = 120   // the same
	spotNotice            = 120   // fargate-capacity-providers: two minutes of warning
	deregistrationMax     = 3600  // API_TargetGroupAttribute, deregistration_delay
	intervalMin           = 5     // API_CreateTargetGroup, HealthCheckIntervalSeconds
	intervalMax           = 300   // the same
	healthTimeoutMin      = 2     // API_CreateTargetGroup, HealthCheckTimeoutSeconds
	healthTimeoutMax      = 120   // the same
	thresholdMin          = 2     // API_CreateTargetGroup, UnhealthyThresholdCount
	thresholdMax          = 10    // the same
	startPeriodMax        = 300   // API_HealthCheck, startPeriod
	protectionMinutesMax  = 2880  // task-scale-in-protection
	visibilityMax         = 43200 // SQS VisibilityTimeout
	cloudFormationWait    = 10800 // task-scale-in-protection: three hours (contested)
	nlbTLSIdle            = 350   // NLB listeners: the idle timeout of a TLS listener is fixed
)

// progressiveMinutesMax is how many minutes the waits and the bake of a linear
// or canary deployment may take together: CloudFormation ends a deployment
// after 36 hours, of which these leave three for the tasks.
const progressiveMinutesMax = 1980

// leastDelay is the delay that is never given up for drain time: the span in
// which an Application Load Balancer still routes new requests is 10 to 25 s
// in users' reports, with no number from AWS (contested).
const leastDelay = 15

// How long a new task needs, once it is ready, until it gets its first request,
// beside the checks of the load balancer. For deployment times only.
const (
	discoverySettle = 40  // without a load balancer: until callers find it
	nlbSettle       = 180 // NLB: registration takes 90 to 180 s in users' reports
	nlbShift        = 1200
)

// NLBTLSIdleTimeout is the idle timeout of a TLS listener of a Network Load
// Balancer, which nobody can change.
const NLBTLSIdleTimeout = nlbTLSIdle
