package shutdown

// StopPath is the way a task stops.
type StopPath string

// The paths.
const (
	// Drained: the load balancer deregisters the task, ECS waits the whole
	// deregistration delay, then the stop signal.
	Drained StopPath = "drained"
	// Concurrent: the stop signal comes while new work may still arrive.
	Concurrent StopPath = "concurrent"
	// Sudden: no signal at all.
	Sudden StopPath = "sudden"
)

// Kept is what survives a stop.
type Kept string

// What may survive.
const (
	KeptAll           Kept = "all"
	KeptCheckpointed  Kept = "checkpointed"
	KeptClosed        Kept = "closed"
	KeptRedelivered   Kept = "redelivered"
	KeptUpTo          Kept = "up_to"
	KeptBestEffort    Kept = "best_effort"
	KeptNone          Kept = "none"
	KeptNotApplicable Kept = "not_applicable"
)

// broken says that the promise of the profile does not hold.
func (k Kept) broken() bool { return k == KeptUpTo || k == KeptBestEffort || k == KeptNone }

// Guarantee is what survives one cause of a stop.
type Guarantee struct {
	Path StopPath `json:"path"`
	Kept Kept     `json:"kept"`
	// UpTo is the longest unit that is sure to finish, in seconds, when Kept is
	// KeptUpTo; else nil.
	UpTo    *int   `json:"up_to"`
	Because string `json:"because"`
}

func (w work) guarantees(b budget) Table[Guarantee] {
	t := make(Table[Guarantee], 0, 8)
	for _, c := range Causes() {
		t = append(t, Entry[Guarantee]{string(c), w.guarantee(c, b)})
	}
	return t
}

// path is how a task stops for the cause.
func (w work) path(c Cause) StopPath {
	switch {
	case c == HostFailure:
		return Sudden
	case c == StopTask || c == SpotInterruption || !w.balanced():
		return Concurrent
	default:
		return Drained
	}
}

// guarantee is the verdict for one cause.
func (w work) guarantee(c Cause, b budget) Guarantee {
	kept, upTo := w.verdict(c, b)
	g := Guarantee{Path: w.path(c), Kept: kept, Because: w.because(c, kept, b)}
	if kept == KeptUpTo {
		g.UpTo = &upTo
	}
	return g
}

// promise is what on_interrupt promises when it has the time it wants.
func (i Interrupt) promise() Kept {
	switch i {
	case Checkpoint:
		return KeptCheckpointed
	case Close:
		return KeptClosed
	case Requeue:
		return KeptRedelivered
	default:
		return KeptAll
	}
}

// verdict is what survives, with the seconds that are sure when it is KeptUpTo.
func (w work) verdict(c Cause, b budget) (Kept, int) {
	switch {
	case c == HostFailure && w.Workload == Queue:
		return KeptRedelivered, 0
	case c == HostFailure:
		return KeptNone, 0
	case c == SpotInterruption && !w.interruptible():
		return KeptNotApplicable, 0
	case w.path(c) == Drained && w.openFlows() && !b.full:
		return KeptUpTo, b.drain
	case w.path(c) == Drained && w.noticed:
		return w.OnInterrupt.promise(), 0
	case w.path(c) == Drained:
		return KeptAll, 0
	case b.delay < w.propagation:
		return KeptBestEffort, 0
	case c == SpotInterruption && w.balanced():
		return w.spotVerdict(b)
	case HeldOff(c) && w.protected(b):
		return KeptAll, 0
	case b.full:
		return w.OnInterrupt.promise(), 0
	default:
		return KeptUpTo, b.drain
	}
}

// openFlows says that connections which are open when the task is deregistered
// go on bringing requests until the app closes them.
func (w work) openFlows() bool { return w.LoadBalancer == NLB && w.Workload == HTTP }

// HeldOff says that task protection, where a task has it, holds the cause off.
func HeldOff(c Cause) bool { return c == Deployment || c == ScaleIn || c == AZRebalance }

// spotVerdict holds under both orders of a Spot interruption: the signal first,
// or deregistration and its whole wait first (contested).
func (w work) spotVerdict(b budget) (Kept, int) {
	room := w.spotRoom(b)
	if b.full && room >= w.wanted() && w.spotDrained(b) <= spotNotice {
		return w.OnInterrupt.promise(), 0
	}
	return KeptUpTo, max(0, min(b.drain, room, w.lasts()))
}

// spotRoom is how long a unit that arrives last may run when deregistration
// comes first.
func (w work) spotRoom(b budget) int { return spotNotice - w.tail() - b.delay - w.propagation }

// spotDrained is when everything is over if ECS waits the whole deregistration
// delay before the signal.
func (w work) spotDrained(b budget) int { return b.deregistration + b.delay + w.tail() }
