package audit

import "slices"

// rules are all, in the order of what they look at: what AWS refuses, deployments,
// the drain, who else calls, queues, the stop, failing tasks.
var rules = []Rule{
	apiLimit,
	unknownKey,
	healthTimeout,
	fullWithRebalancing,
	cannotRoll,
	stuckOnSchedule,
	scheduledToFew,
	allGoFirst,
	breakerOff,
	breakerStays,
	noBake,
	waitShort,
	noDrain,
	drainBelowApp,
	drainBelowIdle,
	shortNetworkDrain,
	spotDrain,
	drainByDefault,
	cooldownShort,
	namesOutlive,
	connectCuts,
	latticeCuts,
	messageAgain,
	jobCut,
	deadAtFirstStop,
	deadlineTooLate,
	deadlineParts,
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
	healthPasses,
	graceShort,
}

// Rules lists what is looked for: in every service, and where a service has a profile.
func Rules() []Rule { return append(slices.Clone(rules), profileDiffers) }

const (
	ecsAPI   = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/"
	ecsGuide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
	elbAPI   = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
	nlbGuide = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/"
)
