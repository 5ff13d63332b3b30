package parity

import (
	"maps"
	"slices"
)

// ingress lets one source, a security group or a network, reach ports of a group.
type ingress struct{ group, protocol, from, to, source string }

// open says whether requests of a load balancer reach a port. A network counts for
// a load balancer that has no security group, whose addresses nobody knows; for
// one that has, only all networks do.
func (w *Traffic) open(groups []string, port, balancer string) bool {
	from := w.balancers[balancer]
	for _, i := range w.ingress {
		network := len(from) == 0 && !isGroup(i.source) || i.source == "0.0.0.0/0"
		if slices.Contains(groups, i.group) && i.lets(port) && (network || slices.Contains(from, i.source)) {
			return true
		}
	}
	return false
}

func isGroup(source string) bool { return len(source) > 3 && source[:3] == "sg-" }

// lets says whether TCP is let in at a port.
func (i ingress) lets(port string) bool {
	switch i.protocol {
	case "-1", "all":
		return true
	case "tcp", "6":
		return number0(i.from) <= number0(port) && number0(port) <= number0(i.to)
	}
	return false
}

// permissions reads the ingress rules of a request, one for each source.
func permissions(request map[string]any) (out []ingress) {
	for _, p := range list(request, "IpPermissions") {
		sources := []string{}
		for _, at := range [][2]string{{"Groups", "GroupId"}, {"UserIdGroupPairs", "GroupId"}, {"IpRanges", "CidrIp"}, {"Ipv6Ranges", "CidrIpv6"}, {"PrefixListIds", "PrefixListId"}} {
			for _, s := range list(p, at[0]) {
				sources = append(sources, text(s, at[1]))
			}
		}
		for _, s := range sources {
			out = append(out, ingress{text(request, "GroupId"), text(p, "IpProtocol"), text(p, "FromPort"), text(p, "ToPort"), s})
		}
	}
	return out
}

func (w *Traffic) allow(e Exchange) {
	for n, i := range permissions(e.Request) {
		w.ingress[text(e.Response, "AuthorizeSecurityGroupIngressResponse", "securityGroupRuleSet", n, "securityGroupRuleId")] = i
	}
}

// alter changes rules in place.
func (w *Traffic) alter(request map[string]any) {
	for _, r := range list(request, "SecurityGroupRule") {
		id := text(r, "SecurityGroupRuleId")
		i, ok := w.ingress[id]
		if !ok {
			continue // It lets out.
		}
		i.protocol, i.from, i.to = text(r, "SecurityGroupRule", "IpProtocol"), text(r, "SecurityGroupRule", "FromPort"), text(r, "SecurityGroupRule", "ToPort")
		for _, key := range []string{"ReferencedGroupId", "CidrIpv4", "CidrIpv6", "PrefixListId"} {
			if v := text(r, "SecurityGroupRule", key); v != "" {
				i.source = v
			}
		}
		w.ingress[id] = i
	}
}

// revoke takes rules away, by their ids or by what they say.
func (w *Traffic) revoke(request map[string]any) {
	for _, id := range list(request, "SecurityGroupRuleId") {
		if s, ok := id.(string); ok {
			delete(w.ingress, s)
		}
	}
	gone := permissions(request)
	maps.DeleteFunc(w.ingress, func(_ string, i ingress) bool { return slices.Contains(gone, i) })
}
