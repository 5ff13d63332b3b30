package verdict

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Judge turns what happened into a verdict.
func Judge(r Recording) Result {
	j := newJudge(r)
	out := Result{
		Workload: r.Workload, Path: r.Path, Balancer: r.Balancer, Protocol: r.Protocol, Settings: "profile", Rate: r.Rate, Scale: r.Scale, Times: r.Times,
		Isolation: r.Process.Isolation, CutAtDelay: r.CutAtDelay, Rerouted: r.Rerouted, Load: r.Load, Machine: r.Machine, Attempts: 1,
	}
	if r.Defaults {
		out.Settings = "aws_defaults"
	}
	j.work.count(&out)
	j.exchanges(&out)
	out.Exposure = j.exposure(j.work.met())
	out.Health = j.health()
	out.Idle = j.idle()
	out.Exit = j.exit()
	j.containers(&out)
	j.behindApp(&out)
	out.PerSecond, out.Bars = j.perSecond(), j.bars(&out)
	out.Events = j.events(out)
	out.Guarantees = j.guarantees(out)
	out.Findings = j.findings(out)
	out.OK = !slices.ContainsFunc(out.Guarantees, func(p Promise) bool { return !p.Held }) &&
		!slices.ContainsFunc(out.Findings, func(f Finding) bool { return f.Fault })
	j.decide(&out)
	return out
}

// judge looks at a recording.
type judge struct {
	Recording

	// work is what was in flight, by the recording's workload.
	work work
	// answers is how those that came compare.
	answers answers
}

func newJudge(r Recording) judge {
	j := judge{Recording: r}
	j.unnamed()
	j.cutShort()
	j.work = workOf(j)
	return j
}

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

// exchanges counts what became of them.
func (j judge) exchanges(out *Result) {
	for _, x := range j.Exchanges {
		out.Add(x.Outcome)
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

// exit is how the old task ended.
func (j judge) exit() ExitResult {
	e := ExitResult{Killed: j.killedAt() >= 0, Text: DescribeExit(j.Exit, j.Killed)}
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

// DescribeExit names an exit status for what it is.
func DescribeExit(e Exit, killed time.Duration) string {
	switch {
	case e.At < 0:
		return "it did not end"
	case !e.Known && killed >= 0:
		return "SIGKILL at the stop timeout"
	case !e.Known:
		return "it ended; its status is known to its own parent only"
	case killed >= 0 && e.Code == Sigkilled:
		return "137, SIGKILL: it was still there at the stop timeout"
	case e.Code == Sigkilled:
		return "137, SIGKILL: something killed it, such as the kernel when memory ran out"
	case e.Signal != "":
		return print.Number(float64(e.Code)) + ", ended by " + e.Signal + " itself: nothing handled it"
	case e.Code == 0:
		return "0"
	default:
		return print.Number(float64(e.Code))
	}
}

// perSecond counts requests by the second in which they were sent.
func (j judge) perSecond() []Second {
	var out []Second
	for _, x := range j.work.units() {
		// The first request may be a moment more than whole seconds early.
		second := max(floorSeconds(x.Start-j.zero()), -int(j.zero().Round(time.Second)/time.Second))
		i, found := slices.BinarySearchFunc(out, second, func(s Second, from int) int { return s.From - from })
		if !found {
			out = slices.Insert(out, i, Second{From: second})
		}
		out[i].Add(x.Outcome)
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
	add(j.LastRouted, j.work.lastEvent(), "the last new "+j.work.unit()+" may arrive")
	if j.Expired >= 0 && j.Expired <= j.Ended {
		add(j.Expired, EventExpired, "the load balancer cuts what is in flight")
	}
	if n := j.Notice; n != nil {
		add(n.Told, EventNoticed, j.reachedName()+" is told of the drain")
	}
	add(j.Signalled, EventSignal, j.ofReached()+string(j.Signal))
	if h := out.Health; h.Unready != nil {
		add(j.Signalled+h.since(), EventUnready, "health answers "+h.Answer())
	}
	if h := out.Health; h.Closed != nil {
		add(j.Signalled+h.Closed.D(), EventClosed, j.reachedName()+" listens no more")
	}
	if j.ToldDeadline != nil && j.Signalled >= 0 {
		add(j.Signalled+j.ToldDeadline.D(), EventDeadline, j.reachedName()+"'s own deadline")
	}
	add(j.Killed, EventKill, j.ofReached()+"SIGKILL")
	if j.Killed < 0 {
		add(j.Exit.At, EventExit, j.ofReached()+"exit "+strings.SplitN(out.Exit.Text, ",", 2)[0])
	}
	j.containerEvents(add)
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	return events
}

// guarantees says for each guarantee of the path whether it held.
func (j judge) guarantees(out Result) []Promise {
	var list []Promise
	for _, e := range j.Guarantees {
		g := e.Value
		if g.Kept == shutdown.KeptNotApplicable || j.path(shutdown.Cause(e.Key), g) != j.Path {
			continue
		}
		h := Promise{Cause: shutdown.Cause(e.Key), Kept: g.Kept, UpTo: g.UpTo}
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
	parts := j.work.broken(g.Kept, promised, out)
	var lost Count
	for _, x := range j.Exchanges {
		if x.Outcome != Answered && x.Asked <= promised {
			lost.Add(x.Outcome)
		}
	}
	if lost.Lost() > 0 {
		parts = append(parts, j.losses(lost))
	}
	if out.Exit.Killed && g.UpTo == nil {
		parts = append(parts, j.reachedName()+" was killed, so its cleanup is not sure to have run")
	}
	for i, c := range j.Containers {
		if i > 0 && c.Role == AppRole && c.killed() && g.UpTo == nil {
			parts = append(parts, c.title()+" was killed, so its cleanup is not sure to have run")
		}
	}
	if j.Signalled < 0 {
		parts = append(parts, j.reachedName()+" ended before the stop signal")
	}
	return strings.Join(parts, "; ")
}

// losses says how many were lost and how.
func (j judge) losses(c Count) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{c.Cut, "cut"}, {c.Refused, "refused"}, {c.Failed, j.work.failed()}} {
		if p.n > 0 {
			parts = append(parts, print.Count(p.n, j.work.unit())+" "+p.what)
		}
	}
	return strings.Join(parts, ", ")
}
