package audit

import (
	"fmt"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// container is a container of a service with what it tells of its stop.
type container struct {
	*service.Container
	evidence.Evidence
	// app says that it is the one that is reached, or the first essential one.
	app bool
}

// containers are those of a service that are there when it stops.
func containers(s *service.Service, images []*evidence.Image) []container {
	if s.Task == nil || s.Task.Windows {
		return nil
	}
	ended, app := s.Task.Ended(), s.App()
	var out []container
	for i := range s.Task.Containers {
		c := &s.Task.Containers[i]
		if ended[c.Name.Or("")] {
			continue
		}
		out = append(out, container{Container: c, Evidence: evidence.Of(c, evidence.Match(c, images)), app: c == app})
	}
	return out
}

// settle gives a Dockerfile that was named alone to the image that it can be of.
func settle(list []*service.Service, images []*evidence.Image) {
	if len(images) != 1 {
		return
	}
	var all []*service.Container
	for _, s := range list {
		for i := 0; s.Task != nil && i < len(s.Task.Containers); i++ {
			all = append(all, &s.Task.Containers[i])
		}
	}
	evidence.Settle(images[0], all)
}

// name is the container's for a report.
func (c container) name() string { return c.Name.Or("a container") }

// stop is its stop timeout, whose name has the container's in it where that is not the
// app.
func (c container) stop() Number {
	v := c.StopTimeout
	if usual, ok := shutdown.AWSDefaultOf("stop_timeout", ""); ok {
		v = v.Otherwise(usual)
	}
	return Number{Name: c.own("stop_timeout"), Value: v.Pointer(), State: v.State, Where: v.Where.String(), Why: v.Why, At: v.Where}
}

func (c container) own(name string) string {
	if c.app {
		return name
	}
	return c.name() + "." + name
}

// time is a time of the container's program as a number, in whole seconds.
func (c container) time(name string, t evidence.Time) Number {
	n := Number{Name: c.own(c.Program.Name + "." + name), State: t.State, Where: t.Where.String(), Why: t.Why, At: t.Where}
	if _, known := t.Known(); known {
		seconds := t.Seconds()
		n.Value = &seconds
	}
	return n
}

// word says how a time came about, for a message.
func word(t evidence.Time) string {
	switch {
	case t.State == service.Set:
		return "(" + t.By + ")"
	case t.Why != "":
		return "by default (" + t.Why + ")"
	}
	return "by default"
}

// length writes a time.
func length(d time.Duration) string { return fmt.Sprintf("%g s", d.Seconds()) }

// weighed is a severity for what rests on a time: information where something that was
// not read may change it.
func weighed(t evidence.Time, severity Severity) Severity {
	if t.Certain() {
		return severity
	}
	return Info
}

// saidOf says in a sentence what told tells; empty where it tells nothing.
func saidOf(told map[string]Number, list []container) string {
	for _, c := range list {
		if !c.app || len(told) == 0 {
			continue
		}
		at := ""
		if where := c.Bound.Where.String(); where != "" {
			at = " at " + where
		}
		bound, known := c.Bound.Known()
		switch {
		case c.Effect == evidence.Quick:
			return c.Why
		case c.Effect != evidence.Graceful:
			return ""
		case known:
			return fmt.Sprintf("%s gives up what is in flight %s after the signal (%s%s)", c.Program.Name, length(bound), c.Bound.By, at)
		case c.Bound.State == evidence.Unbounded:
			return c.Program.Name + " waits for what is in flight until it is killed"
		}
	}
	return ""
}

// told fills in the app's own times from its program, where no environment says them
// by the contract, and gives them as numbers by their names.
func told(s *service.Service, v *shutdown.Values, list []container) map[string]Number {
	out := map[string]Number{}
	for _, c := range list {
		if !c.app || v.App != nil || c.Program == nil || c.Held {
			continue
		}
		app := shutdown.AppValues{}
		take := func(name string, into **int, seconds int, at service.Where) {
			*into = &seconds
			out[name] = Number{Name: name, Value: &seconds, State: service.Computed, Where: at.String(), At: at}
		}
		stop := c.stop()
		bound, known := c.Bound.Known()
		switch sure := c.Signal.Known && !c.Lost; {
		case c.Effect == evidence.Quick && sure && c.Program.Role != evidence.Runtime:
			take("app.delay", &app.Delay, 0, c.Where)
			take("app.drain", &app.Drain, 0, c.Where)
		case c.Effect != evidence.Graceful || !c.Bound.Certain():
		case known && sure && c.Program.ClosesAtOnce && bound%time.Second == 0:
			take("app.delay", &app.Delay, 0, c.Where)
			take("app.drain", &app.Drain, c.Bound.Seconds(), c.Bound.Where)
		case known:
			take("app.deadline", &app.Deadline, c.Bound.Seconds(), c.Bound.Where)
		case sure && c.Program.ClosesAtOnce && stop.Value != nil: // It waits until it is killed.
			take("app.delay", &app.Delay, 0, c.Where)
			take("app.drain", &app.Drain, *stop.Value, c.StopTimeout.Where)
		}
		if _, known := c.KeepAlive.Known(); known && c.KeepAlive.Certain() && len(s.Routes) > 0 {
			take("app.keep_alive", &app.KeepAlive, int(c.KeepAlive.For/time.Second), c.KeepAlive.Where)
		}
		if len(out) > 0 {
			v.App = &app
		}
	}
	return out
}

// drainedFirst says that a load balancer drains the service's tasks before most stops,
// so that a bad one there costs time and cleanup, and requests only where the signal
// comes first.
func drainedFirst(s *subject) bool {
	drain := s.number("deregistration_delay").Value
	return s.values.LoadBalancer == shutdown.ALB && (drain == nil || *drain > 0)
}
