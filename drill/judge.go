package drill

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Judge turns what happened into a verdict.
func Judge(r Recording) Result {
	j := judge{Recording: r}
	out := Result{
		Path: r.Path, Balancer: r.Balancer, Settings: "profile", Rate: r.Rate, Scale: r.Scale, Times: r.Times,
		Isolation: r.Process.Isolation, CutAtDelay: r.CutAtDelay, Rerouted: r.Rerouted, Load: r.Load, Machine: r.Machine, Attempts: 1,
	}
	if r.Defaults {
		out.Settings = "aws_defaults"
	}
	if r.Workers {
		out.Messages = j.messages()
	}
	out.Protection = j.protection()
	if r.Sockets {
		out.Connections = j.connections()
	}
	out.Job = r.Job
	j.requests(&out)
	out.Health = j.health()
	out.Exit = j.exit()
	out.PerSecond, out.bins = j.perSecond(), j.binned(&out)
	if r.Sockets {
		out.open = j.openCounts()
	}
	out.Events = j.events(out)
	out.Guarantees = j.guarantees(out)
	out.Findings = j.findings(out)
	out.OK = !slices.ContainsFunc(out.Guarantees, func(h Held) bool { return !h.Held }) &&
		!slices.ContainsFunc(out.Findings, func(f Finding) bool { return f.Fault })
	j.decide(&out)
	return out
}

// judge looks at a recording.
type judge struct{ Recording }

// zero is the start of the stop: that ECS wants it where protection holds it
// off, else deregistration, or the signal without one.
func (j judge) zero() time.Duration {
	if at := max(j.Deregistered, j.asked()); at >= 0 {
		return at
	}
	return max(0, j.Signalled)
}

// at turns a time of the recording into one of the result.
func (j judge) at(t time.Duration) Seconds { return Seconds(t - j.zero()) }

// ours says whether the request was, as far as is known, with the old task.
func (x Exchange) ours() bool { return x.Task != ReplacementTask }

// requests counts what became of them.
func (j judge) requests(out *Result) {
	for _, x := range j.Exchanges {
		out.add(x.Outcome)
		switch {
		case x.Outcome == Answered && x.Task == ReplacementTask:
			out.ByReplacement++
		case x.Outcome == Answered && x.End >= j.stopBegins():
			if took := Seconds(x.End - x.Start); out.LongestSurvived == nil || took > *out.LongestSurvived {
				out.LongestSurvived = &took
			}
		case x.Outcome != Answered:
			if asked := Seconds(x.Asked); out.ShortestLost == nil || asked < *out.ShortestLost {
				out.ShortestLost = &asked
			}
			if x.End < j.stopBegins() {
				out.LostBefore++
			}
		}
	}
}

// stopBegins is the first thing of the stop that the app can notice.
func (j judge) stopBegins() time.Duration {
	if j.Deregistered < 0 && j.Signalled < 0 {
		return j.Ended
	}
	return j.zero()
}

// health is what the probes showed from the signal on.
func (j judge) health() HealthResult {
	var h HealthResult
	if j.Signalled < 0 {
		return h
	}
	for _, p := range j.Probes {
		after := Seconds(p.At - j.Signalled)
		switch {
		// The end is noticed a moment after it, and SIGKILL is not the app's doing.
		case after < 0 || j.Exit.At >= 0 && p.At > j.Exit.At || j.killedAt() >= 0 && p.At >= j.killedAt():
		case p.Refused && h.Closed == nil:
			h.Closed = &after
		case (p.Code >= 300 || p.Silent) && h.Unready == nil:
			h.Unready, h.Code = &after, p.Code
		}
	}
	return h
}

// exit is how the old task ended.
func (j judge) exit() ExitResult {
	e := ExitResult{Killed: j.killedAt() >= 0, Text: describeExit(j.Exit, j.Killed)}
	if j.foreign() {
		e.Text = j.killText()
	}
	if j.Exit.Known {
		e.Code = new(j.Exit.Code)
	}
	if j.Exit.At >= 0 && j.Signalled >= 0 && j.Exit.At >= j.Signalled {
		e.After = new(Seconds(j.Exit.At - j.Signalled))
	}
	return e
}

// describeExit names an exit status for what it is.
func describeExit(e Exit, killed time.Duration) string {
	switch {
	case e.At < 0:
		return "it did not end"
	case !e.Known && killed >= 0:
		return "SIGKILL at the stop timeout"
	case !e.Known:
		return "it ended; its status is known to its own parent only"
	case killed >= 0 && e.Code == sigkilled:
		return "137, SIGKILL: it was still there at the stop timeout"
	case e.Code == sigkilled:
		return "137, SIGKILL: something killed it, such as the kernel when memory ran out"
	case e.Signal != "":
		return number(float64(e.Code)) + ", ended by " + e.Signal + " itself: nothing handled it"
	case e.Code == 0:
		return "0"
	default:
		return number(float64(e.Code))
	}
}

// perSecond counts requests by the second in which they were sent.
func (j judge) perSecond() []Second {
	var out []Second
	for _, x := range j.units() {
		// The first request may be a moment more than whole seconds early.
		second := max(floorSeconds(x.Start-j.zero()), -int(j.zero().Round(time.Second)/time.Second))
		i, found := slices.BinarySearchFunc(out, second, func(s Second, from int) int { return s.From - from })
		if !found {
			out = slices.Insert(out, i, Second{From: second})
		}
		out[i].add(x.Outcome)
		if x.Outcome == Answered && x.Task == ReplacementTask {
			out[i].ByReplacement++
		}
	}
	return out
}

func floorSeconds(d time.Duration) int {
	s := int(d / time.Second)
	if d < 0 && d%time.Second != 0 {
		s--
	}
	return s
}

// events lists the moments of the drill in order.
func (j judge) events(out Result) []Event {
	var events []Event
	add := func(at time.Duration, name, text string) {
		if at >= 0 {
			events = append(events, Event{j.at(at), name, text})
		}
	}
	for _, e := range j.protectionEvents() {
		add(e.at, e.name, e.text)
	}
	add(j.Deregistered, EventDeregister, "the load balancer takes the task out")
	last := EventLastRouted
	if j.Sockets {
		last = EventLastConnection
	}
	add(j.LastRouted, last, "the last new "+j.unit()+" may arrive")
	if j.Expired >= 0 && j.Expired <= j.Ended {
		add(j.Expired, EventExpired, "the load balancer cuts what is in flight")
	}
	add(j.Signalled, EventSignal, string(j.Signal))
	if h := out.Health; h.Unready != nil {
		add(j.Signalled+h.Unready.D(), EventUnready, "health answers "+healthAnswer(h))
	}
	if h := out.Health; h.Closed != nil {
		add(j.Signalled+h.Closed.D(), EventClosed, "the app listens no more")
	}
	if j.ToldDeadline != nil && j.Signalled >= 0 {
		add(j.Signalled+j.ToldDeadline.D(), EventDeadline, "the app's own deadline")
	}
	add(j.Killed, EventKill, "SIGKILL")
	if j.Killed < 0 {
		add(j.Exit.At, EventExit, "exit "+strings.SplitN(out.Exit.Text, ",", 2)[0])
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	return events
}

// guarantees says for each guarantee of the path whether it held.
func (j judge) guarantees(out Result) []Held {
	var list []Held
	for _, e := range j.Guarantees {
		g := e.Value
		if g.Kept == shutdown.KeptNotApplicable || j.path(shutdown.Cause(e.Key), g) != j.Path {
			continue
		}
		h := Held{Cause: shutdown.Cause(e.Key), Kept: g.Kept, UpTo: g.UpTo}
		h.Because = j.broken(g, out)
		h.Held = h.Because == ""
		list = append(list, h)
	}
	return list
}

// path is the path that plays a cause.
func (j judge) path(c shutdown.Cause, g shutdown.Guarantee) shutdown.StopPath {
	if j.Protected && shutdown.HeldOff(c) {
		return Protected
	}
	return g.Path
}

// broken says what broke a guarantee; empty when it held.
func (j judge) broken(g shutdown.Guarantee, out Result) string {
	promised := time.Duration(1<<63 - 1)
	switch {
	case g.Kept == shutdown.KeptBestEffort || g.Kept == shutdown.KeptNone:
		return "" // Nothing is promised.
	case g.UpTo != nil:
		promised = time.Duration(*g.UpTo) * time.Second / time.Duration(max(1, j.Scale))
	}
	var lost Count
	var parts []string
	if text := j.messageBroken(g.Kept, promised); text != "" {
		parts = append(parts, text)
	}
	if text := j.protectionBroken(out); text != "" {
		parts = append(parts, text)
	}
	if text := j.jobBroken(g.Kept); text != "" {
		parts = append(parts, text)
	}
	if text := j.socketBroken(g.Kept, promised); text != "" {
		parts = append(parts, text)
	}
	for _, x := range j.Exchanges {
		if x.Outcome != Answered && x.Asked <= promised {
			lost.add(x.Outcome)
		}
	}
	if lost.Lost() > 0 {
		parts = append(parts, j.losses(lost))
	}
	if out.Exit.Killed && g.UpTo == nil {
		parts = append(parts, "the app was killed, so its cleanup is not sure to have run")
	}
	if j.Signalled < 0 {
		parts = append(parts, "the app ended before the stop signal")
	}
	return strings.Join(parts, "; ")
}

// losses says how many requests were lost and how.
func (j judge) losses(c Count) string {
	failed := "answered with a server's fault"
	if j.Sockets {
		failed = "failed by the app"
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{c.Cut, "cut"}, {c.Refused, "refused"}, {c.Failed, failed}} {
		if p.n > 0 {
			parts = append(parts, j.count(p.n)+" "+p.what)
		}
	}
	return strings.Join(parts, ", ")
}
