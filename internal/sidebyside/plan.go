package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// fromPlan reads the settings out of a Terraform plan.
func fromPlan(plan map[string]any) settings {
	s := settings{}
	planned, _ := plan["planned_values"].(map[string]any)
	root, _ := planned["root_module"].(map[string]any)
	s.module(root)
	return s
}

func (s settings) module(m map[string]any) {
	for _, r := range objects(m["resources"]) {
		v, _ := r["values"].(map[string]any)
		switch r["type"] {
		case "aws_ecs_task_definition":
			var containers []any
			text, _ := v["container_definitions"].(string)
			if json.Unmarshal([]byte(text), &containers) == nil {
				s.containers(containers)
			}
		case "aws_lb_target_group":
			s.set("deregistration delay", v["deregistration_delay"])
			check := first(v["health_check"])
			s.set("health check interval", check["interval"])
			s.set("health check timeout", check["timeout"])
			s.set("healthy threshold", check["healthy_threshold"])
			s.set("unhealthy threshold", check["unhealthy_threshold"])
		case "aws_ecs_service":
			s.set("grace period", v["health_check_grace_period_seconds"])
			s.set("minimum healthy percent", v["deployment_minimum_healthy_percent"])
			s.set("maximum percent", v["deployment_maximum_percent"])
			s.set("zone rebalancing", v["availability_zone_rebalancing"])
			s.set("circuit breaker", first(v["deployment_circuit_breaker"])["enable"])
			s.set("rollback", first(v["deployment_circuit_breaker"])["rollback"])
			s.capacity(objects(v["capacity_provider_strategy"]), "capacity_provider", "weight")
		case "aws_appautoscaling_policy":
			policy := first(v["target_tracking_scaling_policy_configuration"])
			metric := first(policy["predefined_metric_specification"])["predefined_metric_type"]
			s.set(fmt.Sprintf("scale-in cooldown, %v", metric), policy["scale_in_cooldown"])
		}
	}
	for _, child := range objects(m["child_modules"]) {
		s.module(child)
	}
}

// containers reads container definitions whose keys begin with a small letter.
func (s settings) containers(list []any) {
	for _, c := range objects(list) {
		name := fmt.Sprint(c["name"])
		s.set("stop timeout of "+name, c["stopTimeout"])
		if command, ok := c["command"].([]any); ok {
			s["command of "+name] = strings.Trim(fmt.Sprint(command), "[]")
		}
		for _, e := range objects(c["environment"]) {
			s.set(fmt.Sprintf("%s, %v", name, e["name"]), e["value"])
		}
	}
}

func (s settings) capacity(list []map[string]any, provider, weight string) {
	var words []string
	for _, p := range list {
		words = append(words, fmt.Sprintf("%v ×%s", p[provider], word(p[weight])))
	}
	s.set("capacity", strings.Join(words, ", "))
}

// set keeps a value as a word; what is not there is left out.
func (s settings) set(name string, v any) {
	if w := word(v); w != "" {
		s[name] = w
	}
}

func word(v any) string {
	switch v := v.(type) {
	case nil, map[string]any, []any:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}

// objects are the maps of a list.
func objects(v any) []map[string]any {
	var out []map[string]any
	list, _ := v.([]any)
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// first is the only block of its kind, or an empty one.
func first(v any) map[string]any {
	if list := objects(v); len(list) > 0 {
		return list[0]
	}
	return nil
}
