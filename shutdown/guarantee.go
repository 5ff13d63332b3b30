package shutdown

import "strconv"

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
	g := Guarantee{Path: w.path(c), Kept: kept, Because: w.because(c, kept, upTo, b)}
	if kept == KeptUpTo {
		g.UpTo = &upTo
	}
	return g
}

// promise is what on_interrupt promises when it has the time it wants.
func (w work) promise() Kept {
	switch w.interrupt {
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
	case c == HostFailure && w.kind == Queue:
		return KeptRedelivered, 0
	case c == HostFailure:
		return KeptNone, 0
	case c == SpotInterruption && !w.capacity.interruptible():
		return KeptNotApplicable, 0
	case w.path(c) == Drained:
		return KeptAll, 0
	case b.delay < w.propagation:
		return KeptBestEffort, 0
	case c == SpotInterruption && w.balanced():
		return w.spotVerdict(b)
	case HeldOff(c) && w.protected(b):
		return KeptAll, 0
	case b.full:
		return w.promise(), 0
	default:
		return KeptUpTo, b.drain
	}
}

// HeldOff says that task protection, where a task has it, holds the cause off.
func HeldOff(c Cause) bool { return c == Deployment || c == ScaleIn || c == AZRebalance }

// spotVerdict holds under both orders of a Spot interruption: the signal first,
// or deregistration and its whole wait first (contested).
func (w work) spotVerdict(b budget) (Kept, int) {
	after := w.spotRoom(b)
	if b.full && after >= w.wanted() && w.spotDrained(b) <= spotNotice {
		return w.promise(), 0
	}
	return KeptUpTo, max(0, min(b.drain, after))
}

// spotRoom is how long a unit that arrives last may run when deregistration
// comes first.
func (w work) spotRoom(b budget) int {
	return spotNotice - w.chain() - w.margin - w.cleanup - b.delay - w.propagation
}

// spotDrained is when everything is over if ECS waits the whole deregistration
// delay before the signal.
func (w work) spotDrained(b budget) int {
	return b.deregistration + b.delay + w.cleanup + w.margin + w.chain()
}

// because is the verdict's reason, with its numbers.
func (w work) because(c Cause, kept Kept, upTo int, b budget) string {
	n, unit := strconv.Itoa, w.kind.unit()
	switch {
	case c == HostFailure && kept == KeptRedelivered:
		return "no signal comes; the queue delivers the message again once its visibility timeout is over"
	case c == HostFailure:
		return "no signal comes: what is in flight on the host is lost"
	case kept == KeptNotApplicable:
		return "on-demand tasks are not interrupted"
	case w.path(c) == Drained:
		return n(b.deregistration) + " s of draining cover " + n(w.propagation) + " s of propagation and the longest " + unit + " of " + n(w.longest) + " s"
	case kept == KeptBestEffort:
		return "new work may arrive for " + n(w.propagation) + " s after the signal, and the budget leaves only " + n(b.delay) + " s to go on serving"
	case kept == KeptUpTo && c == SpotInterruption && w.balanced():
		return "two minutes, less propagation " + n(w.propagation) + ", delay " + n(b.delay) + ", cleanup " + n(w.cleanup) + ", margin " + n(w.margin) + " and sidecars " + n(w.chain()) +
			", leave " + n(upTo) + " s; the signal may come too late for cleanup (inferred: the order of a Spot stop is contested)"
	case kept == KeptUpTo:
		return "the drain of " + n(b.drain) + " s is shorter than the " + n(w.wanted()) + " s that a " + unit + " may need"
	case HeldOff(c) && w.protected(b):
		return "task protection of " + n(ceilDiv(w.longest+w.cleanup, 60)) + " min holds the stop off until the " + unit + " is done"
	case w.interrupt == Requeue:
		return "a " + unit + " in flight is given back at once"
	case c == SpotInterruption && w.balanced():
		return "signal first ends after " + n(b.stop+w.chain()) + " s, deregistration first after " + n(w.spotDrained(b)) + " s, both within 120 s (inferred: the order is contested)"
	case w.interrupt == Finish:
		return "a delay of " + n(b.delay) + " s covers " + n(w.propagation) + " s of propagation, and a drain of " + n(b.drain) + " s the longest " + unit
	default:
		return "a drain of " + n(b.drain) + " s covers the " + n(w.wanted()) + " s that " + string(w.interrupt) + " takes"
	}
}
