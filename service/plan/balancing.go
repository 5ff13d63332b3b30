package plan

import "github.com/graceful-ecs/terraform-provider-graceful/service"

func targetGroup(_ *Plan, n node) map[string]any {
	check := n.block("health_check")
	code := "HttpCode"
	if n.at("protocol_version").plain() == "GRPC" {
		code = "GrpcCode"
	}
	return object("Protocol", n.at("protocol").value(), "ProtocolVersion", n.at("protocol_version").value(),
		"HealthCheckIntervalSeconds", check.at("interval").value(), "HealthCheckTimeoutSeconds", check.at("timeout").value(),
		"HealthyThresholdCount", check.at("healthy_threshold").value(), "UnhealthyThresholdCount", check.at("unhealthy_threshold").value(),
		"HealthCheckPath", check.at("path").value(), "Matcher", object(code, check.at("matcher").value()),
		"TargetGroupAttributes", attributes("deregistration_delay.timeout_seconds", n.at("deregistration_delay").value(),
			"deregistration_delay.connection_termination.enabled", n.at("connection_termination").value()))
}

// forwards are the target groups of a listener's or a rule's actions.
func forwards(p *Plan, actions []node) any {
	var out []any
	for _, a := range actions {
		var groups []any
		for _, g := range a.block("forward").at("target_group").items() {
			groups = append(groups, object("TargetGroupArn", p.link(g.at("arn"), service.TypeTargetGroup)))
		}
		out = append(out, object("Type", a.at("type").value(), "TargetGroupArn", p.link(a.at("target_group_arn"), service.TypeTargetGroup),
			"ForwardConfig", object("TargetGroups", listed(groups))))
	}
	return listed(out)
}

func aListener(p *Plan, n node) map[string]any {
	return object("Protocol", n.at("protocol").value(), "LoadBalancerArn", p.link(n.at("load_balancer_arn"), service.TypeBalancer),
		"DefaultActions", forwards(p, n.at("default_action").items()),
		"ListenerAttributes", attributes("tcp.idle_timeout.seconds", n.at("tcp_idle_timeout_seconds").value()))
}

func aRule(p *Plan, n node) map[string]any {
	return object("ListenerArn", p.link(n.at("listener_arn"), service.TypeListener), "Actions", forwards(p, n.at("action").items()))
}

func aBalancer(_ *Plan, n node) map[string]any {
	return object("Type", n.at("load_balancer_type").value(), "Name", n.at("name").value(),
		"LoadBalancerAttributes", attributes("idle_timeout.timeout_seconds", n.at("idle_timeout").value()))
}

func scalingTarget(p *Plan, n node) map[string]any {
	return object("MinCapacity", n.at("min_capacity").value(), "MaxCapacity", n.at("max_capacity").value(), "ResourceId", p.link(n.at("resource_id"), service.TypeService))
}

func scalingPolicy(p *Plan, n node) map[string]any {
	tracking, steps := n.block("target_tracking_scaling_policy_configuration"), n.block("step_scaling_policy_configuration")
	out := object("ResourceId", p.link(n.at("resource_id"), service.TypeService), "ScalingTargetId", p.target(n.at("resource_id")))
	if tracking.after != nil {
		out[service.TargetTracking] = object("ScaleInCooldown", tracking.at("scale_in_cooldown").value(), "DisableScaleIn", tracking.at("disable_scale_in").value(),
			"PredefinedMetricSpecification", object("PredefinedMetricType", tracking.block("predefined_metric_specification").at("predefined_metric_type").value()))
	}
	if steps.after != nil {
		var adjustments []any
		for _, s := range steps.at("step_adjustment").items() {
			adjustments = append(adjustments, object("ScalingAdjustment", s.at("scaling_adjustment").value()))
		}
		out[service.StepScaling] = object("Cooldown", steps.at("cooldown").value(), "AdjustmentType", steps.at("adjustment_type").value(), "StepAdjustments", listed(adjustments))
	}
	return out
}

func scheduledAction(p *Plan, n node) map[string]any {
	bounds := n.block("scalable_target_action")
	return object("ScheduledActionName", n.at("name").value(), "ResourceId", n.at("resource_id").value(), "ScalingTargetId", p.target(n.at("resource_id")),
		"ScalableTargetAction", object("MinCapacity", bounds.at("min_capacity").value(), "MaxCapacity", bounds.at("max_capacity").value()))
}

// target is the scaling target that a policy names, or nil: a policy may name the
// service itself, as its target does.
func (p *Plan) target(n node) any {
	v := p.link(n, service.TypeScalingTarget)
	if w, is := v.(Written); is {
		v = w.Value
	}
	if r, is := v.(service.Reference); is {
		return r
	}
	return nil
}
