package verdict

import (
	"strconv"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// Finding names one thing that an app did wrong in a drill.
type Finding struct {
	// Rule is a stable id, such as "ignores-signal".
	Rule string `json:"rule"`
	// Message says what happened, with its numbers.
	Message string `json:"message"`
	// Fix says what to change.
	Fix string `json:"fix"`
	// Fault says that the drill failed by it; otherwise it is a warning, for
	// something that this drill survived and another may not.
	Fault bool `json:"fault"`
}

// The rules of findings.
const (
	EndedEarly       = "ended-before-signal"
	ShellWithoutExec = "shell-without-exec"
	IgnoresSignal    = "ignores-signal"
	ExitsAtOnce      = "exits-at-once"
	ClosesListener   = "closes-listener-early"
	HealthyStopping  = "healthy-while-stopping"
	HangsInCleanup   = "hangs-in-cleanup"
	DrainUnbounded   = "drain-unbounded"
	LeaksWorker      = "leaks-worker"
	DeadlineTie      = "deadline-equals-stop-timeout"
	LateExit         = "late-exit"
	BadStatus        = "exit-status"
	CutAtDelay       = "cut-at-deregistration-delay"
	DropsInFlight    = "drops-in-flight"
	RefusesWork      = "refuses-work"
	LostBefore       = "lost-before-stop"
	RateNotKept      = "rate-not-kept"
)

// Grace is how far a time may be off on a busy machine before it counts.
const Grace = 300 * time.Millisecond

// findings names what went wrong, the causes before their effects.
func (j judge) findings(out Result) []Finding {
	f := finder{judge: j, out: out}
	if j.Signalled < 0 {
		f.earlyEnds()
		f.add(EndedEarly, j.reachedName()+" ended before the stop signal: "+out.Exit.Text,
			"find out why it went: the end of its output is in the report", true)
		f.behind()
	} else {
		f.earlyEnds()
		f.reach()
		f.work.find(&f)
		f.stores()
		f.rows()
		f.logs()
		f.end()
		f.named()
		f.behind()
	}
	f.around()
	return f.list
}

// finder collects findings.
type finder struct {
	judge
	out  Result
	list []Finding
}

func (f *finder) add(rule, message, fix string, fault bool) {
	f.list = append(f.list, Finding{rule, message, fix, fault})
}

func (f *finder) has(rules ...string) bool {
	for _, one := range f.list {
		for _, rule := range rules {
			if one.Rule == rule {
				return true
			}
		}
	}
	return false
}

// began says that the app showed it had noticed the signal.
func (f *finder) began() bool { return f.work.noticed(f.out) }

// after is how long the app lived after the signal.
func (f *finder) after() time.Duration {
	if f.out.Exit.After == nil {
		return Never
	}
	return f.out.Exit.After.D()
}

// reach is whether the signal reached what takes the work.
func (f *finder) reach() {
	if name := f.Process.Shell; name != "" {
		fix := "write exec before the command, use the exec form of ENTRYPOINT (the JSON list), or put \"graceful exec --group --\" in front"
		switch f.Process.Init {
		case "":
		case GracefulExec:
			fix = "write exec before the command, or give graceful exec the option --group"
		default:
			fix = "write exec before the command, or have " + f.Process.Init + " run " + f.reachedName() + " without a shell"
		}
		f.add(ShellWithoutExec, "the signal does not reach "+f.reachedName()+": the process that gets it is "+name+", which runs \""+f.Process.Child+"\" without exec",
			fix, true)
		return
	}
	if f.foreign() && !f.atOwnDeadline() {
		f.foreignKill()
		return
	}
	if f.out.Exit.Killed && !f.began() {
		fix := "handle " + string(f.Signal)
		switch f.Process.Init {
		case "":
			fix += ": PID 1 has no default action for it"
		case GracefulExec:
			fix += ", or name with --signal or --framework of graceful exec the signal on which " + f.reachedName() + " stops"
		}
		f.add(IgnoresSignal, "ignores the signal: "+f.killedBy(), fix, true)
	}
}

// health is whether the app told that it is stopping.
func (f *finder) health() {
	// What is behind a front is told when that has gone, so no health path can tell.
	if f.has(ShellWithoutExec, IgnoresSignal, ForeignKill, ExitsAtOnce) || f.out.Health.Unready != nil || f.fronted() {
		return
	}
	last := Never
	for _, p := range f.Probes {
		if p.Code >= 200 && p.Code < 300 && (f.Exit.At < 0 || p.At <= f.Exit.At) {
			last = p.At - f.Signalled
		}
	}
	if last >= Grace {
		fix := "answer 503 on the health path from the signal on, so that whatever checks it sends no new work"
		if f.Process.Init == GracefulExec && last < f.Times.Delay.D()+Grace {
			fix = "none behind graceful exec, which tells the app of the stop only after the delay, and none is needed where the load balancer alone checks: " +
				"it has taken the task out by then; for another caller of the health path handle the signal in the app, without graceful exec"
		}
		f.add(HealthyStopping, "answers health "+"200 while stopping: still "+Seconds(last).String()+" after the signal", fix, false)
	}
}

// end is how the app went.
func (f *finder) end() {
	stop := f.Times.StopTimeout
	if told := f.ToldDeadline; told != nil && *told >= stop {
		how := "equal to"
		if *told > stop {
			how = "after"
		}
		f.add(DeadlineTie, "deadline "+how+" the stop timeout: "+f.reachedName()+" was told "+told.String()+" and SIGKILL comes at "+stop.String(),
			"leave a margin: a deadline of at most "+f.Times.Deadline.String()+" with this profile, or a longer stop timeout", true)
	}
	switch {
	case f.out.Exit.Killed && f.began() && !f.has(ShellWithoutExec, ForeignKill):
		f.killed()
	case len(f.Process.Leaked) > 0:
		f.add(LeaksWorker, "leaks a worker: "+f.reachedName()+" exits while "+strings.Join(f.Process.Leaked, ", ")+" still runs, and in a container it is killed with it",
			"tell every worker to stop and wait for it before the exit", true)
	}
	if f.ToldDeadline != nil && !f.out.Exit.Killed && f.after() > f.ToldDeadline.D()+Grace {
		f.add(LateExit, "exits "+f.out.Exit.After.String()+" after the signal, later than its deadline of "+f.ToldDeadline.String(),
			"end at the deadline whatever is still running: past it SIGKILL is "+(stop-*f.ToldDeadline).String()+" away", false)
	}
	f.status()
}

// killed tells a cleanup that hangs from a drain without a bound.
func (f *finder) killed() {
	if f.has(DropsMessage, MissesHeartbeat) {
		f.add(DrainUnbounded, "its drain has no bound: "+f.killedBy()+" with messages in hand", "bound the drain: "+f.Times.Drain.String()+" with this profile", true)
		return
	}
	waiting := f.CutAtDelay // Their work goes on: only the answer has nowhere to go.
	for _, x := range f.Exchanges {
		if x.ours() && x.Outcome == Cut && x.End >= f.killedAt()-Grace {
			waiting++
		}
	}
	if waiting > 0 {
		f.add(DrainUnbounded, "its drain has no bound: "+f.killedBy()+", and the load balancer or the kill cut "+print.Count(waiting, f.work.unit())+" in flight", f.work.bound(), true)
		return
	}
	f.add(HangsInCleanup, "hangs in cleanup: nothing was in flight any more, and it was "+f.killedBy(),
		"bound every closer, "+f.Times.Cleanup.String()+" for all of them, and exit at the deadline whatever still runs", true)
}

// around is what the drill cannot blame on the stop.
func (f *finder) around() {
	if n := f.out.LostBefore; n > 0 {
		f.add(LostBefore, "loses "+print.Count(n, f.work.unit())+" before the stop begins",
			"look for an error or a keep-alive timeout shorter than the load balancer's: this is not the stop", true)
	}
	if l := f.out.Load; !l.Kept {
		f.add(RateNotKept, "the rate was not kept: "+strconv.Itoa(l.Sent)+" of "+strconv.Itoa(l.Scheduled)+" "+f.work.unit()+"s were sent, 99 of 100 within "+l.LagP99.String()+" of their time",
			"lower the rate, or give the drill a less busy machine: what it measured is true, but of less load", false)
	}
}
