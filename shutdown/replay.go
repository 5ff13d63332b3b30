package shutdown

import (
	"sort"
	"strconv"
)

// timeline replays one stop.
func (s script) timeline(how course) Timeline {
	t := Timeline{Cause: how.cause, Path: how.path, Reading: how.reading}
	if how.cause == HostFailure {
		t.Events = []Event{{0, ActorECS, EventHostLost, "no signal, no drain"}}
		t.Spans = []Span{}
		return t
	}
	rest := s.stop - s.delay - s.drain // What the stop timeout leaves after the drain.
	if how.idle {
		s.drain, s.wants.drain = 0, 0
	}
	r := replay{script: s, course: how, Timeline: &t}
	r.arrivals()
	gone := r.reached(rest)
	if s.front {
		gone = r.behind(gone)
	}
	gone = r.sidecars(gone)
	r.bounds(gone)
	sort.SliceStable(t.Events, func(i, j int) bool { return t.Events[i].At < t.Events[j].At })
	return t
}

// replay fills a timeline, actor by actor.
type replay struct {
	script
	course
	*Timeline
}

func (r *replay) event(at int, a Actor, name, detail string) {
	r.Events = append(r.Events, Event{at, a, name, detail})
}

func (r *replay) span(from, to int, a Actor, name string) {
	if to > from {
		r.Spans = append(r.Spans, Span{from, to, a, name})
	}
}

// arrivals is how new work stops coming.
func (r *replay) arrivals() {
	unit := r.workload.unit()
	switch {
	case r.balancer != NoLoadBalancer:
		r.event(0, ActorLoadBalancer, EventDeregister, "the task leaves the target group")
		r.event(r.propagation, ActorLoadBalancer, EventLastRequest, "the last new "+unit+" may arrive")
		r.event(r.deregistration, ActorLoadBalancer, EventTargetUnused, "the deregistration delay is over")
		r.span(0, min(r.propagation, r.deregistration), ActorLoadBalancer, "still routes")
		r.span(r.propagation, r.deregistration, ActorLoadBalancer, "drains")
	case !r.workload.pulled():
		r.event(r.propagation, ActorCallers, EventLastRequest, "the last caller's name has aged out")
		r.span(0, r.propagation, ActorCallers, "still call")
	case r.shielded:
		r.event(r.course.signal, ActorApp, EventProtectionEnds, "the "+unit+" is done and the protection given back")
	default:
		r.event(0, ActorApp, EventFetchingStops, "the app takes no new "+unit)
		if r.propagation > 0 {
			r.event(r.propagation, ActorApp, EventLastRequest, "an open receive call may bring its last "+unit)
		}
	}
}

// reached is what the container that is reached does with the signal; it gives
// the second at which it is gone. One that is idle is counted as gone once its
// cleanup and margin are over, as the Spot verdict does.
func (r *replay) reached(rest int) int {
	at, who := r.course.signal, ActorApp
	if r.front {
		who = ActorFront
	}
	closed := at + r.delay
	drained := closed + r.drain
	r.event(at, ActorECS, EventSignal, string(r.script.signal)+" is sent")
	if !r.workload.pulled() {
		r.event(closed, who, EventListenersClose, "no new "+r.workload.unit()+" from here")
	}
	r.event(drained, who, EventDrainEnds, r.drainDetail())
	doing := r.cutShort()
	if r.wants.known && doing == "" {
		r.event(drained+r.cleanup, who, EventDeadline, "the "+string(who)+" exits by itself")
	}
	gone := at + r.stop
	if r.idle {
		gone = drained + rest
	}
	killed := gone
	if !r.front { // Behind a front the app's own stop follows at once.
		killed = at + r.stop
	}
	if doing == "" {
		r.event(killed, ActorECS, EventKill, "SIGKILL, had the "+string(who)+" not gone")
	} else {
		r.event(killed, ActorECS, EventKill, "SIGKILL: the "+string(who)+" still "+doing)
	}
	switch {
	case r.shielded:
		r.span(0, at, who, "works, protected")
		r.span(0, at, ActorECS, "waits for the protection")
	case r.notice && at > 0:
		r.told(at, who)
		r.span(0, at, ActorECS, "waits")
	default:
		r.span(0, at, who, "serves")
		r.span(0, at, ActorECS, "waits")
	}
	r.span(at, closed, who, r.delayName())
	r.span(closed, drained, who, r.drainName())
	r.span(drained, drained+r.cleanup, who, "cleans up")
	r.span(at, killed, ActorECS, "stop timeout")
	return gone
}

// told is what the app does before the signal when it sees that its target
// drains, as late as the promise allows.
func (r *replay) told(signal int, who Actor) {
	seen := min(r.propagation, signal)
	last := min(seen+r.spread, signal)
	closed := min(last+r.closing, signal)
	r.event(seen, who, EventNotice, "at the latest here the "+string(who)+" sees that its target drains")
	r.event(last, who, EventLastTold, "the last connection is told to close")
	r.span(0, seen, who, "serves")
	r.span(seen, last, who, "tells connections")
	r.span(last, closed, who, "close")
	r.span(closed, signal, who, "waits")
}

// cutShort says what the container still does when its stop timeout ends it, or
// nothing.
func (r *replay) cutShort() string {
	switch {
	case !r.wants.known:
		return ""
	case r.delay+r.wants.drain > r.stop:
		return "drains"
	case r.delay+r.wants.drain+r.wants.cleanup > r.stop:
		return "cleans up"
	}
	return ""
}

// behind is the app behind a front, which is told when the front has gone.
func (r *replay) behind(at int) int {
	r.event(at, ActorECS, EventAppSignal, string(r.appSignal)+" is sent to the app")
	r.event(at+r.appCleanup, ActorApp, EventDeadline, "the app exits by itself")
	r.event(at+r.appStop, ActorECS, EventKill, "SIGKILL, had the app not gone")
	r.span(0, at, ActorApp, "serves the front")
	r.span(at, at+r.appCleanup, ActorApp, "cleans up")
	r.span(at, at+r.appStop, ActorECS, "stop timeout of the app")
	return at + r.appStop
}

func (r *replay) drainDetail() string {
	switch {
	case r.idle:
		return "nothing is in flight any more"
	case r.interrupt == Requeue:
		return "what is in flight is given back"
	}
	return "what is in flight had " + strconv.Itoa(r.drain) + " s"
}

func (r *replay) delayName() string {
	if r.workload.pulled() {
		return "takes what an open call brings"
	}
	return "goes on serving"
}

func (r *replay) drainName() string {
	if r.interrupt == Checkpoint || r.interrupt == Close {
		return string(r.interrupt)
	}
	return "drains"
}

// sidecars flush once the app has gone, at the latest when it is killed. It
// gives the second at which the last of them is gone.
func (r *replay) sidecars(gone int) int {
	if r.chain > 0 {
		r.event(gone, ActorECS, EventSidecarSignal, "the sidecars are told to stop")
		r.event(gone+r.flushed, ActorSidecars, EventSidecarsFlushed, "the last sidecar is done")
		r.span(gone, gone+r.flushed, ActorSidecars, "flush")
	}
	return gone + r.chain
}

// bounds is what ends the stop by force.
func (r *replay) bounds(gone int) {
	at := r.course.signal
	r.Budget = Span{at, at + fargateStopTimeoutMax, ActorECS, "the 120 s that Fargate gives a container to stop"}
	used := r.stop
	if r.front {
		r.Budget = Span{at, at + 2*fargateStopTimeoutMax, ActorECS, "the 120 s that Fargate gives each of two containers to stop"}
		used += r.appStop
	}
	if r.cause == SpotInterruption {
		r.Budget = Span{0, spotNotice, ActorECS, "the two minutes of a Spot notice"}
		used = gone
		r.reclaim()
	}
	r.Left = r.Budget.To - r.Budget.From - used
}

// reclaim takes the capacity away: of what would come later only the load
// balancer's own bookkeeping still happens.
func (r *replay) reclaim() {
	events, detail := r.Events[:0], "the capacity is taken away"
	for _, e := range r.Events {
		if e.At <= spotNotice || e.Actor == ActorLoadBalancer {
			events = append(events, e)
		} else if e.Name == EventSignal {
			detail = "the capacity is taken away before the signal"
		}
	}
	spans := r.Spans[:0]
	for _, s := range r.Spans {
		if s.Actor != ActorLoadBalancer {
			s.To = min(s.To, spotNotice)
		}
		if s.To > s.From {
			spans = append(spans, s)
		}
	}
	r.Events, r.Spans = append(events, Event{spotNotice, ActorECS, EventReclaim, detail}), spans
}
