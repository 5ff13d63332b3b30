package audit

// rules are all, in the order of what they look at: what AWS refuses, deployments,
// the drain, the stop, failing tasks.
var rules = []Rule{
	apiLimit,
	healthTimeout,
	fullWithRebalancing,
	cannotRoll,
	allGoFirst,
	breakerOff,
	breakerStays,
	noDrain,
	shortNetworkDrain,
	spotDrain,
	drainByDefault,
	deadlineTooLate,
	boundTooLate,
	unbounded,
	dropsWork,
	signalLost,
	jobLimit,
	managerKills,
	routerEndsEarly,
	routerBeforeApp,
	collectorBeforeApp,
	proxyAfterApp,
	keepAlive,
	deadTaskStays,
}

// Rules lists what is looked for.
func Rules() []Rule { return append([]Rule(nil), rules...) }

const (
	ecsAPI   = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/"
	ecsGuide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
	elbAPI   = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
	nlbGuide = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/"
)
