package parity

import "strings"

// assignBalancer finds the load balancer that is the service's own, what stands on
// it, and the name that leads to it.
func (a *assignment) assignBalancer() {
	for _, r := range a.parts["listener_rule"] {
		a.follow("front_listener", r.Properties["listenerArn"])
	}
	for _, r := range a.parts["front_listener"] {
		a.follow("load_balancer", r.Properties["loadBalancerArn"])
	}
	balancer := a.one("load_balancer")
	if balancer == nil {
		return
	}
	a.follow("balancer_group", balancer.Properties["securityGroups"])
	for _, r := range a.resources {
		rule, ok := map[string]struct{ part, key string }{
			typeListener: {"front_listener", "loadBalancerArn"}, typeRecord: {"record", "aliasTarget"},
			typeIngress: {"balancer_ingress", "groupId"}, typeEgress: {"balancer_egress", "groupId"},
		}[r.Type]
		if !ok {
			continue
		}
		for _, id := range referenced(r.Properties[rule.key]) {
			if part := a.slots[id]; part == "load_balancer" || part == "balancer_group" {
				a.put(rule.part, r)
			}
		}
	}
	for _, r := range append([]*Resource(nil), a.parts["record"]...) {
		if kind := text(r.Properties, "type"); kind != "A" {
			a.rename("record", r, "record."+kind)
		}
	}
	for _, r := range append([]*Resource(nil), a.parts["front_listener"]...) {
		a.rename("front_listener", r, "front_listener.port-"+plainText(r.Properties["port"]))
	}
}

// balancerInOrder brings the load balancer's own part into normal form.
func balancerInOrder(t Tree) {
	attributesByKey(t["load_balancer"], "loadBalancerAttributes")
	sorted(t["load_balancer"], "subnets")
	ungenerated(t["load_balancer"], "name")
	for part, p := range t {
		if strings.HasPrefix(part, "front_listener.") {
			attributesByKey(p, "listenerAttributes")
		}
	}
	for part, r := range t {
		if part != "record" && !strings.HasPrefix(part, "record.") {
			continue
		}
		// A name with and without its last dot is the same.
		r["name"] = strings.TrimSuffix(text(r, "name"), ".")
		if alias, ok := r["aliasTarget"].(map[string]any); ok {
			// Both names of a load balancer have the same addresses; the CDK writes the longer.
			alias["dNSName"] = strings.TrimPrefix(text(alias, "dNSName"), "dualstack.")
		}
	}
}
