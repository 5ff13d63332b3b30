package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const planText = `{"planned_values": {"root_module": {"child_modules": [{"resources": [
  {"type": "aws_ecs_task_definition", "values": {"container_definitions": "[{\"name\":\"app\",\"stopTimeout\":45,\"command\":[\"gunicorn\",\"a\"],\"environment\":[{\"name\":\"A\",\"value\":\"1\"}]}]"}},
  {"type": "aws_lb_target_group", "values": {"deregistration_delay": "35", "health_check": [{"interval": 5, "timeout": 4, "healthy_threshold": 2, "unhealthy_threshold": 2}]}},
  {"type": "aws_ecs_service", "values": {"health_check_grace_period_seconds": 34, "deployment_minimum_healthy_percent": 100, "deployment_maximum_percent": 134,
    "availability_zone_rebalancing": "ENABLED", "deployment_circuit_breaker": [{"enable": true, "rollback": true}],
    "capacity_provider_strategy": [{"capacity_provider": "FARGATE", "weight": 1}]}},
  {"type": "aws_appautoscaling_policy", "values": {"target_tracking_scaling_policy_configuration": [{"scale_in_cooldown": 75, "predefined_metric_specification": [{"predefined_metric_type": "CPU"}]}]}}
]}]}}}`

const templateText = `{"Resources": {
  "T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Name": "app", "StopTimeout": 45, "Command": ["gunicorn", "a"], "Environment": [{"Name": "A", "Value": "1"}]}]}},
  "G": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "35"}],
    "HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 4, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 2}},
  "S": {"Type": "AWS::ECS::Service", "Properties": {"HealthCheckGracePeriodSeconds": 34, "AvailabilityZoneRebalancing": "ENABLED",
    "DeploymentConfiguration": {"MinimumHealthyPercent": 100, "MaximumPercent": 134, "DeploymentCircuitBreaker": {"Enable": true, "Rollback": true}},
    "CapacityProviderStrategy": [{"CapacityProvider": "FARGATE", "Weight": 1}]}},
  "P": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": {"TargetTrackingScalingPolicyConfiguration": {"ScaleInCooldown": 75, "PredefinedMetricSpecification": {"PredefinedMetricType": "CPU"}}}}
}}`

func sides(t *testing.T, plan, template string) (settings, settings) {
	t.Helper()
	var p, c map[string]any
	if err := json.Unmarshal([]byte(plan), &p); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(template), &c); err != nil {
		t.Fatal(err)
	}
	return fromPlan(p), fromTemplate(c)
}

func TestCompare_equal(t *testing.T) {
	t.Parallel()
	terraform, cdk := sides(t, planText, templateText)
	rows, err := compare(terraform, cdk)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(rows), len(expected)+3; got != want {
		t.Errorf("%d rows, want %d:\n%s", got, want, table(rows))
	}
	if diff := cmp.Diff(terraform, cdk); diff != "" {
		t.Errorf("sides differ (-terraform +cdk):\n%s", diff)
	}
}

// Any value of either side that changes or goes is found and named.
func TestCompare_everyDifference(t *testing.T) {
	t.Parallel()
	terraform, cdk := sides(t, planText, templateText)
	for name := range terraform {
		changed := settings{}
		for k, v := range cdk {
			changed[k] = v
		}
		changed[name] += "1"
		if _, err := compare(terraform, changed); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s changed: %v", name, err)
		}
		delete(changed, name)
		if _, err := compare(terraform, changed); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s removed: %v", name, err)
		}
	}
}

func TestCompare_missingOnBothSides(t *testing.T) {
	t.Parallel()
	if _, err := compare(settings{}, settings{}); err == nil {
		t.Error("two empty sides pass")
	}
}
