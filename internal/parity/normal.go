package parity

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// tree turns the assigned resources into parts in normal form: the same values,
// spelled in one way. Lists whose order AWS does not keep become maps by name,
// or are sorted.
func (a *assignment) tree() (Tree, error) {
	t := Tree{}
	for part, rs := range a.parts {
		switch part {
		case "ingress", "egress", "balancer_ingress", "balancer_egress", "policy", "scaling_policy":
			continue
		}
		if len(rs) != 1 {
			return nil, fmt.Errorf("%d resources are its %s", len(rs), part)
		}
		t[part] = a.named(rs[0].Properties)
	}
	a.rules(t)
	a.permissions(t)
	scheduledActions(t["scalable_target"])
	if err := a.scaling(t); err != nil {
		return nil, err
	}
	containers(t["task_definition"])
	volumes(t["task_definition"])
	if s := t["service"]; s != nil {
		if s["cluster"] == clusterName {
			// ECS takes a cluster's name as well as its ARN.
			s["cluster"] = "${cluster.arn}"
		}
		byName(s, "capacityProviderStrategy", "capacityProvider")
		byName(at(s, "deploymentConfiguration"), "lifecycleHooks", "hookTargetArn")
		byName(at(s, "serviceConnectConfiguration"), "services", "portName")
		sorted(s["networkConfiguration"], "awsvpcConfiguration", "subnets")
		sorted(s["networkConfiguration"], "awsvpcConfiguration", "securityGroups")
		sorted(s, "deploymentConfiguration", "alarms", "alarmNames")
	}
	for part, p := range t {
		if strings.HasPrefix(part, "scaling_policy.") {
			metrics(at(p, "targetTrackingScalingPolicyConfiguration", "customizedMetricSpecification"))
			forecasts(p)
		}
	}
	waysInOrder(t)
	balancerInOrder(t)
	for part, properties := range t {
		t[part], _ = plain(properties).(map[string]any)
	}
	return t, nil
}

// named copies properties with the parts' names in place of ids.
func (a *assignment) named(properties map[string]any) map[string]any {
	out, _ := walk(properties, "", func(_, s string) any {
		return referencePattern.ReplaceAllStringFunc(s, func(ref string) string {
			m := referencePattern.FindStringSubmatch(ref)
			if part, ok := a.slots[m[1]]; ok {
				return "${" + part + "." + m[2] + "}"
			}
			return ref
		})
	}).(map[string]any)
	return out
}

// containers turns lists of named things into maps, and keeps the containers'
// order as a value of its own.
func containers(task map[string]any) {
	if task == nil {
		return
	}
	var order []string
	for _, c := range list(task, "containerDefinitions") {
		order = append(order, text(c, "name"))
		byName(c, "environment", "name")
		byName(c, "secrets", "name")
		byName(c, "dependsOn", "containerName")
	}
	task["containerOrder"] = strings.Join(order, ", ")
	byName(task, "containerDefinitions", "name")
}

// metrics brings the metrics of a metric expression, which name each other by
// id, and their dimensions into maps.
func metrics(specification any) {
	for _, m := range list(specification, "metrics") {
		byName(at(m, "metricStat", "metric"), "dimensions", "name")
	}
	byName(specification, "metrics", "id")
}

// byName turns a list of objects into a map by one of their fields. If two have
// the same name the list stays, so that the second is not lost.
func byName(v any, key, field string) {
	m, ok := v.(map[string]any)
	if !ok {
		return
	}
	out := map[string]any{}
	for _, e := range list(m, key) {
		name := text(e, field)
		if _, twice := out[name]; twice || name == "" {
			return
		}
		out[name] = e
	}
	if len(out) > 0 {
		m[key] = out
	}
}

func sorted(v any, path ...any) {
	l := list(v, path...)
	sort.Slice(l, func(i, j int) bool { return fmt.Sprint(l[i]) < fmt.Sprint(l[j]) })
}

// attributesByKey turns [{key, value}] into a map.
func attributesByKey(m map[string]any, key string) {
	out := map[string]any{}
	for _, e := range list(m, key) {
		out[text(e, "key")] = at(e, "value")
	}
	if len(out) > 0 {
		m[key] = out
	}
}

// plain writes every scalar as text and leaves out what is empty.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			if p := plain(e); p != nil {
				out[k] = p
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []any:
		var out []any
		for _, e := range v {
			if p := plain(e); p != nil {
				out = append(out, p)
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case nil:
		return nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case json.Number:
		if f, err := v.Float64(); err == nil {
			return strconv.FormatFloat(f, 'f', -1, 64)
		}
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	default:
		return fmt.Sprint(v)
	}
}
