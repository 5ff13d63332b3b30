package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const planted = "hunter2Zq"

// said are the ends of the paths of words that an audit may say: the names of services
// and containers, and words of a few that AWS knows.
var said = []string{"name", "servicename", "servicearn", "strategy", "format_version", "containername", "address", "module_address", "type", "key", "image", "family", "taskdefinitionarn", "taskdefinition", "task_definition", "targetgrouparn"}

// Secrets stand in the environment, in commands, in labels and wherever people put them.
// Wherever one stands in what an audit reads, in no format does it print it.
func TestAudit_secretsAnywhere(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"template.json": `{"Parameters": {"P": {"Type": "String", "Default": "x", "AllowedValues": ["x"], "Description": "x"}}, "Metadata": {"x": "x"}, "Conditions": {"C": {"Fn::Equals": ["x", {"Ref": "P"}]}}, "Outputs": {"O": {"Value": "x", "Export": {"Name": "x"}}},
			"Resources": {"T": {"Type": "AWS::ECS::TaskDefinition", "Metadata": {"x": "x"}, "Properties": {"RequiresCompatibilities": ["FARGATE"], "ContainerDefinitions": [{"Name": "web", "Image": "python:3", "StopTimeout": "130", "Essential": "true", "EntryPoint": ["sh", "-c"], "Command": ["gunicorn --graceful-timeout 200 app", "x"], "User": "x",
				"HealthCheck": {"Command": ["CMD-SHELL", "x"], "StartPeriod": "10"}, "DockerLabels": {"x": "x"}, "Secrets": [{"Name": "A", "ValueFrom": "x"}], "LogConfiguration": {"LogDriver": "awsfirelens", "Options": {"apikey": "x"}},
				"Environment": [{"Name": "A", "Value": "x"}, {"Name": "GUNICORN_CMD_ARGS", "Value": "--timeout 5"}, {"Name": "S_DEADLINE_SECONDS", "Value": "140"}, {"Name": "S_DELAY_SECONDS", "Value": "1"}, {"Name": "S_DRAIN_SECONDS", "Value": "1"}], "DependsOn": [{"ContainerName": "log", "Condition": "START"}]}, {"Name": "log", "Image": "fluent-bit", "FirelensConfiguration": {"Type": "fluentbit", "Options": {"x": "x"}}}]}},
			"G": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Protocol": "HTTP", "HealthCheckPath": "/x", "Matcher": {"HttpCode": "200"}, "HealthCheckIntervalSeconds": "10", "HealthCheckTimeoutSeconds": "10", "TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "0"}]}},
			"S": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": "api", "LaunchType": "FARGATE", "DesiredCount": "1", "TaskDefinition": {"Ref": "T"}, "Tags": [{"Key": "team", "Value": "x"}], "LoadBalancers": [{"ContainerName": "web", "TargetGroupArn": {"Ref": "G"}}], "AvailabilityZoneRebalancing": "ENABLED",
				"DeploymentConfiguration": {"MaximumPercent": "100", "MinimumHealthyPercent": "100", "DeploymentCircuitBreaker": {"Enable": "true", "Rollback": "false"}}, "DeploymentController": {"Type": "ECS"}}}}}`,
		"plan.json": `{"format_version": "1.2", "variables": {"x": {"value": "x"}}, "planned_values": {"x": "x"}, "prior_state": {"x": "x"}, "configuration": {"root_module": {"variables": {"v": {"default": "x"}}, "resources": [{"address": "aws_ecs_service.s", "mode": "managed", "type": "aws_ecs_service", "name": "s", "expressions": {"launch_type": {"constant_value": "FARGATE"}, "tags": {"constant_value": {"x": "x"}}}}]}},
			"resource_changes": [{"address": "aws_ecs_service.s", "mode": "managed", "type": "aws_ecs_service", "name": "s", "change": {"actions": ["update"], "before": {"name": "x"}, "after": {"name": "api", "launch_type": "FARGATE", "desired_count": "1", "deployment_maximum_percent": "100", "availability_zone_rebalancing": "ENABLED", "task_definition": "arn:t", "tags": {"team": "x"}, "load_balancer": []}, "after_unknown": {}}},
			{"address": "aws_ecs_task_definition.t", "mode": "managed", "type": "aws_ecs_task_definition", "name": "t", "change": {"actions": ["no-op"], "after": {"arn": "arn:t", "requires_compatibilities": ["FARGATE"], "volume": [{"x": "x"}], "container_definitions": "[{\"name\":\"web\",\"image\":\"x\",\"stopTimeout\":130,\"environment\":[{\"name\":\"A\",\"value\":\"x\"}]}]"}, "after_sensitive": {"container_definitions": true}}}]}`,
		"service.json": `{"services": [{"serviceName": "api", "serviceArn": "arn:s", "launchType": "FARGATE", "desiredCount": "1", "taskDefinition": "t", "tags": [{"key": "team", "value": "x"}], "events": [{"message": "x"}], "deploymentConfiguration": {"maximumPercent": "100"}, "networkConfiguration": {"x": "x"}}],
			"taskDefinition": {"family": "t", "containerDefinitions": [{"name": "web", "image": "x", "stopTimeout": "130", "command": ["x", "--password=x"], "environment": [{"name": "A", "value": "x"}], "repositoryCredentials": {"credentialsParameter": "x"}}]}}`,
	} {
		var whole any
		if err := json.Unmarshal([]byte(text), &whole); err != nil {
			t.Fatal(name, err)
		}
		spots := 0
		everyValue(whole, nil, func(path []string, put func(any)) {
			if slices.Contains(said, strings.ToLower(path[len(path)-1])) {
				return
			}
			spots++
			for i, secret := range []any{planted, []any{planted}, map[string]any{"x": planted}} {
				put(secret)
				changed, err := json.Marshal(whole)
				if err != nil {
					t.Fatal(err)
				}
				file := filepath.Join(dir, name)
				if err := os.WriteFile(file, changed, 0o600); err != nil {
					t.Fatal(err)
				}
				all := [][]string{{"--signals"}}
				for _, format := range auditFormats {
					if i == 0 || format == "text" {
						all = append(all, []string{"--format", format})
					}
				}
				for _, args := range all {
					if _, stdout, stderr := audited(append([]string{file}, args...)...); strings.Contains(stdout+stderr, planted) {
						t.Errorf("%s: %s at %s is printed by %v:\n%s", name, fmt.Sprint(secret), strings.Join(path, "."), args, around(stdout+stderr))
						break
					}
				}
			}
		})
		if spots < 10 {
			t.Errorf("%s has %d places", name, spots)
		}
	}
}

// everyValue calls each with every value of a document that is no list and no object, its
// path, and how another one is put there; what stood there comes back after the call.
func everyValue(v any, path []string, each func([]string, func(any))) {
	visit := func(name string, below any, put func(any)) {
		at := append(slices.Clone(path), name)
		switch below.(type) {
		case map[string]any, []any:
			everyValue(below, at, each)
		default:
			each(at, put)
			put(below)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for name, below := range v {
			visit(name, below, func(other any) { v[name] = other })
		}
	case []any:
		for i, below := range v {
			visit(fmt.Sprintf("[%d]", i), below, func(other any) { v[i] = other })
		}
	}
}

// around is the line in which the secret stands.
func around(text string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, planted) {
			return line
		}
	}
	return ""
}
