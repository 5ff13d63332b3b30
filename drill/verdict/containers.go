package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Role is what a container is in its task.
type Role string

// The roles, in the order in which containers stop.
const (
	FrontRole   Role = "front"
	AppRole     Role = "app"
	SidecarRole Role = "sidecar"
)

// ContainerRecord is how one container of the stopping task went.
type ContainerRecord struct {
	Name string
	Role Role
	// Needs names the containers that it depends on, and that stop after it.
	Needs []string
	// Signal is its stop signal, and StopTimeout how long after it SIGKILL comes.
	Signal      shutdown.Signal
	StopTimeout Seconds
	// ToldDeadline is the deadline that it was told; nil when none was.
	ToldDeadline *Seconds
	// Signalled is when its turn came to be told to stop, also where it had ended
	// by then; negative when it never came. Killed is when SIGKILL was sent;
	// negative when it went by itself.
	Signalled, Killed time.Duration
	Exit              Exit
	Process           ProcessFacts
}

// ContainerResult is how one container went. Its times are seconds from the start
// of the stop, unless they say otherwise.
type ContainerResult struct {
	// Name is that of the container, and Role whether it is the front, the app or a
	// sidecar.
	Name string `json:"name"`
	Role Role   `json:"role"`
	// Needs names those that it depends on, and that stop after it.
	Needs []string `json:"depends_on"`
	// Signal is its stop signal, and StopTimeout how long after that SIGKILL comes.
	Signal      shutdown.Signal `json:"stop_signal"`
	StopTimeout Seconds         `json:"stop_timeout"`
	// Signalled is when its turn came; nil when it never did.
	Signalled *Seconds `json:"signalled"`
	// Ended is when it had gone; nil when the drill ended it.
	Ended *Seconds `json:"ended"`
	// After is Ended from its own signal; nil when it had gone before.
	After *Seconds `json:"after"`
	// Code and Text are its exit status and its name, and Killed says that SIGKILL ended
	// it, as for the exit of the task.
	Code   *int   `json:"code"`
	Text   string `json:"text"`
	Killed bool   `json:"killed"`
	// Output is the end of what it wrote, when the drill did not hold.
	Output string `json:"output,omitempty"`
}

// TaskResult is how the whole task stopped.
type TaskResult struct {
	// Took is from the first stop signal to the end of the last container; nil when
	// not all of them had their turn.
	Took *Seconds `json:"took"`
	// Estimate is the longest that this takes by the profile's settings; nil where
	// others were played.
	Estimate *Seconds `json:"estimate"`
	// Missing names the profile's sidecars that had no command and were not played.
	Missing []string `json:"missing"`
}

// whole says that the drill played a task of several containers.
func (j judge) whole() bool { return len(j.Containers) > 0 }

// fronted says that a front took the work and the app was behind it.
func (j judge) fronted() bool { return j.whole() && j.Containers[0].Role == FrontRole }

// reachedName is what a finding calls the container that takes the work.
func (j judge) reachedName() string {
	if !j.whole() {
		return "the app"
	}
	return j.Containers[0].title()
}

// title is what a finding calls a container.
func (c ContainerRecord) title() string {
	if c.Role == AppRole {
		return "the app"
	}
	return "the " + string(c.Role) + " " + c.Name
}

// killed says that SIGKILL ended it, whoever sent it.
func (c ContainerRecord) killed() bool {
	return c.Killed >= 0 || c.Exit.Known && c.Exit.Code == Sigkilled
}

// crash says by what it crashed; empty when it did not, or when that is not sure.
func (c ContainerRecord) crash() string { return crashOf(c.Exit, c.Signal, c.Process.Output) }

// early is how long before its turn it ended; negative when it did not. One that
// goes by itself may see a moment before its turn that those that need it have
// gone. One that was killed or crashed has seen nothing, and flushed nothing.
func (c ContainerRecord) early() time.Duration {
	grace := Grace
	if c.killed() || c.crash() != "" {
		grace = 0
	}
	if c.Signalled < 0 || c.Exit.At < 0 || c.Exit.At >= c.Signalled-grace {
		return Never
	}
	return c.Signalled - c.Exit.At
}

// after is how long it lived after its signal; negative when it had gone before.
func (c ContainerRecord) after() time.Duration {
	if c.Signalled < 0 || c.Exit.At < 0 {
		return Never
	}
	return max(Never, c.Exit.At-c.Signalled)
}

// containers fills in the result's part about the whole task.
func (j judge) containers(out *Result) {
	if !j.whole() {
		return
	}
	out.Task = &TaskResult{Missing: j.Missing, Estimate: j.StopEstimate}
	for _, c := range j.Containers {
		r := ContainerResult{Name: c.Name, Role: c.Role, Needs: c.Needs, Signal: c.Signal, StopTimeout: c.StopTimeout,
			Text: DescribeExit(c.Exit, c.Killed), Killed: c.killed()}
		if c.Signalled >= 0 {
			r.Signalled = new(j.at(c.Signalled))
		}
		if c.Exit.At >= 0 {
			r.Ended = new(j.at(c.Exit.At))
		}
		if after := c.after(); after >= 0 {
			r.After = new(Seconds(after))
		}
		if c.Exit.Known {
			r.Code = new(c.Exit.Code)
		}
		out.Containers = append(out.Containers, r)
	}
	if took := j.took(); took >= 0 {
		out.Task.Took = new(Seconds(took))
	}
}

// took is how long the task needed from its first signal to its last end; never
// when not every container had its turn.
func (j judge) took() time.Duration {
	first, last := Never, Never
	for _, c := range j.Containers {
		if c.Signalled < 0 || c.Exit.At < 0 {
			return Never
		}
		if first < 0 || c.Signalled < first {
			first = c.Signalled
		}
		last = max(last, c.Exit.At)
	}
	return max(0, last-first)
}
