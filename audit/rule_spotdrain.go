package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// spotNotice is the time from the notice of a Spot interruption to its end.
const spotNotice = 120

var spotDrain = Rule{ID: "spot-drain", Severity: Warning,
	Doc:    "A Spot task has two minutes in all: a longer drain and stop are cut short, and the app's own stop may get none of it.",
	Source: "https://repost.aws/knowledge-center/fargate-spot-termination-notice",
	check: func(s *subject) []Finding {
		if s.values.Capacity != shutdown.Spot && s.values.Capacity != shutdown.Mixed {
			return nil
		}
		drain, stop, known := s.number("deregistration_delay"), s.number("stop_timeout"), false
		takes := 0
		if stop.Value != nil {
			takes, known = s.chain()
		}
		list := []Number{drain, stop}
		switch {
		case len(s.service.Routes) == 0 && known && takes > spotNotice:
			return found(fmt.Sprintf("tasks may run on Spot, which leaves %d s in all, and the containers may take %d s to stop one after the other", spotNotice, takes), list[1:])
		case len(s.service.Routes) == 0 || drain.Value == nil:
			return nil
		case *drain.Value >= spotNotice:
			out := found(fmt.Sprintf("tasks may run on Spot, which leaves %d s in all, and draining alone takes %d s: if ECS drains first, the stop signal comes too late", spotNotice, *drain.Value), list[:1])
			if known && takes < spotNotice {
				out[0].Fix = []Number{drain.to(min(spotNotice-takes, spotNotice-1))}
			}
			return out
		case known && *drain.Value+takes > spotNotice:
			out := found(fmt.Sprintf("tasks may run on Spot, which leaves %d s in all: if ECS drains first, %d s of it are left for a stop that may take %d s; if the signal comes first, the stop has all of it and new requests go on arriving",
				spotNotice, spotNotice-*drain.Value, takes), list)
			if takes < spotNotice {
				out[0].Fix = []Number{drain.to(spotNotice - takes)}
			}
			return out
		}
		return nil
	}}

// afterDrain is how long an app takes to stop of which the load balancer has cut what
// the drain left: its delay and its cleanup.
func (s *subject) afterDrain() (int, bool) {
	_, v, ok := s.known("app.delay", "app.cleanup")
	if !ok || s.values.LoadBalancer != shutdown.ALB {
		return 0, false
	}
	return v[0] + v[1], true
}

// chain is how long the containers take to stop at most, one after the other where
// they depend on each other; false if one of the times is not known. An app that ends
// by its own deadline takes no longer.
func (s *subject) chain() (int, bool) {
	t := s.service.Task
	if t == nil {
		return 0, false
	}
	ends := map[string]int{}
	var visit func(c container, depth int) (int, bool)
	visit = func(c container, depth int) (int, bool) {
		if done, ok := ends[c.name()]; ok {
			return done, true
		}
		stop := c.stop().Value
		if stop == nil || depth > len(s.containers) {
			return 0, false
		}
		own := *stop
		if d := s.number("app.deadline").Value; d != nil && c.app && s.byContract() {
			own = min(own, *d)
			if after, ok := s.afterDrain(); ok {
				own = min(own, after)
			}
		}
		after := 0
		for _, other := range s.containers {
			for _, on := range c.Waits() { // It stops before what it waits for.
				if other.Name.Or("") != on {
					continue
				}
				below, ok := visit(other, depth+1)
				if !ok {
					return 0, false
				}
				after = max(after, below)
			}
		}
		ends[c.name()] = own + after
		return own + after, true
	}
	most := 0
	for _, c := range s.containers {
		one, ok := visit(c, 0)
		if !ok {
			return 0, false
		}
		most = max(most, one)
	}
	return most, true
}
