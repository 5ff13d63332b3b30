package shutdown

import (
	"strconv"
	"strings"
)

// because is the verdict's reason, with its numbers. A property test reads each
// number back out of the sentence and holds it against the profile.
func (w work) because(c Cause, kept Kept, b budget) string {
	n, unit := strconv.Itoa, w.Workload.unit()
	switch {
	case c == HostFailure && kept == KeptRedelivered && w.Broker == OtherBroker:
		return "no signal comes; the broker delivers the message again once it misses the worker"
	case c == HostFailure && kept == KeptRedelivered:
		return "no signal comes; the queue delivers the message again once its visibility timeout is over"
	case c == HostFailure:
		return "no signal comes: what is in flight on the host is lost"
	case kept == KeptNotApplicable:
		return "on-demand tasks are not interrupted"
	case w.path(c) == Drained && w.openFlows() && kept == KeptAll:
		return n(b.deregistration) + " s of draining cover " + n(w.propagation) + " s of propagation; connections that are open bring requests until the app closes them, and a drain of " +
			n(b.drain) + " s covers the longest request of " + n(w.longest) + " s"
	case w.path(c) == Drained && w.openFlows():
		return "connections that are open bring requests until the app closes them, and " + w.shortDrain(b)
	case w.path(c) == Drained && w.noticed:
		return n(b.deregistration) + " s of draining cover " + n(w.propagation) + " s of propagation, a notice spread of " + n(w.spread) + " s and the " + n(w.wanted()) +
			" s that a " + unit + " may need to " + string(w.OnInterrupt) + w.noticeSeen("this")
	case w.path(c) == Drained:
		return n(b.deregistration) + " s of draining cover " + n(w.propagation) + " s of propagation and the longest " + unit + " of " + n(w.longest) + " s"
	case kept == KeptBestEffort:
		return "new work may arrive for " + n(w.propagation) + " s after the signal, and the budget leaves a delay of " + n(b.delay) + " s to go on serving"
	case kept == KeptUpTo && c == SpotInterruption && w.balanced():
		return w.spotBecause(b)
	case kept == KeptUpTo:
		return w.shortDrain(b)
	case HeldOff(c) && w.protected(b):
		return "task protection of " + n(ceilDiv(w.longest+w.cleanup, 60)) + " min holds the stop off until the " + unit + " is done"
	case c == SpotInterruption && w.balanced():
		return "signal first ends after " + n(b.delay+b.drain+w.tail()) + " s, deregistration first after " + n(w.spotDrained(b)) + " s, both within 120 s (inferred: the order is contested)" +
			w.noticeSeen("the latter")
	case w.OnInterrupt == Requeue:
		return "a " + unit + " in flight is given back at once"
	case w.OnInterrupt == Finish && w.receives() && w.propagation > 0:
		return "what an open receive call brings within " + n(w.propagation) + " s has a drain of " + n(b.drain) + " s for the longest " + unit
	case w.OnInterrupt == Finish && w.Workload.pulled():
		return "a drain of " + n(b.drain) + " s covers the longest " + unit
	case w.OnInterrupt == Finish:
		return "a delay of " + n(b.delay) + " s covers " + n(w.propagation) + " s of propagation, and a drain of " + n(b.drain) + " s the longest " + unit
	default:
		return "a drain of " + n(b.drain) + " s covers the " + n(w.wanted()) + " s that a " + unit + " may need to " + string(w.OnInterrupt)
	}
}

// noticeSeen says what a promise that rests on the notice assumes; nothing
// without one.
func (w work) noticeSeen(what string) string {
	if !w.noticed {
		return ""
	}
	return "; " + what + " assumes that the app sees the notice within the propagation"
}

func (w work) shortDrain(b budget) string {
	return "the drain of " + strconv.Itoa(b.drain) + " s is shorter than the " + strconv.Itoa(w.wanted()) + " s that a " + w.Workload.unit() + " may need"
}

// spotBecause names everything that keeps a Spot stop from its promise.
func (w work) spotBecause(b budget) string {
	n := strconv.Itoa
	var why []string
	if !b.full {
		why = append(why, w.shortDrain(b))
	}
	spent := n(w.propagation) + " s of propagation, a delay of " + n(b.delay) + " s and a tail of " + n(w.tail()) + " s"
	switch room := w.spotRoom(b); {
	case room < 0:
		why = append(why, "when deregistration comes first, "+spent+" take "+n(-room)+" s more than the two minutes")
	case room < w.wanted():
		why = append(why, "when deregistration comes first, "+spent+" leave "+n(room)+" s of the two minutes")
	}
	if drained := w.spotDrained(b); drained > spotNotice {
		why = append(why, "when deregistration comes first, the stop ends after "+n(drained)+" s, and the capacity is gone after 120 s")
	}
	return strings.Join(why, "; ") + "; the signal may come too late for cleanup (inferred: the order of a Spot stop is contested)"
}
