package service

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// Standing is a value of a service that profiles have a say in.
type Standing struct {
	Want
	// Of tells the part from others of the same kind: a policy's metric, a queue's
	// variable; empty where there is no more to say.
	Of    string
	Value Value[string]
}

// Standing lists the values of a service that profiles have a say in, but for those of
// its containers: whatever of them is written, known or not.
func (s *Service) Standing() []Standing {
	var out []Standing
	add := func(of string, at place, parts ...Part) {
		for _, w := range Wants(parts...) {
			if v, there := w.got(at); there && v.State != "" {
				out = append(out, Standing{w, of, v})
			}
		}
	}
	add("", place{rolling: &s.Rolling}, OfDeployment, OfService)
	for _, route := range s.Routes {
		for _, group := range []*TargetGroup{route.Group, route.Alternate} {
			if group == nil {
				continue
			}
			add("", place{group: group}, OfTargetGroup)
			for i := range group.Listeners {
				if kind := group.Listeners[i].Kind(); kind == shutdown.ALB {
					add("", place{listener: &group.Listeners[i]}, OfLoadBalancer)
				} else if kind == shutdown.NLB {
					add("", place{listener: &group.Listeners[i]}, OfListener)
				}
			}
		}
	}
	for _, scaling := range s.Scaling {
		for i := range scaling.Policies {
			add(scaling.Policies[i].Metric.Or(""), place{policy: &scaling.Policies[i]}, OfPolicy)
		}
	}
	for i := range s.Queues {
		add(s.Queues[i].Variable, place{queue: &s.Queues[i]}, OfQueue)
	}
	return out
}
