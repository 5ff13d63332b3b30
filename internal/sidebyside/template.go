package main

import (
	"fmt"
	"strings"
)

// fromTemplate reads the settings out of a CloudFormation template.
func fromTemplate(template map[string]any) settings {
	s := settings{}
	resources, _ := template["Resources"].(map[string]any)
	for _, v := range resources {
		r, _ := v.(map[string]any)
		p, _ := r["Properties"].(map[string]any)
		switch r["Type"] {
		case "AWS::ECS::TaskDefinition":
			containers, _ := smallKeys(p["ContainerDefinitions"]).([]any)
			s.containers(containers)
		case "AWS::ElasticLoadBalancingV2::TargetGroup":
			for _, a := range objects(p["TargetGroupAttributes"]) {
				if a["Key"] == "deregistration_delay.timeout_seconds" {
					s.set("deregistration delay", a["Value"])
				}
			}
			s.set("health check interval", p["HealthCheckIntervalSeconds"])
			s.set("health check timeout", p["HealthCheckTimeoutSeconds"])
			s.set("healthy threshold", p["HealthyThresholdCount"])
			s.set("unhealthy threshold", p["UnhealthyThresholdCount"])
		case "AWS::ECS::Service":
			d, _ := p["DeploymentConfiguration"].(map[string]any)
			breaker, _ := d["DeploymentCircuitBreaker"].(map[string]any)
			s.set("grace period", p["HealthCheckGracePeriodSeconds"])
			s.set("minimum healthy percent", d["MinimumHealthyPercent"])
			s.set("maximum percent", d["MaximumPercent"])
			s.set("zone rebalancing", p["AvailabilityZoneRebalancing"])
			s.set("circuit breaker", breaker["Enable"])
			s.set("rollback", breaker["Rollback"])
			s.capacity(objects(p["CapacityProviderStrategy"]), "CapacityProvider", "Weight")
		case "AWS::ApplicationAutoScaling::ScalingPolicy":
			policy, _ := p["TargetTrackingScalingPolicyConfiguration"].(map[string]any)
			metric, _ := policy["PredefinedMetricSpecification"].(map[string]any)
			s.set(fmt.Sprintf("scale-in cooldown, %v", metric["PredefinedMetricType"]), policy["ScaleInCooldown"])
		}
	}
	return s
}

// smallKeys makes the first letter of each key small, as the API has it and
// Terraform passes it on.
func smallKeys(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			if k != "" {
				k = strings.ToLower(k[:1]) + k[1:]
			}
			out[k] = smallKeys(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = smallKeys(e)
		}
		return out
	default:
		return v
	}
}
