package gracefulecs

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// balancer checks that the props bring the load balancer that the profile
// names, and nothing that belongs to another one.
func (c *checker) balancer(p *plan) {
	kind := string(p.profile.LoadBalancer)
	// The front's own port is asked for where its props are checked.
	if p.settings.FrontSettings == nil && p.ContainerPort == nil {
		switch {
		case p.balanced():
			c.missing("ContainerPort", "the port that the app listens on", "With load_balancer "+kind+" the load balancer must know the app's port.",
				"set ContainerPort")
		case len(deref(p.IngressSecurityGroups)) > 0:
			c.missing("ContainerPort", "the port that the app listens on", "IngressSecurityGroups are allowed to reach the app's port.", "set ContainerPort")
		}
	}
	main := mainRoute(p.ServiceProps)
	if !p.balanced() {
		c.onlyWith("alb", kind, main.application())
		c.onlyWith("nlb", kind, main.network())
		c.onlyWith("alb or nlb", kind, main.checked())
		c.onlyWith("alb or nlb", kind, map[string]bool{"Routes": p.Routes != nil})
		return
	}
	c.ownWay(p, main)
	c.routes(p)
	c.traffic(p)
}

// ownWay checks the service's own way in, which there need not be beside routes.
func (c *checker) ownWay(p *plan, main *RouteProps) {
	kind := string(p.profile.LoadBalancer)
	application, network := some(main.application()), some(main.network())
	routed := map[bool]bool{} // Whether there is a route through a Network Load Balancer, or another one.
	for _, r := range deref(p.Routes) {
		if r != nil {
			routed[some(r.network())] = true
			routed[true] = routed[true] || r.ExistingTargetGroup != nil // Of either kind.
		}
	}
	switch {
	case p.alb():
		c.onlyWith("nlb", kind, main.network())
		if !application && routed[false] {
			c.onlyMain(main)
			return
		}
		network = false
	case application && network:
		c.misplaced("NetworkLoadBalancer", "a value", "Listener is set too, and only one of them can be the main way in.", "put the other one into Routes", "or remove it")
		return
	case application && routed[true]: // The service's own way in may stay what it was.
	case !network && routed[true]:
		c.onlyMain(main)
		return
	default:
		c.onlyWith("alb", kind, main.application())
		network = true
	}
	c.way(p, &way{RouteProps: main, network: network, reached: p.reached, healthPort: p.healthPort, groupPort: p.groupPort})
}

// onlyMain faults what only the service's own way in can have, where there is none.
func (c *checker) onlyMain(main *RouteProps) {
	for _, path := range present(main.checked()) {
		c.misplaced(path, "a value", path+" belongs to the service's own way in, and there is none beside Routes.", "move it into the route")
	}
}

// onlyWith faults each prop that is set although the profile names another load
// balancer.
func (c *checker) onlyWith(wanted, given string, set map[string]bool) {
	for _, path := range present(set) {
		c.misplaced(path, "a value", path+" needs load_balancer "+wanted+", but the profile gives "+given+".",
			"remove "+path, "or set the profile's load_balancer to "+wanted)
	}
}

func (c *checker) networkLoadBalancer(w *way) {
	path, networks := w.at+"NetworkLoadBalancer", c.networks(w.at+"ClientCidrs", w.ClientCidrs)
	if w.NetworkLoadBalancer == nil {
		c.missing(path, "a Network Load Balancer", "With load_balancer nlb the service needs a load balancer to add its listener to.",
			"set "+path+" and ListenerPort", "or set the profile's load_balancer to alb or none")
	} else {
		arn := deref(w.NetworkLoadBalancer.LoadBalancerRef().LoadBalancerArn)
		if !isTextToken(arn) && !strings.Contains(arn, ":loadbalancer/net/") {
			c.add(shutdown.Fault{Path: path, Rule: "type", Given: quote(arn), Allowed: "a Network Load Balancer",
				Message: "This is not a Network Load Balancer: its ARN has no :loadbalancer/net/.",
				WaysOut: []string{"set NetworkLoadBalancer to a Network Load Balancer", "or set the profile's load_balancer to alb"}})
		}
		if len(networks) == 0 && len(deref(w.NetworkLoadBalancer.SecurityGroups())) == 0 {
			c.missing(w.at+"ClientCidrs", "at least one address range", "The Network Load Balancer has no security group, so nothing says who may reach the tasks.",
				"give the load balancer a security group", "or set ClientCidrs, for a start to the VPC's address range")
		}
	}
	if w.ListenerPort == nil {
		c.missing(w.at+"ListenerPort", "a whole number from 1 to 65535", "A listener needs a port.", "set "+w.at+"ListenerPort")
	}
	c.whole(w.at+"ListenerPort", w.ListenerPort, 1, maxPort)
}
