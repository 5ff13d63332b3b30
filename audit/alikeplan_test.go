package audit_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// tf is a resource of Terraform: what it will be, what of it is known after apply only,
// and what the configuration has for it.
type tf struct {
	kind, name     string
	index          any
	after, unknown object
	expressions    object
	arn            string
}

// constant is what the configuration has for literals.
func constant(v object) object {
	out := object{}
	for name, value := range v {
		if blocks, is := value.([]any); is {
			var below []any
			for _, b := range blocks {
				if block, is := b.(object); is {
					below = append(below, constant(block))
				}
			}
			out[name] = below
			continue
		}
		out[name] = object{"constant_value": value}
	}
	return out
}

func references(names ...string) object { return object{"references": names} }

// terraform is it as resources of hashicorp/aws.
func (s configured) terraform() []tf {
	block := func(o object) []any {
		if len(o) == 0 {
			return nil
		}
		return []any{o}
	}
	task, _ := json.Marshal(s.containers())
	out := []tf{{kind: "aws_ecs_task_definition", name: "this", arn: taskARN, after: object{"family": "api", "requires_compatibilities": []any{"FARGATE"}, "container_definitions": string(task)}}}

	deployment := object{}
	if s.Strategy != "" {
		deployment = object{"strategy": s.Strategy, "bake_time_in_minutes": strconv.Itoa(s.Bake)}
	}
	switch s.Strategy {
	case "LINEAR":
		deployment["linear_configuration"] = []any{object{"step_percent": s.Step, "step_bake_time_in_minutes": strconv.Itoa(s.StepMinutes)}}
	case "CANARY":
		deployment["canary_configuration"] = []any{object{"canary_percent": s.Step, "canary_bake_time_in_minutes": strconv.Itoa(s.StepMinutes)}}
	}
	var providers []any
	for _, p := range s.Providers {
		providers = append(providers, object{"capacity_provider": p.Name, "base": p.Base, "weight": p.Weight})
	}
	written := with("name", "api", "desired_count", s.Desired, "deployment_minimum_healthy_percent", s.Minimum, "deployment_maximum_percent", s.Maximum,
		"deployment_circuit_breaker", block(with("enable", s.Enable, "rollback", s.Rollback)), "deployment_configuration", block(deployment), "deployment_controller", block(with("type", s.Controller)),
		"availability_zone_rebalancing", s.Rebalancing, "health_check_grace_period_seconds", s.Grace, "capacity_provider_strategy", providers)
	if len(providers) == 0 {
		written["launch_type"] = "FARGATE"
	}
	service := tf{kind: "aws_ecs_service", name: "this", after: written, expressions: constant(written), unknown: object{"task_definition": true}}
	service.expressions["task_definition"] = references("aws_ecs_task_definition.this.arn", "aws_ecs_task_definition.this")
	for name, usual := range (object{"deployment_minimum_healthy_percent": 100, "deployment_maximum_percent": 200}) {
		if written[name] == nil {
			written[name] = usual
		}
	}
	var routes, unknown, expressions []any
	group := func(i int) object {
		at := fmt.Sprintf("aws_lb_target_group.g%d", i)
		return references(at+"[0].arn", at+"[0]", at)
	}
	for i := range s.Groups {
		route := object{"container_name": s.Containers[0].Name, "container_port": 80}
		missing, expression := object{"target_group_arn": true}, constant(route)
		expression["target_group_arn"] = group(i)
		if s.TargetGroupsTakeTurns {
			if i > 0 {
				continue
			}
			route["advanced_configuration"], missing["advanced_configuration"] = []any{object{}}, []any{object{"alternate_target_group_arn": true}}
			expression["advanced_configuration"] = []any{object{"alternate_target_group_arn": group(1)}}
		}
		routes, unknown, expressions = append(routes, route), append(unknown, missing), append(expressions, expression)
	}
	service.after["load_balancer"], service.unknown["load_balancer"], service.expressions["load_balancer"] = routes, unknown, expressions
	out = append(out, service)
	for i, g := range s.Groups {
		check := object{"interval": g.Interval, "timeout": g.Timeout, "healthy_threshold": g.HealthyThreshold, "unhealthy_threshold": g.BadThreshold}
		written := with("protocol", g.Protocol, "connection_termination", g.Termination, "health_check", []any{check})
		if g.Delay != nil {
			written["deregistration_delay"] = strconv.Itoa(*g.Delay)
		}
		r := tf{kind: "aws_lb_target_group", name: fmt.Sprintf("g%d", i), index: 0, arn: groupARN(i), after: written, expressions: constant(written)}
		if g.Delay == nil {
			written["deregistration_delay"] = "300"
		}
		out = append(out, r)
	}
	if s.balanced() {
		out = append(out, s.balancer()...)
	}
	if s.Scales {
		out = append(out, s.scaling()...)
	}
	return out
}

func (s configured) balancer() []tf {
	balancer, listener := object{"load_balancer_type": "application"}, object{"protocol": s.Groups[0].Protocol, "default_action": []any{object{"type": "forward"}}}
	if s.onNetwork() {
		balancer["load_balancer_type"] = "network"
		listener = with("protocol", s.Groups[0].Protocol, "default_action", []any{object{"type": "forward"}}, "tcp_idle_timeout_seconds", s.Idle)
	} else {
		balancer = with("load_balancer_type", "application", "idle_timeout", s.Idle)
	}
	l := tf{kind: "aws_lb_listener", name: "this", after: listener, expressions: constant(listener), unknown: object{"load_balancer_arn": true, "default_action": []any{object{"target_group_arn": true}}}}
	l.expressions["load_balancer_arn"] = references("aws_lb.this.arn", "aws_lb.this")
	l.expressions["default_action"] = []any{object{"type": object{"constant_value": "forward"}, "target_group_arn": references("aws_lb_target_group.g0[0].arn", "aws_lb_target_group.g0[0]", "aws_lb_target_group.g0")}}
	b := tf{kind: "aws_lb", name: "this", arn: "arn:balancer", after: balancer, expressions: constant(balancer)}
	if s.Idle == nil && !s.onNetwork() {
		balancer["idle_timeout"] = 60
	}
	return []tf{b, l}
}

func (s configured) scaling() []tf {
	target := object{"min_capacity": s.Least, "max_capacity": s.Most, "resource_id": "service/shop/api"}
	t := tf{kind: "aws_appautoscaling_target", name: "this", after: target, expressions: constant(target)}
	t.expressions["resource_id"] = references("aws_ecs_service.this.name", "aws_ecs_service.this")
	policy := object{"resource_id": "service/shop/api"}
	if len(s.Steps) == 0 {
		policy["target_tracking_scaling_policy_configuration"] = []any{object{"scale_in_cooldown": s.Cooldown, "predefined_metric_specification": []any{object{"predefined_metric_type": "ECSServiceAverageCPUUtilization"}}}}
	} else {
		policy["step_scaling_policy_configuration"] = []any{object{"cooldown": s.Cooldown, "adjustment_type": "ChangeInCapacity", "step_adjustment": s.steps("scaling_adjustment")}}
	}
	p := tf{kind: "aws_appautoscaling_policy", name: "this", after: policy, expressions: constant(policy)}
	p.expressions["resource_id"] = references("aws_appautoscaling_target.this.resource_id", "aws_appautoscaling_target.this")
	return []tf{t, p}
}

// plan is a first plan of it, at the root or in a module of that address, which the
// calls of those names lead to.
func (s configured) plan(module string, calls ...string) object {
	var changes, resources []any
	seen := map[string]bool{}
	for _, r := range s.terraform() {
		unknown := r.unknown
		if unknown == nil {
			unknown = object{}
		}
		if r.arn != "" {
			unknown["arn"] = true
		}
		change := object{"mode": "managed", "type": r.kind, "name": r.name, "change": object{"actions": []any{"create"}, "before": nil, "after": r.after, "after_unknown": unknown}}
		address := r.kind + "." + r.name
		if r.index != nil {
			change["index"] = r.index
			address += fmt.Sprintf("[%v]", r.index)
		}
		if module != "" {
			change["module_address"], address = module, module+"."+address
		}
		change["address"] = address
		changes = append(changes, change)
		if !seen[r.kind+r.name] {
			seen[r.kind+r.name] = true
			resources = append(resources, object{"mode": "managed", "type": r.kind, "name": r.name, "expressions": r.expressions})
		}
	}
	root := object{"resources": resources}
	for _, call := range slices.Backward(calls) {
		root = object{"module_calls": object{call: object{"module": root}}}
	}
	return object{"format_version": "1.2", "resource_changes": changes, "configuration": object{"root_module": root}}
}

// state is it as it stands once it is made, with all ARNs.
func (s configured) state() object {
	var resources []any
	for _, r := range s.terraform() {
		values := object{}
		for name, v := range r.after {
			values[name] = v
		}
		if r.arn != "" {
			values["arn"] = r.arn
		}
		switch r.kind {
		case "aws_ecs_service":
			values["task_definition"] = taskARN
			for i, route := range list(values["load_balancer"]) {
				route.(object)["target_group_arn"] = groupARN(i)
				for _, advanced := range list(route.(object)["advanced_configuration"]) {
					advanced.(object)["alternate_target_group_arn"] = groupARN(1)
				}
			}
		case "aws_lb_listener":
			values["load_balancer_arn"] = "arn:balancer"
			values["default_action"] = []any{object{"type": "forward", "target_group_arn": groupARN(0)}}
		}
		resource := object{"mode": "managed", "type": r.kind, "name": r.name, "values": values, "address": r.kind + "." + r.name}
		if r.index != nil {
			resource["index"] = r.index
			resource["address"] = fmt.Sprintf("%s.%s[%v]", r.kind, r.name, r.index)
		}
		resources = append(resources, resource)
	}
	return object{"format_version": "1.0", "values": object{"root_module": object{"resources": resources}}}
}

// code is it as somebody writes it for Terraform: all as literals, but for what refers
// to what.
func (s configured) code() string {
	var b strings.Builder
	for _, r := range s.terraform() {
		fmt.Fprintf(&b, "resource %q %q {\n", r.kind, r.name)
		if r.index != nil {
			b.WriteString("count = 1\n")
		}
		inCode(&b, r.expressions)
		if r.kind == "aws_ecs_task_definition" {
			fmt.Fprintf(&b, "family = \"api\"\nrequires_compatibilities = [\"FARGATE\"]\ncontainer_definitions = jsonencode(%s)\n", jsonOf(s.containers()))
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func jsonOf(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// inCode writes what a configuration has.
func inCode(b *strings.Builder, expressions object) {
	for name, v := range expressions {
		switch v := v.(type) {
		case []any:
			for _, block := range v {
				fmt.Fprintf(b, "%s {\n", name)
				inCode(b, block.(object))
				b.WriteString("}\n")
			}
		case object:
			if names, is := v["references"].([]string); is {
				fmt.Fprintf(b, "%s = %s\n", name, names[0])
			} else if literal, is := v["constant_value"]; is {
				fmt.Fprintf(b, "%s = %s\n", name, jsonOf(literal))
			}
		}
	}
}
