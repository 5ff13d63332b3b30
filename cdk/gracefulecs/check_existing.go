package gracefulecs

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// existingGroup checks a way in through a target group that somebody else makes, and
// takes it into the plan.
func (c *checker) existingGroup(p *plan, at, name string, r *RouteProps) {
	path := at + "ExistingTargetGroup"
	for _, set := range []map[string]bool{r.application(), r.network(), r.checked()} {
		for _, prop := range present(set) {
			c.misplaced(at+prop, "a value", "An existing target group, and what leads to it, has its own.", "remove "+prop, "or remove ExistingTargetGroup, and let the service make the group")
		}
	}
	c.unlessRolling(p, path, "a target group", "ECS moves traffic between two target groups at a rule or listener of the service's own, and this one is neither.", "set Listener or NetworkLoadBalancer in its place")
	_, application := r.ExistingTargetGroup.(awselasticloadbalancingv2.IApplicationTargetGroup)
	_, network := r.ExistingTargetGroup.(awselasticloadbalancingv2.INetworkTargetGroup)
	switch {
	case !application && !network:
		c.add(shutdown.Fault{Path: path, Rule: "type", Given: "a target group of another kind", Allowed: "an application or a network target group",
			Message: "The service cannot be added to it.", WaysOut: []string{"import it with ApplicationTargetGroup_FromTargetGroupAttributes or NetworkTargetGroup_FromTargetGroupAttributes"}})
	case network && p.alb():
		c.misplaced(path, "a network target group", "A Network Load Balancer among the ways needs load_balancer nlb, whose settings hold for an Application Load Balancer too, but the profile gives alb.",
			"set the profile's load_balancer to nlb", "or remove the route")
	}
	w := &way{RouteProps: r, name: name, at: at, network: network, existing: true}
	w.reached = p.reachedAt(c.mapped(p, at+"Port", r.Port))
	if resource := groupResource(r.ExistingTargetGroup); resource != nil {
		c.groupOfTheApp(p, path, resource)
	}
	p.ways = append(p.ways, w)
}

// groupOfTheApp checks what can be read of a target group and is not set.
func (c *checker) groupOfTheApp(p *plan, path string, group awselasticloadbalancingv2.CfnTargetGroup) {
	is := properties(group.Stack(), group) // What the CDK works out late is a token on the resource itself.
	targetType, _ := is["targetType"].(string)
	protocol, _ := is["protocol"].(string)
	checked, _ := is["healthCheckPort"].(string)
	c.among(path, "target type", targetType, "A task of Fargate is a target by its own address.", "ip")
	c.among(path, "protocol", protocol, "A flow of UDP does not end with its task, so the profile would not hold for it.", "HTTP", "HTTPS", "TCP", "TLS")
	if port, err := strconv.ParseFloat(checked, 64); err == nil {
		c.mapped(p, path+" (health check port)", &port)
	}
}

// among checks a word of somebody else's that may be left out or not known yet.
func (c *checker) among(path, what, given, why string, allowed ...string) {
	if given == "" || isTextToken(given) {
		return
	}
	before := len(c.faults)
	c.oneOf(path, given, allowed...)
	for i := before; i < len(c.faults); i++ {
		c.faults[i].Given, c.faults[i].Message = what+" "+c.faults[i].Given, why
	}
}

// existingListener checks a listener that is to lead to the target group of a way,
// and takes it into the way.
func (c *checker) existingListener(p *plan, w *way) {
	path := w.at + "ExistingNetworkListener"
	set := map[string]bool{"ListenerPort": w.ListenerPort != nil, "NetworkListener": w.NetworkListener != nil, "NetworkLoadBalancer": w.NetworkLoadBalancer != nil}
	for _, prop := range present(set) {
		c.misplaced(w.at+prop, "a value", "An existing listener has its own.", "remove "+prop, "or remove ExistingNetworkListener, and let the service make the listener")
	}
	c.unlessRolling(p, path, "a listener", "ECS changes what the listener leads to with each deployment, which whoever owns it would set back.", "set NetworkLoadBalancer and ListenerPort in its place")
	listener, ok := w.ExistingNetworkListener.(awselasticloadbalancingv2.NetworkListener)
	resource := listenerResource(w.ExistingNetworkListener)
	if !ok || resource == nil {
		c.add(shutdown.Fault{Path: path, Rule: "type", Given: "an imported listener", Allowed: "a NetworkListener of the same stack",
			Message: "An imported listener cannot be told to lead to the service's target group, and ECS refuses one that nothing leads to.",
			WaysOut: []string{"make the listener in the stack, if need be on an imported load balancer", "or give the target group that it leads to as ExistingTargetGroup of a route"}})
		return
	}
	w.listener = listener
	c.among(path, "protocol", deref(resource.Protocol()), "A flow of UDP ends 120 seconds after its last datagram and not with its task, so the profile would not hold for it.", "TCP", protocolTLS)
	if w.tls() {
		c.tlsSilence(p, path)
	}
	if len(items(resolve(resource.Stack(), resource.DefaultActions()))) > 0 {
		c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: "a listener that leads to a target group", Allowed: "one that leads nowhere yet",
			Message: "A listener leads to one target group, and this one has another.", WaysOut: []string{"make it without DefaultTargetGroups and DefaultAction"}})
	}
	if len(c.networks(w.at+"ClientCidrs", w.ClientCidrs)) == 0 && len(deref(w.balancer().SecurityGroups())) == 0 {
		c.missing(w.at+"ClientCidrs", "at least one address range", "The Network Load Balancer has no security group, so nothing says who may reach the tasks.",
			"give the load balancer a security group", "or set ClientCidrs, for a start to the VPC's address range")
	}
}

// once faults a target group or a listener of somebody else that two ways have.
func (c *checker) once(seen map[string]string, w *way) {
	if w.existing {
		c.place(seen, deref(w.ExistingTargetGroup.TargetGroupArn()), w.at+"ExistingTargetGroup", "a target group", "one that no other route has")
	}
	if w.listener != nil {
		c.place(seen, deref(w.listener.ListenerArn()), w.at+"ExistingNetworkListener", "a listener", "one that no other way in has")
	}
}
