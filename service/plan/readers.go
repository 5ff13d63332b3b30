package plan

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// reader makes one of CloudFormation's resources of one of Terraform's.
type reader struct {
	kind string
	read func(*Plan, node) map[string]any
}

// readers has one for each type of resource that makes a picture. It is filled
// below, since they use it.
var readers map[string]*reader

func init() {
	group, listener, rule, balancer := &reader{service.TypeTargetGroup, targetGroup}, &reader{service.TypeListener, aListener}, &reader{service.TypeRule, aRule}, &reader{service.TypeBalancer, aBalancer}
	readers = map[string]*reader{
		"aws_ecs_service":           {service.TypeService, aService},
		"aws_ecs_task_definition":   {service.TypeTask, task},
		"aws_lb_target_group":       group,
		"aws_alb_target_group":      group,
		"aws_lb_listener":           listener,
		"aws_alb_listener":          listener,
		"aws_lb_listener_rule":      rule,
		"aws_alb_listener_rule":     rule,
		"aws_lb":                    balancer,
		"aws_alb":                   balancer,
		"aws_appautoscaling_target": {service.TypeScalingTarget, scalingTarget},
		"aws_appautoscaling_policy": {service.TypeScalingPolicy, scalingPolicy},

		"aws_appautoscaling_scheduled_action": {service.TypeScheduledAction, scheduledAction},
		"aws_codedeploy_deployment_group":     {service.TypeDeploymentGroup, deploymentGroup},
		"aws_ecs_express_gateway_service":     {service.TypeExpress, express},
		"aws_service_discovery_service":       {service.TypeDiscovery, discovery},
		"aws_sqs_queue":                       {service.TypeQueue, queue},
	}
}

// object has those of the pairs of a name and a value that are set.
func object(pairs ...any) map[string]any {
	out := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		if v := pairs[i+1]; v != nil {
			out[pairs[i].(string)] = v //nolint:forcetypeassert // Written below.
		}
	}
	return out
}

// attributes are a list of keys and values, of those that are set.
func attributes(pairs ...any) []any {
	var out []any
	for i := 0; i < len(pairs); i += 2 {
		if v := pairs[i+1]; v != nil {
			out = append(out, map[string]any{"Key": pairs[i], "Value": v})
		}
	}
	return out
}

func aService(p *Plan, n node) map[string]any {
	providers := n.at("capacity_provider_strategy").each(func(c node) any {
		return object("CapacityProvider", c.at("capacity_provider").value(), "Base", c.at("base").value(), "Weight", c.at("weight").value())
	})
	routes := n.at("load_balancer").each(func(b node) any {
		advanced := b.block("advanced_configuration")
		return object("ContainerName", b.at("container_name").value(), "ContainerPort", b.at("container_port").value(),
			"TargetGroupArn", p.link(b.at("target_group_arn"), service.TypeTargetGroup),
			"AdvancedConfiguration", object("AlternateTargetGroupArn", p.link(advanced.at("alternate_target_group_arn"), service.TypeTargetGroup)))
	})
	count := n.at("desired_count").value()
	if count == nil && n.at("scheduling_strategy").plain() != "DAEMON" {
		count = service.Usual{Value: 0.0} // The provider's own.
	}
	out := object("ServiceName", n.at("name").value(), "TaskDefinition", p.link(n.at("task_definition"), service.TypeTask), "DesiredCount", count,
		"LaunchType", n.at("launch_type").value(), "CapacityProviderStrategy", providers, "LoadBalancers", routes,
		"DeploymentConfiguration", deployment(n), "DeploymentController", object("Type", n.block("deployment_controller").at("type").value()), "AvailabilityZoneRebalancing", n.at("availability_zone_rebalancing").value(),
		"HealthCheckGracePeriodSeconds", n.at("health_check_grace_period_seconds").value(), "Tags", tags(n.at("tags")))
	maps.Copy(out, around(p, n))
	return out
}

// listed is nil for an empty list.
func listed(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

func deployment(n node) map[string]any {
	c, breaker := n.block("deployment_configuration"), n.block("deployment_circuit_breaker")
	linear, canary := c.block("linear_configuration"), c.block("canary_configuration")
	return object("Strategy", c.at("strategy").value(), "BakeTimeInMinutes", c.at("bake_time_in_minutes").value(),
		"MinimumHealthyPercent", n.at("deployment_minimum_healthy_percent").value(), "MaximumPercent", n.at("deployment_maximum_percent").value(),
		"DeploymentCircuitBreaker", object("Enable", breaker.at("enable").value(), "Rollback", breaker.at("rollback").value()),
		"LinearConfiguration", object("StepPercent", linear.at("step_percent").value(), "StepBakeTimeInMinutes", linear.at("step_bake_time_in_minutes").value()),
		"CanaryConfiguration", object("CanaryPercent", canary.at("canary_percent").value(), "CanaryBakeTimeInMinutes", canary.at("canary_bake_time_in_minutes").value()))
}

func tags(n node) any {
	m, _ := n.after.(map[string]any)
	var pairs []any
	for _, k := range slices.Sorted(maps.Keys(m)) {
		pairs = append(pairs, k, n.at(k).after)
	}
	return listed(attributes(pairs...))
}

func task(_ *Plan, n node) map[string]any {
	definitions := n.at("container_definitions")
	compatible := n.at("requires_compatibilities").each(func(c node) any { return c.after })
	out := object("RequiresCompatibilities", compatible, "ContainerDefinitions", definitions.value())
	if list, ok := definitions.after.([]any); ok { // In code it is read with its places.
		out["ContainerDefinitions"] = service.InPascal(list)
		n.told(out["ContainerDefinitions"])
	}
	if text, ok := definitions.after.(string); ok && definitions.unknown != true {
		if !json.Valid([]byte(text)) {
			out["ContainerDefinitions"] = service.Missing{Why: "container_definitions is no JSON"}
			return out
		}
		out["ContainerDefinitions"] = service.Encoded{JSON: text}
	}
	return out
}
