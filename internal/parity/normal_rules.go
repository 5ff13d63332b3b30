package parity

import (
	"fmt"
	"slices"
	"strings"
)

// rules gathers what a security group lets in and out, whether it stands in the
// group or beside it.
func (a *assignment) rules(t Tree) {
	a.rulesOf(t["security_group"], "")
	a.rulesOf(t["balancer_group"], "balancer_")
}

func (a *assignment) rulesOf(group map[string]any, prefix string) {
	if group == nil {
		return
	}
	for _, direction := range []struct{ part, inline string }{{"ingress", "securityGroupIngress"}, {"egress", "securityGroupEgress"}} {
		rules := append([]any(nil), list(group, direction.inline)...)
		delete(group, direction.inline)
		for _, r := range a.parts[prefix+direction.part] {
			rule := a.named(r.Properties)
			delete(rule, "groupId")
			rules = append(rules, rule)
		}
		out := map[string]any{}
		for _, r := range rules {
			rule, _ := plain(r).(map[string]any)
			var peer string
			for _, name := range []string{"cidrIp", "cidrIpv6", "sourceSecurityGroupId", "destinationSecurityGroupId", "sourcePrefixListId", "destinationPrefixListId"} {
				peer += text(rule, name)
			}
			key := fmt.Sprintf("%s %s-%s %s", text(rule, "ipProtocol"), text(rule, "fromPort"), text(rule, "toPort"), peer)
			if text(rule, "ipProtocol") == "-1" {
				key = "all " + peer
			}
			out[key] = rule
		}
		group[direction.part] = out
	}
	ungenerated(group, "groupName")
}

// permissions gathers what each role may do, in which policy it stands, one
// line for each action and resource: AWS grants the union.
func (a *assignment) permissions(t Tree) {
	for _, part := range []string{"execution_role", "task_role", "infrastructure_role", "hooks_role", "volumes_role"} {
		role := t[part]
		if role == nil {
			continue
		}
		var documents []any
		for _, p := range list(role, "policies") {
			documents = append(documents, at(p, "policyDocument"))
		}
		for _, r := range a.parts["policy"] {
			if refers(r.Properties["roles"], a.parts[part][0].ID) {
				documents = append(documents, a.named(r.Properties)["policyDocument"])
			}
		}
		delete(role, "policies")
		ungenerated(role, "roleName")
		role["permissions"] = statements(documents...)
		role["trust"] = statements(role["assumeRolePolicyDocument"])
		delete(role, "assumeRolePolicyDocument")
		sorted(role, "managedPolicyArns")
	}
}

func refers(v any, id string) bool {
	for _, r := range referenced(v) {
		if r == id {
			return true
		}
	}
	return false
}

// statements takes policies apart into lines, each the name of an entry.
func statements(documents ...any) map[string]any {
	lines := map[string]any{}
	for _, d := range documents {
		for _, s := range many(at(d, "statement")) {
			for _, action := range append(many(at(s, "action")), all("all but ", at(s, "notAction"))...) {
				for _, target := range slices.Concat(many(at(s, "resource")), all("all but ", at(s, "notResource")), principals(s)) {
					line := fmt.Sprintf("%s %v on %v", text(s, "effect"), action, target)
					if sid := text(s, "sid"); sid != "" {
						line = sid + ": " + line
					}
					if c := at(s, "condition"); c != nil {
						line += fmt.Sprintf(" if %v", plain(c))
					}
					lines[line] = true
				}
			}
		}
	}
	return lines
}

// all is what the NotAction or NotResource of a statement leaves out, which is one
// thing: what one of them leaves out, the others do not.
func all(prefix string, v any) []any {
	var words []string
	for _, e := range many(v) {
		words = append(words, fmt.Sprint(e))
	}
	if len(words) == 0 {
		return nil
	}
	return []any{prefix + strings.Join(words, ", ")}
}

// ungenerated leaves out a physical name that is not the case's own.
func ungenerated(m map[string]any, key string) {
	if !strings.HasPrefix(text(m, key), ownName) {
		delete(m, key)
	}
}

func principals(statement any) []any {
	var out []any
	m, _ := at(statement, "principal").(map[string]any)
	for kind, v := range m {
		for _, p := range many(v) {
			out = append(out, strings.TrimSpace(kind+" "+fmt.Sprint(p)))
		}
	}
	return out
}

// many is a list, or the one value that a policy may write instead of it.
func many(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

// scaling names each policy by its metric and writes its target out.
func (a *assignment) scaling(t Tree) error {
	for _, r := range a.parts["scaling_policy"] {
		p := a.named(r.Properties)
		if p["scalingTargetId"] != nil {
			for _, key := range []string{"resourceId", "scalableDimension", "serviceNamespace"} {
				p[key] = at(t["scalable_target"], key)
			}
			delete(p, "scalingTargetId")
		}
		configuration := at(p, "targetTrackingScalingPolicyConfiguration")
		metric := text(configuration, "predefinedMetricSpecification", "predefinedMetricType")
		custom := at(configuration, "customizedMetricSpecification")
		switch {
		case metric != "":
		case configuration == nil: // The caller's own name of a policy by steps.
			metric = text(p, "policyName")
			sortedBy(at(p, "stepScalingPolicyConfiguration"), "stepAdjustments", "metricIntervalLowerBound")
		case text(custom, "metricName") != "":
			metric = text(custom, "metricName")
			byName(custom, "dimensions", "name")
		default:
			metric = "backlog"
			a.queueDimensions(configuration, t)
		}
		part := "scaling_policy." + metric
		if t[part] != nil {
			return fmt.Errorf("two scaling policies track %s", metric)
		}
		t[part] = p
	}
	return nil
}

// queueDimensions refers to the queue where Terraform writes its name, which is
// too plain a word to be replaced everywhere.
func (a *assignment) queueDimensions(configuration any, t Tree) {
	for _, m := range list(configuration, "customizedMetricSpecification", "metrics") {
		for _, d := range list(m, "metricStat", "metric", "dimensions") {
			if d, ok := d.(map[string]any); ok && text(d, "name") == "QueueName" && text(d, "value") == text(t["queue"], "queueName") {
				d["value"] = "${queue.name}"
			}
		}
	}
}
