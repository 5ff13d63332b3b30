package parity

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// listener is that of any load balancer.
type listener struct {
	port, protocol string
	leadsTo        action
}

// rule is one of an ALB's listener.
type rule struct {
	listener, priority string
	conditions         []condition
	leadsTo            action
}

// action is where a rule or listener, by its ARN, sends requests.
type action struct {
	arn    string
	groups map[string]string // weights by target group
	other  string            // what it does instead of forwarding
}

// condition is met by one of its values. The field has the header's name in it,
// and a value the query string's key.
type condition struct {
	field  string
	values []string
}

// route finds where a listener sends a client: to each rule that takes some of its
// requests, up to the first in the order of priorities that takes them all, or to
// what the listener does with the rest.
func (w *Traffic) route(c client) (taken []action, fault string) {
	arn, fault := w.enter(c.door)
	if fault != "" {
		return nil, fault
	}
	var rules []rule
	for _, r := range slices.Sorted(maps.Keys(w.rules)) {
		if w.rules[r].listener == arn {
			rules = append(rules, w.rules[r])
		}
	}
	slices.SortStableFunc(rules, func(a, b rule) int { return number0(a.priority) - number0(b.priority) })
	for _, r := range rules {
		if r.takes(c, true) {
			taken = append(taken, r.leadsTo)
		}
		if r.takes(c, false) {
			return taken, ""
		}
	}
	if l, ok := w.listeners[arn]; ok {
		return append(taken, l.leadsTo), ""
	}
	return nil, "no rule takes them"
}

// enter finds the listener behind a door.
func (w *Traffic) enter(d door) (arn, fault string) {
	if d.port == "" {
		return d.listener, ""
	}
	for _, arn := range slices.Sorted(maps.Keys(w.listeners)) {
		l := w.listeners[arn]
		if balancerOf(arn) != d.balancer || l.port != d.port {
			continue
		}
		if l.protocol != d.protocol {
			return "", "the listener takes " + l.protocol + ", not " + d.protocol
		}
		return arn, ""
	}
	return "", "nobody listens on port " + d.port
}

// takes says whether the rule takes every request of the client, or some of them.
// What the client does not say may be anything, so that some of its requests may
// meet a condition on it.
func (r rule) takes(c client, some bool) bool {
	meets := covers
	if some {
		meets = overlaps
	}
	for _, wanted := range r.conditions {
		values := slices.DeleteFunc(slices.Clone(wanted.values), func(v string) bool { return metByNobody(wanted.field, v) })
		met := some && len(values) > 0 || slices.ContainsFunc(values, func(v string) bool { return everything(wanted.field, v) })
		if i := slices.IndexFunc(c.wants, func(has condition) bool { return has.field == wanted.field }); i >= 0 {
			met = slices.ContainsFunc(c.wants[i:], func(has condition) bool {
				return has.field == wanted.field && slices.ContainsFunc(values, func(v string) bool { return meets(wanted.field, v, has.values[0]) })
			})
		}
		if !met {
			return false
		}
	}
	return true
}

// everything says whether each request has a value that meets this one.
func everything(field, value string) bool {
	return value == "*" && (field == "host-header" || field == "path-pattern") || value == "/*" && field == "path-pattern"
}

// leads reads actions, the last of which says where requests go.
func leads(arn string, actions []any) action {
	out := action{arn: arn, groups: map[string]string{}}
	for _, a := range actions {
		kind := text(a, "Type")
		if kind == "" {
			kind = "forward"
		}
		out.other = ""
		if kind != "forward" {
			out.other = kind
		}
		if g := text(a, "TargetGroupArn"); g != "" {
			out.groups[g] = "1"
		}
		for _, g := range list(a, "ForwardConfig", "TargetGroups") {
			weight := text(g, "Weight")
			if weight == "" {
				weight = "1"
			}
			out.groups[text(g, "TargetGroupArn")] = weight
		}
	}
	return out
}

// conditionOf reads a condition, whose values are in Values, or in the block of
// its own kind.
func conditionOf(c any) condition {
	out := condition{field: text(c, "Field")}
	if name := text(c, "HttpHeaderConfig", "HttpHeaderName"); name != "" {
		out.field += ":" + strings.ToLower(name)
	}
	m, _ := c.(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(m)) {
		l, ok := m[key].([]any)
		if !ok {
			l = list(m[key], "Values")
		}
		for _, v := range l {
			s, ok := v.(string)
			if !ok {
				if s = text(v, "Key"); s == "" {
					s = "*"
				}
				s += "=" + text(v, "Value")
			}
			if !slices.Contains(out.values, s) {
				out.values = append(out.values, s)
			}
		}
	}
	return out
}

// number0 is a number in text, or 0.
func number0(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
