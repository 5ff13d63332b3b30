package parity

import (
	"sort"
	"strings"
)

// nameWays gives target groups, rules and listeners names of their own where a
// service has several: a rule that of its priority, a listener that of its port,
// and a target group that of the first that leads to it.
func (a *assignment) nameWays() {
	leads := map[string]string{}
	for _, kind := range []struct{ part, key, number, prefix string }{
		{"listener", "defaultActions", "port", "port-"}, {"listener_rule", "actions", "priority", ""},
	} {
		rs := append([]*Resource(nil), a.parts[kind.part]...)
		sort.Slice(rs, func(i, j int) bool { return text(rs[i].Properties, kind.number) < text(rs[j].Properties, kind.number) })
		for _, r := range rs {
			name := kind.prefix + plainText(r.Properties[kind.number])
			for _, id := range referenced(r.Properties[kind.key]) {
				if a.slots[id] == "target_group" && leads[id] == "" {
					leads[id] = name
				}
			}
			if len(rs) > 1 {
				a.rename(kind.part, r, kind.part+"."+name)
			}
		}
	}
	if groups := append([]*Resource(nil), a.parts["target_group"]...); len(groups) > 1 {
		for _, r := range groups {
			a.rename("target_group", r, "target_group."+leads[r.ID])
		}
	}
}

func plainText(v any) string {
	s, _ := plain(v).(string)
	return s
}

// rename gives a resource to another part.
func (a *assignment) rename(part string, r *Resource, to string) {
	var rest []*Resource
	for _, other := range a.parts[part] {
		if other != r {
			rest = append(rest, other)
		}
	}
	a.parts[part], a.slots[r.ID] = rest, to
	a.parts[to] = append(a.parts[to], r)
	if len(rest) == 0 {
		delete(a.parts, part)
	}
}

// waysInOrder brings what leads to the target groups into normal form.
func waysInOrder(t Tree) {
	for part, p := range t {
		switch kind, _, _ := strings.Cut(part, "."); kind {
		case "target_group", "alternate_target_group":
			targetGroupOf(p)
		case "test_listener_rule": // A rule of the one load balancer, or a listener of the other.
			byName(at(p, "actions", 0, "forwardConfig"), "targetGroups", "targetGroupArn")
			byName(at(p, "defaultActions", 0, "forwardConfig"), "targetGroups", "targetGroupArn")
			attributesByKey(p, "listenerAttributes")
			conditions(p)
		case "listener_rule":
			loginParams(p)
			byName(at(p, "actions", 0, "forwardConfig"), "targetGroups", "targetGroupArn")
			conditions(p)
		case "listener":
			byName(at(p, "defaultActions", 0, "forwardConfig"), "targetGroups", "targetGroupArn")
			attributesByKey(p, "listenerAttributes")
		}
	}
	if s := t["service"]; len(list(s, "loadBalancers")) > 1 {
		byName(s, "loadBalancers", "targetGroupArn")
	}
}

// loginParams turns the parameters of a login, which the protocol of the API writes
// as a list of entries, into a map by name.
func loginParams(rule map[string]any) {
	const params = "authenticationRequestExtraParams"
	for _, kind := range []string{"authenticateCognitoConfig", "authenticateOidcConfig"} {
		config, _ := at(rule, "actions", 0, kind).(map[string]any)
		entries := list(config, params, "entry")
		if len(entries) == 0 {
			continue
		}
		out := map[string]any{}
		for _, e := range entries {
			out[text(e, "key")] = text(e, "value")
		}
		config[params] = out
	}
}

// conditions turns a rule's conditions, whose order is free, into a map by
// field. An old and a new way to write the values are one.
func conditions(rule map[string]any) {
	out := map[string]any{}
	for _, c := range list(rule, "conditions") {
		field := text(c, "field")
		values := list(c, "values")
		for _, config := range []string{"hostHeaderConfig", "httpHeaderConfig", "httpRequestMethodConfig", "pathPatternConfig", "queryStringConfig", "sourceIpConfig"} {
			for _, v := range list(c, config, "values") {
				if pair, ok := v.(map[string]any); ok {
					v = plainText(pair["key"]) + "=" + plainText(pair["value"])
				}
				values = append(values, v)
			}
			if name := text(c, config, "httpHeaderName"); name != "" {
				field += " " + name
			}
		}
		for out[field] != nil { // Two conditions of one kind are not one.
			field += " again"
		}
		out[field] = values
		sorted(out, field)
	}
	if len(out) > 0 {
		rule["conditions"] = out
	}
}
