package verdict

import (
	"slices"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The rules of findings on WebSockets.
const (
	DropsConnections    = "drops-connections"
	ClosesEarly         = "closes-early"
	ClosesWithError     = "closes-with-error"
	OutlivesAge         = "outlives-greatest-age"
	UnansweredHandshake = "unanswered-handshake"
	UnansweredClose     = "unanswered-close"
	UnansweredPing      = "unanswered-ping"
	DelayTooShort       = "delay-shorter-than-propagation"
)

// sockets is what became of the connections of the old task from the start of
// the stop on.
func (f *finder) sockets() {
	s := f.sorted()
	f.age(s)
	f.early()
	f.handshakes(s)
	f.codes(s)
	f.dropped(s)
	f.silence()
	f.midEvent()
	f.herd()
	f.unreadyOnNotice()
}

// sortedSockets are the connections that the app lost, by how.
type sortedSockets struct {
	dropped, unanswered, handshakes, silent, failed, codes, refused, late, atDelay []Exchange
}

// sorted sorts those that were lost.
func (f *finder) sorted() sortedSockets {
	var s sortedSockets
	for _, x := range f.Exchanges {
		if x.End < f.stopBegins() || !x.ours() || x.Socket == nil {
			continue
		}
		switch {
		case x.Outcome == Refused && f.Times.Delay < f.Times.Propagation && x.End > f.Signalled+f.Times.Delay.D():
			s.late = append(s.late, x)
		case x.Outcome == Refused:
			s.refused = append(s.refused, x)
		case x.Outcome == Failed && x.Socket.Opened:
			s.codes = append(s.codes, x)
		case x.Outcome == Failed:
			s.failed = append(s.failed, x)
		case x.Outcome != Cut:
		case f.byBalancer(x):
			s.atDelay = append(s.atDelay, x)
		case !x.Socket.Opened:
			s.handshakes = append(s.handshakes, x)
		case x.Socket.Silent:
			s.silent = append(s.silent, x)
		case x.Socket.By == ClosedByClient && !f.atExit(x):
			s.unanswered = append(s.unanswered, x)
		default:
			s.dropped = append(s.dropped, x)
		}
	}
	return s
}

// streams says that the connections were streams, such as of server-sent events,
// and not WebSockets.
func (j judge) streams() bool { return len(j.Exchanges) > 0 && j.Exchanges[0].Stream }

// byBalancer says that the load balancer cut a connection when the
// deregistration delay was over.
func (j judge) byBalancer(x Exchange) bool {
	return j.CutAtDelay > 0 && x.Socket.Opened && x.End >= j.Expired && x.End <= j.Expired+Grace
}

// lostStopping says that a connection of the old task was lost from the signal
// on, and not by the load balancer.
func (j judge) lostStopping() bool {
	return slices.ContainsFunc(j.Exchanges, func(x Exchange) bool {
		return x.ours() && x.Outcome != Answered && x.End >= j.Signalled && !j.byBalancer(x)
	})
}

// atExit says that a connection ended with the app.
func (f *finder) atExit(x Exchange) bool {
	return f.Exit.At >= 0 && x.End >= f.Exit.At-Grace/2 && x.End <= f.Exit.At+Grace
}

// age is whether the app let connections get older than it had declared.
func (f *finder) age(s sortedSockets) {
	own, way := 0, "close each connection with a close frame "
	if f.judge.streams() {
		way = "end each stream in order, with its last chunk, "
	}
	for _, x := range s.atDelay {
		if f.outlived(x) {
			own++
		}
	}
	if n := f.out.Connections.Outlived; n > 0 {
		text := "lets " + print.Count(n, "connection") + " get older than the greatest age of " + f.Times.Longest.String()
		if own > 0 {
			text += ": the load balancer cut " + print.Grouped(own) + " of them at the deregistration delay of " + f.Times.Deregistration.String()
		}
		f.add(OutlivesAge, text, way+"before it reaches $"+f.Prefix+"MAX_CONNECTION_AGE_SECONDS", own > 0)
	}
	if rest := len(s.atDelay) - own; rest > 0 && !f.noticed(rest) {
		fix := "make the deregistration delay cover the propagation and the greatest age of a connection: " + (f.Times.Propagation + f.Times.Longest).String()
		if *f.Times.Deregistration >= f.Times.Propagation+f.Times.Longest {
			fix = way + "a moment before it reaches $" + f.Prefix + "MAX_CONNECTION_AGE_SECONDS"
		}
		f.add(CutAtDelay, "the load balancer cut "+print.Count(rest, "connection")+" at the deregistration delay of "+f.Times.Deregistration.String(), fix, true)
	}
}

// early is whether the app closed what it had promised to leave alone.
func (f *finder) early() {
	var first time.Duration
	n, stopping := 0, 0
	for _, x := range f.Exchanges {
		if !f.judge.early(x) {
			continue
		}
		if n == 0 || x.End < first {
			first = x.End
		}
		n++
		if x.End >= f.Signalled {
			stopping++
		}
	}
	switch {
	case n == 0:
	case n == stopping && f.Path == shutdown.Concurrent && f.heldAll():
		// Those that the profile promises to finish did; the rest is rightly told.
	case n == stopping && f.Path == shutdown.Concurrent:
		f.add(ClosesEarly, "closes "+print.Count(n, "connection")+" on the stop that on_interrupt finish lets end by themselves, the first "+f.fromSignal(first),
			"accept no more after the delay and wait for the drain of "+f.Times.Drain.String()+" until they end, or declare on_interrupt: close", true)
	default:
		f.add(ClosesEarly, "closes "+print.Count(n, "connection")+" before their time and before the greatest age of "+f.Times.Longest.String()+", the first "+f.fromSignal(first),
			"leave connections alone until the stop signal: while the load balancer drains each ends by itself or by its age", true)
	}
}

// heldAll says that every guarantee held.
func (f *finder) heldAll() bool {
	return !slices.ContainsFunc(f.out.Guarantees, func(h Promise) bool { return !h.Held })
}

// handshakes is whether new connections still opened.
func (f *finder) handshakes(s sortedSockets) {
	delay := f.Times.Delay.String()
	if n := len(s.failed); n > 0 {
		f.add(RefusesWork, "answers the handshakes of "+print.Count(n, "connection")+" with a status such as "+print.Number(float64(s.failed[0].Code))+" while stopping",
			"turn the health path alone to 503 and go on accepting for the delay of "+delay, true)
	}
	if f.gone() {
		return
	}
	if n := len(s.handshakes); n > 0 {
		f.add(UnansweredHandshake, "leaves the handshakes of "+print.Count(n, "connection")+" without an answer while stopping, the first "+f.firstOf(s.handshakes),
			"go on accepting for the delay of "+delay+", and answer the handshakes that were begun before the listener closes", true)
	}
	if n := len(s.refused); n > 0 && !f.has(ClosesListener, IgnoresSignal) {
		f.add(ClosesListener, "refuses "+print.Count(n, "connection")+" that the load balancer may still send", "go on accepting for the delay of "+delay, true)
	}
	if n := len(s.late); n > 0 {
		f.add(DelayTooShort, "the delay of "+delay+" ends before the propagation of "+f.Times.Propagation.String()+", and "+print.Count(n, "connection")+" that came after it were refused",
			"nothing in the app: the profile leaves no room for a longer delay, so its promise is best effort", false)
	}
}

// codes is whether the app said an error as it closed.
func (f *finder) codes(s sortedSockets) {
	if n := len(s.codes); n > 0 {
		code := s.codes[0].Socket.Code
		f.add(ClosesWithError, "closes "+print.Count(n, "connection")+" with a code that tells of an error while stopping, such as "+print.Number(float64(code))+" "+CloseNames[code],
			"close with 1001, going away, or 1012, service restart: clients connect again on those", true)
	}
}

// dropped is what broke without a close frame.
func (f *finder) dropped(s sortedSockets) {
	if n := len(s.silent); n > 0 {
		f.add(UnansweredPing, "leaves the pings of "+print.Count(n, "connection")+" without an answer for "+Seconds(f.Pause).String()+", the first "+f.firstOf(s.silent),
			"read from every connection as long as it is open: a library then answers pings by itself", true)
	}
	if n := len(s.unanswered); n > 0 {
		f.add(UnansweredClose, "does not answer the close frames of "+print.Count(n, "connection"),
			"read from every connection until its close frame, and send one back before the connection is closed: a library then does so by itself", true)
	}
	if n := len(s.dropped); n > 0 && !f.gone() {
		text := "breaks " + print.Count(n, "connection") + " without a close frame, the first " + f.firstOf(s.dropped)
		fix := "after the delay send every peer a close frame with 1001, going away, and wait for its answer, within the drain of " + f.Times.Drain.String()
		if f.judge.streams() {
			text = "breaks " + print.Count(n, "stream") + " off without their last chunk, the first " + f.firstOf(s.dropped)
			fix = "after the delay end every stream in order, by returning from what writes it, within the drain of " + f.Times.Drain.String()
		}
		late := 0
		for _, x := range s.dropped {
			if x.Start >= f.Signalled {
				late++
			}
		}
		if late > 0 {
			text += "; " + print.Grouped(late) + " of them were opened after it"
		}
		f.add(DropsConnections, text, fix, true)
	}
}

// gone says that a finding tells already why connections broke: the app went
// at once, or was killed.
func (f *finder) gone() bool { return f.out.Exit.Killed || f.has(ShellWithoutExec, ExitsAtOnce) }

// firstOf is when the first of these ended.
func (f *finder) firstOf(list []Exchange) string {
	first := list[0].End
	for _, x := range list {
		first = min(first, x.End)
	}
	return f.fromSignal(first)
}

// fromSignal is a time beside the stop signal.
func (f *finder) fromSignal(at time.Duration) string {
	if at < f.Signalled {
		return Seconds(f.Signalled-at).String() + " before the signal"
	}
	return Seconds(at-f.Signalled).String() + " after the signal"
}
