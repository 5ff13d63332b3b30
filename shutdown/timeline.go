package shutdown

import (
	"sort"
	"strconv"
)

// Actor is who does something in a timeline.
type Actor string

// The actors.
const (
	ActorLoadBalancer Actor = "load balancer"
	ActorECS          Actor = "ECS"
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
	EventTargetUnused    = "target_unused"
	EventSignal          = "stop_signal"
	EventListenersClose  = "listeners_close"
	EventDrainEnds       = "drain_ends"
	EventDeadline        = "deadline"
	EventKill            = "sigkill"
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
	// Kept is the verdict for the cause, and Because its reason.
	Kept    Kept   `json:"kept"`
	UpTo    *int   `json:"up_to"`
	Because string `json:"because"`
}

// Timelines replays the stop for every cause that can happen to the profile. A
// Spot interruption behind a load balancer has two, because the sources
// disagree on its order.
func Timelines(p Profile) ([]Timeline, error) {
	if faults := p.faults(nil); len(faults) > 0 {
		return nil, faults
	}
	w := p.resolve()
	b := w.budget()
	var out []Timeline
	for _, c := range Causes() {
		switch {
		case c == SpotInterruption && !w.capacity.interruptible():
		case c == SpotInterruption && w.balanced():
			out = append(out, w.timeline(c, b, course{reading: SignalFirst}),
				w.timeline(c, b, course{reading: DeregistrationFirst, signal: b.deregistration, idle: true}))
		case w.path(c) == Drained:
			out = append(out, w.timeline(c, b, course{signal: b.deregistration}))
		case HeldOff(c) && w.protected(b):
			out = append(out, w.timeline(c, b, course{signal: w.longest, idle: true, shielded: true}))
		default:
			out = append(out, w.timeline(c, b, course{}))
		}
	}
	return out, nil
}

// course says how one stop begins.
type course struct {
	reading string
	signal  int // the second at which the signal comes
	// idle says that nothing can be in flight any more when the signal comes,
	// so that there is no drain.
	idle bool
	// shielded says that task protection holds the signal back.
	shielded bool
}

// timeline replays one stop.
func (w work) timeline(c Cause, b budget, how course) Timeline {
	g := w.guarantee(c, b)
	t := Timeline{Cause: c, Path: g.Path, Reading: how.reading, Kept: g.Kept, UpTo: g.UpTo, Because: g.Because}
	if c == HostFailure {
		t.Events = []Event{{0, ActorECS, EventHostLost, "no signal, no drain"}}
		t.Spans = []Span{}
		return t
	}
	if how.idle {
		b.deadline -= b.drain
		b.drain = 0
	}
	r := replay{work: w, budget: b, Timeline: &t, course: how}
	r.arrivals()
	r.app()
	r.sidecars()
	r.bounds(c)
	sort.SliceStable(t.Events, func(i, j int) bool { return t.Events[i].At < t.Events[j].At })
	return t
}

// replay fills a timeline, actor by actor.
type replay struct {
	work
	budget
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
	unit := r.kind.unit()
	switch {
	case r.work.balanced():
		r.event(0, ActorLoadBalancer, EventDeregister, "the task leaves the target group")
		r.event(r.propagation, ActorLoadBalancer, EventLastRequest, "the last new "+unit+" may arrive")
		r.event(r.deregistration, ActorLoadBalancer, EventTargetUnused, "the deregistration delay is over")
		r.span(0, r.propagation, ActorLoadBalancer, "still routes")
		r.span(r.propagation, r.deregistration, ActorLoadBalancer, "drains")
	case !r.kind.pulled():
		r.event(r.propagation, ActorCallers, EventLastRequest, "the last caller's name has aged out")
		r.span(0, r.propagation, ActorCallers, "still call")
	case r.shielded:
		r.event(r.course.signal, ActorApp, EventProtectionEnds, "the "+unit+" is done and the protection given back")
	default:
		r.event(0, ActorApp, EventFetchingStops, "the app takes no new "+unit)
	}
}

// app is what the app does with the signal.
func (r *replay) app() {
	at := r.course.signal
	closed := at + r.delay
	drained := closed + r.drain
	r.event(at, ActorECS, EventSignal, string(r.work.signal)+" is sent")
	if !r.kind.pulled() {
		r.event(closed, ActorApp, EventListenersClose, "no new "+r.kind.unit()+" from here")
	}
	r.event(drained, ActorApp, EventDrainEnds, r.drainDetail())
	r.event(at+r.deadline, ActorApp, EventDeadline, "the app exits by itself")
	r.event(at+r.stop, ActorECS, EventKill, "SIGKILL, had the app not gone")
	if r.shielded {
		r.span(0, at, ActorApp, "works, protected")
		r.span(0, at, ActorECS, "waits for the protection")
	} else {
		r.span(0, at, ActorApp, "serves")
		r.span(0, at, ActorECS, "waits")
	}
	r.span(at, closed, ActorApp, "goes on serving")
	r.span(closed, drained, ActorApp, r.drainName())
	r.span(drained, at+r.deadline, ActorApp, "cleans up")
	r.span(at, at+r.stop, ActorECS, "stop timeout")
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

func (r *replay) drainName() string {
	if r.interrupt == Checkpoint || r.interrupt == Close {
		return string(r.interrupt)
	}
	return "drains"
}

// sidecars flush once the app has gone, at the latest when it is killed. An
// idle app is counted as gone at its deadline and margin, as the Spot verdict
// does.
func (r *replay) sidecars() {
	if chain := r.chain(); chain > 0 {
		gone := r.course.signal + r.deadline + r.margin
		if !r.idle {
			gone = r.course.signal + r.stop
		}
		r.event(gone, ActorECS, EventSidecarSignal, "the sidecars are told to stop")
		r.event(gone+chain-r.margin, ActorSidecars, EventSidecarsFlushed, "the slowest sidecar is done")
		r.span(gone, gone+chain-r.margin, ActorSidecars, "flush")
	}
}

// bounds is what ends the stop by force.
func (r *replay) bounds(c Cause) {
	at := r.course.signal
	r.Budget = Span{at, at + fargateStopTimeoutMax, ActorECS, "the 120 s that Fargate gives a stop"}
	used := r.stop
	if c == SpotInterruption {
		r.Budget = Span{0, spotNotice, ActorECS, "the two minutes of a Spot notice"}
		used = at + r.stop + r.chain()
		if r.idle {
			used = at + r.deadline + r.margin + r.chain()
		}
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
