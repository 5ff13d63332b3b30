package service

import (
	"slices"
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
	if kind != "" && kind != s.LoadBalancer && !c.besideNLB(kind) {
		c.add(Difference{Setting: "load_balancer", Got: string(kind), Want: string(s.LoadBalancer), Where: g.Protocol.Where})
		return
	}
	c.wanted(place{group: g}, OfTargetGroup)
}

// besideNLB says that an Application Load Balancer is a further way into a service that
// a Network Load Balancer leads to, whose settings hold for both.
func (c *comparison) besideNLB(kind shutdown.LoadBalancer) bool {
	return kind == shutdown.ALB && c.settings.LoadBalancer == shutdown.NLB && slices.ContainsFunc(c.service.Routes, func(r Route) bool {
		return r.Group != nil && r.Group.Kind() == shutdown.NLB
	})
}

// CompareGroup finds the numbers of a target group, with the properties that
// CloudFormation has for it, that are not those of the settings.
func CompareGroup(properties map[string]any, settings shutdown.Settings) []Difference {
	l := linker{groups: map[*Resource]*TargetGroup{}}
	c := &comparison{settings: settings}
	c.wanted(place{group: l.group(&Resource{Type: TypeTargetGroup, Properties: properties})}, OfTargetGroup)
	return c.differences
}

// idle compares the idle timeout, which other services may share: in doubt, but
// for a TLS listener, which can have no other than its own.
func (c *comparison) idle(l Listener, seen map[*Resource]bool) {
	s := c.settings
	if s.LoadBalancer == shutdown.NLB && l.Protocol.Or("") == "TLS" {
		if *s.IdleTimeout > shutdown.NLBTLSIdleTimeout {
			differ(c, "idle_timeout", worded(ByDefault(shutdown.NLBTLSIdleTimeout, l.Resource.Where)), strconv.Itoa(*s.IdleTimeout))
		}
		return
	}
	if l.Holder == nil || seen[l.Holder] || c.besideNLB(l.Kind()) { // Of that one no setting is the idle timeout.
		return
	}
	seen[l.Holder] = true
	before := len(c.differences)
	c.wanted(place{listener: &l}, OfLoadBalancer, OfListener)
	for i := before; i < len(c.differences); i++ {
		c.differences[i].Doubt = true
	}
}
