package audit

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// terraformUpdate is how long Terraform waits for a service where nothing else is
// said.
const terraformUpdate = 1200

// around adds the numbers of what stands around a service: who else calls it, what it
// receives from, what scales it and what waits for it.
func around(s *service.Service, add func(string, service.Value[int])) {
	if app := s.App(); app != nil {
		add("container_start_period", app.StartPeriod)
	}
	for _, r := range s.Registries {
		add("name_ttl", r.TTL)
		break
	}
	for _, c := range s.Connected {
		if requests(c) {
			add("per_request_timeout", c.PerRequest.Otherwise(service.ConnectRequestSeconds))
			break
		}
	}
	if q := worked(s); q != nil {
		add("visibility_timeout", q.Visibility)
		add("max_receive_count", q.Receives)
	}
	add("scale_in_cooldown", cooldown(s))
	least, most := scheduled(s)
	add("scheduled_min_count", least)
	add("scheduled_max_count", most)
	if shifts(s) {
		add("bake_minutes", s.Rolling.BakeMinutes)
	}
	if t := s.Termination; t != nil {
		add("termination_wait_minutes", t.Minutes)
	}
	if steady, known := s.Waits.Steady.Get(); known && steady {
		add("timeouts.update", s.Waits.Update.Otherwise(terraformUpdate))
	}
}

// requests says that the proxy of Service Connect sees requests on a port: on one
// without a protocol it sees bytes alone.
func requests(c service.Connected) bool {
	switch c.Protocol.Or("") {
	case "http", "http2", "grpc":
		return true
	}
	return false
}

// called says that others send requests to a service, by a load balancer, a name, or
// a proxy.
func called(s *service.Service) bool {
	return len(s.Routes) > 0 || len(s.Registries) > 0 || len(s.Connected) > 0 || len(s.Lattices) > 0
}

// worked is the queue that a service takes its work from: the only one that the
// containers of a service are told of that nobody calls, and no dead-letter queue.
func worked(s *service.Service) *service.Queue {
	if called(s) {
		return nil
	}
	var out *service.Queue
	for i := range s.Queues {
		if s.Queues[i].Dead {
			continue
		}
		if out != nil {
			return nil // Nothing tells which it reads and which it writes.
		}
		out = &s.Queues[i]
	}
	return out
}

// cooldown is the shortest time between two times that tasks are taken away.
func cooldown(s *service.Service) service.Value[int] {
	var out service.Value[int]
	for _, c := range s.Scaling {
		for _, p := range c.Policies {
			if p.TakesAway == nil || !*p.TakesAway || p.Cooldown.State == "" {
				continue
			}
			if out.State == "" || p.Cooldown.Or(0) < out.Or(0) {
				out = p.Cooldown
			}
		}
	}
	return out
}

// scheduled are the least bounds that scheduled actions set.
func scheduled(s *service.Service) (least, most service.Value[int]) {
	for _, c := range s.Scaling {
		for _, a := range c.Scheduled {
			if v := a.Minimum; least.State == "" || v.State != "" && v.Or(0) < least.Or(0) {
				least = v
			}
			if v := a.Maximum; most.State == "" || v.State != "" && v.Or(0) < most.Or(0) {
				most = v
			}
		}
	}
	return least, most
}

// shifts says that deployments move requests in one or more steps and then wait.
func shifts(s *service.Service) bool {
	switch strings.ToUpper(s.Rolling.Strategy.Or("")) {
	case "BLUE_GREEN", "LINEAR", "CANARY":
		return true
	}
	return false
}

// longest is the longest request that is known: by the contract, what the app has
// time for after the signal, and else how long the load balancer lets one be silent,
// where somebody has said that.
func longest(s *subject) (Number, bool) {
	if n := s.number("app.drain"); n.Value != nil && s.byContract() {
		return n, true
	}
	n := s.number("idle_timeout")
	return n, n.Value != nil && raised(n, s.values.LoadBalancer)
}

// raised says that somebody has asked for more than AWS's default. What a value is by
// default says nothing of what the app needs, and in a state defaults are written too.
func raised(n Number, b shutdown.LoadBalancer) bool {
	usual, known := shutdown.AWSDefaultOf(n.Name, b)
	return !known || *n.Value > usual
}

// byContract says that the app's times are what its environment says to it, and not
// read off its program.
func (s *subject) byContract() bool { return s.values.App != nil && len(s.told) == 0 }
