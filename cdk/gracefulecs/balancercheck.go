package gracefulecs

import (
	"strconv"
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
	switch {
	case p.alb():
		c.applicationListener(p)
	case p.nlb():
		c.networkLoadBalancer(p)
	}
	if !p.alb() {
		c.onlyWith("alb", kind, map[string]bool{"Listener": p.Listener != nil, "Priority": p.Priority != nil, "HostHeaders": p.HostHeaders != nil,
			"PathPatterns": p.PathPatterns != nil, "ProtocolVersion": p.ProtocolVersion != ""})
	}
	if !p.nlb() {
		c.onlyWith("nlb", kind, map[string]bool{"NetworkLoadBalancer": p.NetworkLoadBalancer != nil, "ListenerPort": p.ListenerPort != nil,
			"ClientCidrs": p.ClientCidrs != nil})
	}
	if !p.balanced() {
		c.onlyWith("alb or nlb", kind, map[string]bool{"HealthCheckPath": p.HealthCheckPath != nil, "HealthCheckPort": p.HealthCheckPort != nil, "TargetGroupPort": p.TargetGroupPort != nil})
	} else {
		c.onlyWith("none", kind, map[string]bool{"CloudMapService": p.CloudMapService != nil})
		if path := deref(p.HealthCheckPath); p.HealthCheckPath != nil && !strings.HasPrefix(path, "/") && !isTextToken(path) {
			c.add(shutdown.Fault{Path: "HealthCheckPath", Rule: "pattern", Given: quote(path), Allowed: "a path that starts with /",
				Message: "HealthCheckPath is not a path."})
		}
	}
}

// onlyWith faults each prop that is set although the profile names another load
// balancer.
func (c *checker) onlyWith(wanted, given string, set map[string]bool) {
	for _, path := range sortedKeys(set) {
		if set[path] {
			c.misplaced(path, "a value", path+" needs load_balancer "+wanted+", but the profile gives "+given+".",
				"remove "+path, "or set the profile's load_balancer to "+wanted)
		}
	}
}

func (c *checker) applicationListener(p *plan) {
	if p.Listener == nil {
		c.missing("Listener", "the listener of an Application Load Balancer", "With load_balancer alb the service needs a listener.",
			"set Listener and Priority", "or set the profile's load_balancer to nlb or none")
	} else if arn := deref(p.Listener.ListenerArn()); !isTextToken(arn) && !strings.Contains(arn, ":listener/app/") {
		c.add(shutdown.Fault{Path: "Listener", Rule: "type", Given: quote(arn), Allowed: "the listener of an Application Load Balancer",
			Message: "This is not the listener of an Application Load Balancer: its ARN has no :listener/app/.",
			WaysOut: []string{"set Listener to that of an Application Load Balancer", "or set the profile's load_balancer to nlb"}})
	}
	if p.Priority == nil {
		c.missing("Priority", "a whole number from 1 to 50000", "A listener rule needs a priority that no other rule of the listener has.", "set Priority")
	}
	c.whole("Priority", p.Priority, 1, 50000)
	hosts, paths := c.texts("HostHeaders", p.HostHeaders), c.texts("PathPatterns", p.PathPatterns)
	if len(hosts)+len(paths) == 0 {
		c.missing("PathPatterns", "at least one path or host", "A listener rule needs a condition.",
			`set PathPatterns, for instance to "/*"`, "or set HostHeaders")
	}
	if n := len(hosts) + len(paths); n > maxRuleValues {
		c.add(shutdown.Fault{Path: "PathPatterns", Rule: "range", Given: strconv.Itoa(n) + " paths and hosts", Allowed: "at most " + strconv.Itoa(maxRuleValues) + " in one rule",
			Message: "Elastic Load Balancing refuses a rule with more values.", WaysOut: []string{"use a pattern that covers several paths, such as /api/*"}})
	}
}

// maxRuleValues is a quota that cannot be raised.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
const maxRuleValues = 5

func (c *checker) networkLoadBalancer(p *plan) {
	if p.NetworkLoadBalancer == nil {
		c.missing("NetworkLoadBalancer", "a Network Load Balancer", "With load_balancer nlb the service needs a load balancer to add its listener to.",
			"set NetworkLoadBalancer and ListenerPort", "or set the profile's load_balancer to alb or none")
	} else {
		arn := deref(p.NetworkLoadBalancer.LoadBalancerRef().LoadBalancerArn)
		if !isTextToken(arn) && !strings.Contains(arn, ":loadbalancer/net/") {
			c.add(shutdown.Fault{Path: "NetworkLoadBalancer", Rule: "type", Given: quote(arn), Allowed: "a Network Load Balancer",
				Message: "This is not a Network Load Balancer: its ARN has no :loadbalancer/net/.",
				WaysOut: []string{"set NetworkLoadBalancer to a Network Load Balancer", "or set the profile's load_balancer to alb"}})
		}
		if len(c.texts("ClientCidrs", p.ClientCidrs)) == 0 && len(deref(p.NetworkLoadBalancer.SecurityGroups())) == 0 {
			c.missing("ClientCidrs", "at least one address range", "The Network Load Balancer has no security group, so nothing says who may reach the tasks.",
				"give the load balancer a security group", "or set ClientCidrs, for a start to the VPC's address range")
		}
	}
	if p.ListenerPort == nil {
		c.missing("ListenerPort", "a whole number from 1 to 65535", "A listener needs a port.", "set ListenerPort")
	}
	c.whole("ListenerPort", p.ListenerPort, 1, maxPort)
}
