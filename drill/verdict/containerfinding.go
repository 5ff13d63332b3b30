package verdict

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// The rules of findings on the containers of a whole task.
const (
	EndsBeforeTurn  = "ends-before-its-turn"
	ContainerKilled = "container-killed"
	TaskStopsLate   = "task-stops-late"
)

// earlyEnds finds containers that ended while others still needed them. ECS stops
// the whole task when an essential container ends, and nothing is drained then.
func (f *finder) earlyEnds() {
	for _, c := range f.Containers {
		early := c.early()
		if early < 0 {
			continue
		}
		const stops = "; ECS stops the whole task at once when an essential container ends"
		verb, fix := "ends", "let it run until its own "+string(c.Signal)+": ECS sends that when all that depend on it have gone, and stops the whole task at once when an essential container ends"
		switch what := c.crash(); {
		case c.killed():
			verb, fix = "is killed", "find out what killed it: the kernel's log tells of memory, of which the container may need more"+stops
		case what != "":
			verb, fix = "crashes by "+what, "find what failed in its output, which is in the report"+stops
		case f.Signalled < 0 || c.Exit.At < f.Signalled:
			fix = "find out why it went: the end of its output is in the report" + stops
		}
		message := c.title() + " " + verb + " " + Seconds(early).String() + " before its turn to stop, with status " + DescribeExit(c.Exit, Never)
		if needed := f.needing(c); needed != "" {
			message += ", while " + needed + " still ran"
		}
		if c.Role == AppRole && f.failures() > 0 {
			message += ": " + print.Count(f.failures(), f.work.unit()) + " failed behind the front"
		}
		f.add(EndsBeforeTurn, message, fix, true)
	}
}

// needing names those that depend on a container and were there when it ended.
func (f *finder) needing(c ContainerRecord) string {
	var names []string
	for _, other := range f.Containers {
		for _, name := range other.Needs {
			if name == c.Name && (other.Exit.At < 0 || other.Exit.At > c.Exit.At) {
				names = append(names, other.title())
			}
		}
	}
	return strings.Join(names, " and ")
}

// failures counts what the old task failed from the stop on.
func (f *finder) failures() int {
	n := 0
	for _, x := range f.Exchanges {
		if x.ours() && x.Outcome == Failed && x.End >= f.stopBegins() {
			n++
		}
	}
	return n
}

// named gives the findings on the container that takes the work its name, where
// they do not have it yet.
func (f *finder) named() {
	for i, one := range f.list {
		if f.whole() && one.Rule != EndsBeforeTurn && one.Rule != CutAtDelay && !strings.Contains(one.Message, f.reachedName()) {
			f.list[i].Message = f.reachedName() + ": " + one.Message
		}
	}
}

// behind finds what the containers did wrong that stop after the one that takes
// the work.
func (f *finder) behind() {
	for i, c := range f.Containers {
		if i > 0 && c.Signalled >= 0 && c.Exit.At >= 0 && c.early() < 0 {
			f.stopped(c)
		}
	}
	if took := f.took(); f.StopEstimate != nil && took > f.StopEstimate.D()+Grace {
		f.add(TaskStopsLate, "the task takes "+Seconds(took).String()+" from its first signal to the end of its last container, and by the profile's settings at most "+f.StopEstimate.String(),
			"give each container the stop timeout of the settings, and let it depend on those that outlive it alone: stop timeouts add up along a chain", true)
	}
}

// stopped is how a container went that was told to stop in its turn.
func (f *finder) stopped(c ContainerRecord) {
	name, p := c.title(), c.Process
	switch {
	case c.killed() && p.Shell != "":
		f.add(ShellWithoutExec, "the signal does not reach "+name+": the process that gets it is "+p.Shell+", which runs \""+p.Child+"\" without exec, and it is killed "+Seconds(c.after()).String()+" after it",
			"write exec before the command, or use the exec form of ENTRYPOINT (the JSON list)", true)
	case c.Killed >= 0:
		f.add(ContainerKilled, name+" is killed by SIGKILL at its stop timeout of "+c.StopTimeout.String()+", counted from its own "+string(c.Signal), f.inTime(c), true)
	case c.killed():
		f.add(ContainerKilled, name+" is killed by SIGKILL "+Seconds(c.after()).String()+" after its own "+string(c.Signal)+", before its stop timeout of "+c.StopTimeout.String(),
			f.inTime(c)+"; something else than the stop timeout killed it, such as an init at its own deadline", true)
	default:
		f.endedWith(c)
	}
	if len(p.Leaked) > 0 {
		f.add(LeaksWorker, name+" leaks a worker: it exits while "+strings.Join(p.Leaked, ", ")+" still runs, and in a container it is killed with it",
			"tell every worker to stop and wait for it before the exit", true)
	}
	if told := c.ToldDeadline; told != nil && !c.killed() && c.after() > told.D()+Grace {
		f.add(LateExit, name+" exits "+Seconds(c.after()).String()+" after its own signal, later than its deadline of "+told.String(),
			"end at the deadline whatever is still running: past it SIGKILL is "+(c.StopTimeout-*told).String()+" away", false)
	}
}

// inTime is the way out of a kill.
func (f *finder) inTime(c ContainerRecord) string {
	handle := "handle " + string(c.Signal) + ", for which PID 1 has no default action, and "
	if c.Role == SidecarRole {
		return handle + "end within its flush, or declare in flush how long it takes: it has its stop timeout from when all that depend on it have gone"
	}
	deadline := ""
	if c.ToldDeadline != nil {
		deadline = " by its deadline of " + c.ToldDeadline.String()
	}
	return handle + "end" + deadline + ": behind a front its time begins when the front has gone, with no request left"
}

// endedWith is the status of a container that went by itself.
func (f *finder) endedWith(c ContainerRecord) {
	e := c.Exit
	if !e.Known || e.Code == 0 {
		return
	}
	if what := c.crash(); what != "" {
		f.add(Crashes, c.title()+" crashes while stopping: it ends by "+what+" "+Seconds(c.after()).String()+" after its own signal, with status "+DescribeExit(e, Never),
			"find what failed in its output, which is in the report: a stop that crashes has not run the rest of its cleanup", true)
		return
	}
	f.add(BadStatus, c.title()+" ends with status "+DescribeExit(e, Never), "exit with 0 after a stop in order, so that a fault can be told from it", false)
}
