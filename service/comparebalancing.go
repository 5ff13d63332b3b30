package service

import (
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// balancing compares the target groups that a service is registered in, and the
// idle timeout of the load balancers before them.
func (c *comparison) balancing() {
	routes, s := c.service.Routes, c.settings
	if wanted := s.LoadBalancer != shutdown.NoLoadBalancer; (len(routes) > 0) != wanted {
		words := map[bool]string{true: "a target group", false: "none"}
		c.add(Difference{Setting: "load_balancer", Got: words[!wanted], Want: words[wanted], Where: c.service.Resource.of("LoadBalancers").where()})
		return
	}
	seen := map[*Resource]bool{}
	for _, route := range routes {
		for range route.Elsewhere {
			c.add(Difference{Setting: "deregistration_delay", Got: "that of an imported target group", Want: strconv.Itoa(*s.DeregistrationDelay), Doubt: true, Where: route.Container.Where})
		}
		for _, group := range []*TargetGroup{route.Group, route.Alternate} {
			if group == nil {
				continue
			}
			c.group(group)
			for _, listener := range group.Listeners {
				c.idle(listener, seen)
			}
		}
	}
}

// group compares a target group, whose numbers mean nothing when it is for
// another kind of load balancer.
func (c *comparison) group(g *TargetGroup) {
	s, kind := c.settings, g.Kind()
	if kind != "" && kind != s.LoadBalancer {
		c.add(Difference{Setting: "load_balancer", Got: string(kind), Want: string(s.LoadBalancer), Where: g.Protocol.Where})
		return
	}
	c.groupNumbers(g)
}

// CompareGroup finds the numbers of a target group, with the properties that
// CloudFormation has for it, that are not those of the settings.
func CompareGroup(properties map[string]any, settings shutdown.Settings) []Difference {
	l := linker{groups: map[*Resource]*TargetGroup{}}
	c := &comparison{settings: settings}
	c.groupNumbers(l.group(&Resource{Type: TypeTargetGroup, Properties: properties}))
	return c.differences
}

// groupNumbers compares what a target group has whatever it is for. Connections
// are ended behind a Network Load Balancer alone.
func (c *comparison) groupNumbers(g *TargetGroup) {
	s, kind := c.settings, g.Kind()
	differ(c, "deregistration_delay", g.DeregistrationDelay, strconv.Itoa(*s.DeregistrationDelay))
	if s.ConnectionTermination != nil && kind != shutdown.ALB {
		// The API's default for TCP.
		differ(c, "connection_termination", g.ConnectionTermination.Otherwise(false), strconv.FormatBool(*s.ConnectionTermination))
	}
	differ(c, "health_check.interval", g.Interval, strconv.Itoa(s.HealthCheck.Interval))
	differ(c, "health_check.timeout", g.Timeout, strconv.Itoa(s.HealthCheck.Timeout))
	differ(c, "health_check.healthy_threshold", g.HealthyThreshold, strconv.Itoa(s.HealthCheck.HealthyThreshold))
	differ(c, "health_check.unhealthy_threshold", g.UnhealthyThreshold, strconv.Itoa(s.HealthCheck.UnhealthyThreshold))
}

// idle compares the idle timeout, which other services may share: in doubt, but
// for a TLS listener, which can have no other than its own.
func (c *comparison) idle(l Listener, seen map[*Resource]bool) {
	s := c.settings
	if s.LoadBalancer == shutdown.NLB && l.Protocol.Or("") == "TLS" {
		if *s.IdleTimeout > shutdown.NLBTLSIdleTimeout {
			differ(c, "idle_timeout", ByDefault(shutdown.NLBTLSIdleTimeout, l.Resource.Where), strconv.Itoa(*s.IdleTimeout))
		}
		return
	}
	if l.Holder == nil || seen[l.Holder] {
		return
	}
	seen[l.Holder] = true
	got := l.Idle
	if usual, ok := shutdown.AWSDefaultOf("idle_timeout", s.LoadBalancer); ok {
		got = got.Otherwise(usual)
	}
	before := len(c.differences)
	differ(c, "idle_timeout", got, strconv.Itoa(*s.IdleTimeout))
	for i := before; i < len(c.differences); i++ {
		c.differences[i].Doubt = true
	}
}
