package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const planText = `{"format_version": "1.2", "resource_changes": [
  {"address": "module.api.aws_ecs_task_definition.t", "module_address": "module.api", "mode": "managed", "type": "aws_ecs_task_definition", "name": "t", "change": {"after_unknown": {"arn": true}, "after": {"container_definitions":
    "[{\"name\":\"app\",\"stopTimeout\":45,\"command\":[\"gunicorn\",\"a\"],\"environment\":[{\"name\":\"A\",\"value\":\"1\"}]}]"}}},
  {"address": "module.api.aws_lb_target_group.g", "module_address": "module.api", "mode": "managed", "type": "aws_lb_target_group", "name": "g", "change": {"after_unknown": {"arn": true}, "after": {"deregistration_delay": "35",
    "health_check": [{"interval": 5, "timeout": 4, "healthy_threshold": 2, "unhealthy_threshold": 2}]}}},
  {"address": "module.api.aws_ecs_service.s", "module_address": "module.api", "mode": "managed", "type": "aws_ecs_service", "name": "s", "change": {"after_unknown": {"task_definition": true, "load_balancer": [{"target_group_arn": true}]}, "after": {"name": "api",
    "health_check_grace_period_seconds": 34, "deployment_minimum_healthy_percent": 100, "deployment_maximum_percent": 134,
    "availability_zone_rebalancing": "ENABLED", "deployment_circuit_breaker": [{"enable": true, "rollback": true}], "load_balancer": [{}],
    "capacity_provider_strategy": [{"capacity_provider": "FARGATE", "weight": 1}]}}},
  {"address": "module.api.aws_appautoscaling_target.x", "module_address": "module.api", "mode": "managed", "type": "aws_appautoscaling_target", "name": "x", "change": {"after": {"resource_id": "service/shop/api"}}},
  {"address": "module.api.aws_appautoscaling_policy.p", "module_address": "module.api", "mode": "managed", "type": "aws_appautoscaling_policy", "name": "p", "change": {"after": {"resource_id": "service/shop/api",
    "target_tracking_scaling_policy_configuration": [{"scale_in_cooldown": 75, "predefined_metric_specification": [{"predefined_metric_type": "CPU"}]}]}}}],
  "configuration": {"root_module": {"module_calls": {"api": {"module": {"resources": [
    {"mode": "managed", "type": "aws_ecs_service", "name": "s", "expressions": {"task_definition": {"references": ["aws_ecs_task_definition.t.arn", "aws_ecs_task_definition.t"]},
      "load_balancer": [{"target_group_arn": {"references": ["aws_lb_target_group.g.arn", "aws_lb_target_group.g"]}}], "name": {}, "health_check_grace_period_seconds": {}}}]}}}}}}`

const templateText = `{"Resources": {
  "T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Name": "app", "StopTimeout": 45, "Command": ["gunicorn", "a"], "Environment": [{"Name": "A", "Value": "1"}]}]}},
  "G": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "35"}],
    "HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 4, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 2}},
  "S": {"Type": "AWS::ECS::Service", "Properties": {"HealthCheckGracePeriodSeconds": 34, "AvailabilityZoneRebalancing": "ENABLED", "TaskDefinition": {"Ref": "T"}, "LoadBalancers": [{"TargetGroupArn": {"Ref": "G"}}],
    "DeploymentConfiguration": {"MinimumHealthyPercent": 100, "MaximumPercent": 134, "DeploymentCircuitBreaker": {"Enable": true, "Rollback": true}},
    "CapacityProviderStrategy": [{"CapacityProvider": "FARGATE", "Weight": 1}]}},
  "X": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {"ResourceId": {"Fn::Sub": "service/shop/${S.Name}"}}},
  "P": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": {"ScalingTargetId": {"Ref": "X"}, "TargetTrackingScalingPolicyConfiguration": {"ScaleInCooldown": 75, "PredefinedMetricSpecification": {"PredefinedMetricType": "CPU"}}}}
}}`

func sides(t *testing.T, plan, template string) (terraform, cdk settings) {
	t.Helper()
	dir := t.TempDir()
	for name, side := range map[string]struct {
		text string
		into *settings
	}{"plan.json": {plan, &terraform}, "template.json": {template, &cdk}} {
		file := filepath.Join(dir, name)
		err := os.WriteFile(file, []byte(side.text), 0o600)
		if err == nil {
			*side.into, err = fromFile(file)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return terraform, cdk
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
