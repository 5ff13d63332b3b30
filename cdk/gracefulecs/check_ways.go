package gracefulecs

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// maxRoutes beside the service's own target group.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html
const maxRoutes = 4

var routeName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// taken are names of target groups that no route may have.
var taken = map[string]bool{"main": true, "alternate": true}

// routes checks the further ways in.
func (c *checker) routes(p *plan) {
	given := deref(p.Routes)
	if len(given) > maxRoutes {
		c.add(shutdown.Fault{Path: "Routes", Rule: "range", Given: strconv.Itoa(len(given)), Allowed: "at most " + strconv.Itoa(maxRoutes),
			Message: "A service has at most five target groups, its own among them."})
	}
	seen := map[string]bool{}
	for i, r := range given {
		path := index("Routes", i)
		if r == nil {
			c.missing(path, "a route", "Routes has an empty entry.", "remove it")
			continue
		}
		name := deref(r.Name)
		c.partName(path+".Name", name, seen, taken)
		c.route(p, path+".", name, r)
	}
}

// partName checks a name that is part of logical ids.
func (c *checker) partName(path, name string, seen, taken map[string]bool) {
	const allowed = "a lower-case letter, and then lower-case letters, digits and hyphens"
	switch {
	case name == "":
		c.missing(path, allowed, path+" must be set.")
	case isTextToken(name):
		c.add(tokenFault(path, allowed))
	case taken[name]:
		c.add(shutdown.Fault{Path: path, Rule: "enum", Given: quote(name), Allowed: "another name", Message: quote(name) + " is taken by what the service itself has."})
	case !routeName.MatchString(name):
		c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(name), Allowed: allowed, Message: path + " is not a valid name."})
	case seen[name]:
		c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: quote(name), Allowed: "a name that no other one has", Message: "Another one has the name " + quote(name) + " already."})
	}
	seen[name] = true
}

// route checks one further way in.
func (c *checker) route(p *plan, path, name string, r *RouteProps) {
	if r.ExistingTargetGroup != nil {
		c.existingGroup(p, path, name, r)
		return
	}
	if r.LoadBalancerSecurityGroup != nil {
		c.misplaced(path+"LoadBalancerSecurityGroup", "a value", "It is for ExistingTargetGroup; a listener and a load balancer bring their own.", "remove LoadBalancerSecurityGroup")
	}
	application, network := some(r.application()), some(r.network())
	switch {
	case application == network:
		f := shutdown.Fault{Path: strings.TrimSuffix(path, "."), Rule: "required", Allowed: "either rules of an Application Load Balancer or a listener of a Network Load Balancer",
			Message: "A route has either Listener or NetworkLoadBalancer.", WaysOut: []string{"set Listener and Priority", "or set NetworkLoadBalancer and ListenerPort", "or set ExistingTargetGroup"}}
		if application {
			f.Rule, f.Given, f.WaysOut = "type", "both", []string{"make two routes of it"}
		}
		c.add(f)
		return
	case network && p.alb():
		c.misplaced(path+"NetworkLoadBalancer", "a value", "A Network Load Balancer among the ways needs load_balancer nlb, whose settings hold for an Application Load Balancer too, but the profile gives alb.",
			"set the profile's load_balancer to nlb", "or remove the route")
	}
	w := &way{RouteProps: r, name: name, at: path, network: network, groupPort: anyPort}
	w.reached = p.reachedAt(c.mapped(p, path+"Port", r.Port))
	w.healthPort = c.mapped(p, path+"HealthCheckPort", r.HealthCheckPort)
	if r.TargetGroupPort != nil {
		w.groupPort = c.whole(path+"TargetGroupPort", r.TargetGroupPort, 1, maxPort)
	}
	c.way(p, w)
}

// way checks what leads to the target group, and takes the way into the plan.
func (c *checker) way(p *plan, w *way) {
	if h := deref(w.HealthCheckPath); w.HealthCheckPath != nil && !strings.HasPrefix(h, "/") && !isTextToken(h) {
		c.add(shutdown.Fault{Path: w.at + "HealthCheckPath", Rule: "pattern", Given: quote(h), Allowed: "a path that starts with /",
			Message: w.at + "HealthCheckPath is not a path."})
	}
	switch {
	case w.ExistingNetworkListener != nil:
		c.existingListener(p, w)
	case w.network:
		c.networkLoadBalancer(w)
		c.networkListener(p, w)
	default:
		c.oneOf(w.at+"ProtocolVersion", string(w.ProtocolVersion), "GRPC", "HTTP1", "HTTP2")
		c.rules(p, w)
	}
	c.groupProps(p, w)
	p.ways = append(p.ways, w)
}

// mapped reads a port that a container which takes requests must map, or gives 0.
func (c *checker) mapped(p *plan, path string, v *float64) int {
	port := c.whole(path, v, 1, maxPort)
	if port == 0 || slices.Contains(p.mapped, port) {
		return port
	}
	allowed := "ContainerPort or one of AdditionalPorts"
	if p.Front != nil {
		allowed = "a port of Front or of the app"
	}
	c.add(shutdown.Fault{Path: path, Rule: "enum", Given: strconv.Itoa(port), Allowed: allowed,
		Message: "No container that takes requests maps this port, so every health check would fail.",
		WaysOut: []string{"add " + strconv.Itoa(port) + " to AdditionalPorts"}})
	return 0
}

// traffic checks that only one rule or listener leads to target groups between
// which a deployment moves traffic, and that no two are in each other's place.
func (c *checker) traffic(p *plan) {
	count, rules := 0, 0
	for _, w := range p.ways {
		rules += len(w.rules)
	}
	priorities, ports, names := map[string]string{}, map[string]string{}, map[string]string{}
	existing := map[string]string{}
	for _, w := range p.ways {
		count += len(w.rules)
		c.once(existing, w)
		if w.existing && p.shifts() {
			return // That is the first thing to change.
		}
		if g := w.TargetGroup; g != nil && g.TargetGroupName != nil {
			c.place(names, *g.TargetGroupName, w.at+"TargetGroup.TargetGroupName", quote(*g.TargetGroupName), "a name that no other target group has")
		}
		for _, r := range w.rules {
			if rules > 1 && r.listener != nil && r.priority != nil && !isToken(*r.priority) { // Each ARN is a call into Node.
				key := deref(r.listener.ListenerArn()) + " " + number(*r.priority)
				c.place(priorities, key, r.at+"Priority", number(*r.priority), "a priority that no other rule of the listener has")
			}
		}
		if w.network {
			count++
			if w.NetworkLoadBalancer != nil && w.ListenerPort != nil && !isToken(*w.ListenerPort) {
				key := deref(w.NetworkLoadBalancer.LoadBalancerRef().LoadBalancerArn) + " " + number(*w.ListenerPort)
				c.place(ports, key, w.at+"ListenerPort", number(*w.ListenerPort), "a port that no other listener of the load balancer has")
			}
		}
	}
	if count <= 1 && len(deref(p.Routes)) == 0 {
		return
	}
	path := "Rules"
	if len(deref(p.Routes)) > 0 {
		path = "Routes"
	}
	c.unlessRolling(p, path, "a value", "ECS moves traffic at one rule or listener, and others would lead to a target group that is empty half of the time.", "remove "+path)
}

// place faults what stands where another one stands already.
func (c *checker) place(seen map[string]string, key, path, given, allowed string) {
	if first, ok := seen[key]; ok {
		c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: given, Allowed: allowed, Message: first + " is the same already."})
		return
	}
	seen[key] = path
}
