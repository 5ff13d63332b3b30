package shutdown

// The limits of AWS that every result keeps. Each names the page it is from.
const (
	fargateStopTimeoutMin = 2     // API_ContainerDefinition, stopTimeout on Fargate
	fargateStopTimeoutMax = 120   // the same
	spotNotice            = 120   // fargate-capacity-providers: two minutes of warning
	deregistrationMax     = 3600  // API_TargetGroupAttribute, deregistration_delay
	protectionMinutesMax  = 2880  // task-scale-in-protection
	visibilityMax         = 43200 // SQS VisibilityTimeout
)

// leastDelay is the delay that is never given up for drain time: the span in
// which an Application Load Balancer still routes new requests is 10 to 25 s
// in users' reports, with no number from AWS (contested).
const leastDelay = 15

// discoverySettle is how long a new task without a load balancer needs until
// callers find it, an estimate for deployment times only.
const discoverySettle = 40
