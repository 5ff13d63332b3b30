package audit

import (
	"cmp"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// StopSignal is what the stop signal does in a container.
type StopSignal struct {
	// Service and Address are the service's; empty for a Dockerfile that belongs to
	// none.
	Service string `json:"service"`
	Address string `json:"address"`
	// Container is its name, or the path of a Dockerfile; empty where the containers
	// are not known.
	Container string `json:"container"`
	Where     string `json:"where"`
	// Signal is the one that it gets. Known says that the image was read, or is a
	// public one; else the image may declare another one.
	Signal  shutdown.Signal `json:"signal"`
	Known   bool            `json:"signal_known"`
	Because string          `json:"signal_because"`
	// Program is what gets it; empty where that is not known.
	Program string `json:"program"`
	By      string `json:"told_by"`
	// Effect is graceful, quick, swallowed or unknown; Why says it in a clause.
	Effect evidence.Effect `json:"effect"`
	Why    string          `json:"why"`
	// StopTimeout is how long ECS waits; without a name for a Dockerfile.
	StopTimeout *Number `json:"stop_timeout"`
	// Bound is how long the program waits for its work, nil where it has no such time.
	Bound *Bound `json:"bound"`
	// Source is where it is written what the program does; empty where none is known.
	Source string `json:"source"`
}

// Bound is a program's own time.
type Bound struct {
	// State is set, default, unbounded or unknown.
	State   service.State `json:"state"`
	Seconds *float64      `json:"seconds"`
	// By is what sets it, and Why the reason of an unknown one, or what could change
	// a default.
	By  string `json:"by,omitempty"`
	Why string `json:"why,omitempty"`
}

// effects are all, worst first.
var effects = []evidence.Effect{evidence.Swallowed, evidence.Quick, evidence.UnknownEffect, evidence.Graceful}

// Signals lists what the stop signal does in every container of the services on
// Fargate, and in the images that none of them runs, worst first.
func Signals(list []*service.Service, images ...*evidence.Image) []StopSignal {
	settle(list, images)
	out := []StopSignal{}
	for _, s := range list {
		if !s.OnFargate() {
			continue
		}
		if s.Task == nil || s.Task.Unknown != "" || s.Task.Windows {
			out = append(out, unread(s))
		}
		for _, c := range containers(s, images) {
			at := s.Resource.Where
			line := stopSignal(c.Evidence)
			line.Service, line.Address, line.Container, line.Where = s.Name.Or(at.Address), cmp.Or(s.Resource.Path, at.Address), c.name(), c.Name.Where.String()
			stop := c.stop()
			line.StopTimeout = &stop
			out = append(out, line)
		}
	}
	for _, i := range Unused(list, images) {
		line := stopSignal(evidence.Of(&service.Container{}, i))
		line.Container, line.Where = i.Where.File, i.Where.String()
		out = append(out, line)
	}
	slices.SortStableFunc(out, func(a, b StopSignal) int {
		return cmp.Compare(slices.Index(effects, a.Effect), slices.Index(effects, b.Effect))
	})
	return out
}

// Unused are the images that no container of the services runs.
func Unused(list []*service.Service, images []*evidence.Image) []*evidence.Image {
	settle(list, images)
	used := map[*evidence.Image]bool{}
	for _, s := range list {
		for i := 0; s.Task != nil && i < len(s.Task.Containers); i++ {
			used[evidence.Match(&s.Task.Containers[i], images)] = true
		}
	}
	var out []*evidence.Image
	for _, i := range images {
		if !used[i] {
			out = append(out, i)
		}
	}
	return out
}

// unread is a service whose containers are not known.
func unread(s *service.Service) StopSignal {
	at := s.Resource.Where
	out := StopSignal{Service: s.Name.Or(at.Address), Address: cmp.Or(s.Resource.Path, at.Address), Where: at.String(), Signal: shutdown.SIGTERM,
		Because: "unless the image declares another STOPSIGNAL", Effect: evidence.UnknownEffect, Why: "the task definition is not among what was read"}
	switch {
	case s.Task == nil:
	case s.Task.Windows:
		out.Signal, out.Known, out.Because, out.Why = "CTRL_SHUTDOWN_EVENT", true, "the task is of Windows, which has no signals", "only the app says what it does on the event"
	default:
		out.Why = "the container definitions are " + s.Task.Unknown
	}
	return out
}

func stopSignal(e evidence.Evidence) StopSignal {
	out := StopSignal{Signal: e.Signal.Name, Known: e.Signal.Known, Because: e.Signal.Because, By: e.By, Effect: e.Effect, Why: e.Why}
	if e.Program != nil {
		out.Program, out.Source = e.Program.Name, e.Program.Source
	}
	if e.Bound.State != "" {
		out.Bound = &Bound{State: e.Bound.State, By: e.Bound.By, Why: e.Bound.Why}
		if d, known := e.Bound.Known(); known {
			seconds := d.Seconds()
			out.Bound.Seconds = &seconds
		}
	}
	return out
}
