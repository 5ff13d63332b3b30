package shutdown

// Actor is who does something in a timeline.
type Actor string

// The actors.
const (
	ActorLoadBalancer Actor = "load balancer"
	ActorECS          Actor = "ECS"
	ActorFront        Actor = "front"
	ActorApp          Actor = "app"
	ActorSidecars     Actor = "sidecars"
	ActorCallers      Actor = "callers"
)

// Event is one moment of a stop.
type Event struct {
	// At is in seconds from the start of the stop.
	At    int    `json:"at"`
	Actor Actor  `json:"actor"`
	Name  string `json:"name"`
	// Detail says in a few words what it means.
	Detail string `json:"detail"`
}

// The names of events.
const (
	EventDeregister      = "deregister"
	EventLastRequest     = "last_new_request"
	EventFetchingStops   = "fetching_stops"
	EventNotice          = "drain_seen"
	EventLastTold        = "last_told"
	EventTargetUnused    = "target_unused"
	EventSignal          = "stop_signal"
	EventListenersClose  = "listeners_close"
	EventDrainEnds       = "drain_ends"
	EventDeadline        = "deadline"
	EventKill            = "sigkill"
	EventAppSignal       = "app_signal"
	EventSidecarSignal   = "sidecar_signal"
	EventSidecarsFlushed = "sidecars_flushed"
	EventProtectionEnds  = "protection_ends"
	EventReclaim         = "reclaim"
	EventHostLost        = "host_lost"
)

// Span is a stretch of time that an actor spends on one thing.
type Span struct {
	From  int    `json:"from"`
	To    int    `json:"to"`
	Actor Actor  `json:"actor"`
	Name  string `json:"name"`
}

// Timeline is how one stop goes if everything takes as long as it may.
type Timeline struct {
	Cause Cause    `json:"cause"`
	Path  StopPath `json:"path"`
	// Reading tells the two timelines of a cause apart whose order the sources
	// disagree on; empty for the others.
	Reading string  `json:"reading,omitempty"`
	Events  []Event `json:"events"`
	Spans   []Span  `json:"spans"`
	// Budget is the seconds after which the task is killed: the stop timeout's
	// limit from the signal, or for Spot the two minutes from the notice.
	Budget Span `json:"budget"`
	// Left is how much of the budget is not used, in seconds; negative when the
	// stop needs more than it has.
	Left int `json:"left"`
	// Kept is the verdict for the cause, and Because its reason. It is empty for
	// values of which nobody knows the longest unit: then Sure says what is.
	Kept    Kept   `json:"kept"`
	UpTo    *int   `json:"up_to"`
	Sure    *Sure  `json:"sure,omitempty"`
	Because string `json:"because"`
}

// Sure is the longest unit that is sure to survive.
type Sure struct {
	Seconds int `json:"seconds"`
	// AtMost says that it rests on an assumption in the service's favour.
	AtMost bool `json:"at_most"`
}

// The readings of a Spot interruption behind a load balancer.
const (
	SignalFirst         = "signal first"
	DeregistrationFirst = "deregistration first"
)

// Readings lists the orders in which a Spot interruption may go, as the
// timelines name them.
func Readings() []string { return []string{SignalFirst, DeregistrationFirst} }
