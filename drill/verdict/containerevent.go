package verdict

import (
	"strings"
	"time"
)

// The events of the containers that stop after the one that takes the work.
const (
	EventContainerSignal = "container_signal"
	EventContainerKill   = "container_sigkill"
	EventContainerExit   = "container_exit"
)

// containerEvents adds the moments of those containers.
func (j judge) containerEvents(add func(at time.Duration, name, text string)) {
	for i, c := range j.Containers {
		if i == 0 {
			continue // Its events are those of the drill.
		}
		name := c.of()
		if c.Exit.At < 0 || c.Exit.At > c.Signalled {
			add(c.Signalled, EventContainerSignal, name+string(c.Signal))
		}
		if add(c.Killed, EventContainerKill, name+"SIGKILL"); c.Killed < 0 {
			add(c.Exit.At, EventContainerExit, name+"exit "+strings.SplitN(DescribeExit(c.Exit, c.Killed), ",", 2)[0])
		}
	}
}

// of is how an event's text begins in a task of several containers.
func (c ContainerRecord) of() string {
	if c.Role == AppRole {
		return "app: "
	}
	return c.Name + ": "
}

// ofReached is that of the container that takes the work; empty where it is all.
func (j judge) ofReached() string {
	if !j.whole() {
		return ""
	}
	return j.Containers[0].of()
}
