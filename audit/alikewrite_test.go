package audit_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// with has the pairs of a name and a value whose value is there.
func with(pairs ...any) object {
	out := object{}
	for i := 0; i+1 < len(pairs); i += 2 {
		switch v := pairs[i+1].(type) {
		case nil:
		case *int:
			if v != nil {
				out[pairs[i].(string)] = *v
			}
		case *bool:
			if v != nil {
				out[pairs[i].(string)] = *v
			}
		case string:
			if v != "" {
				out[pairs[i].(string)] = v
			}
		case []any:
			if len(v) > 0 {
				out[pairs[i].(string)] = v
			}
		case object:
			if len(v) > 0 {
				out[pairs[i].(string)] = v
			}
		default:
			out[pairs[i].(string)] = v
		}
	}
	return out
}

func attribute(out []any, key string, value any) []any {
	return append(out, object{"Key": key, "Value": value})
}

// containers are as the API has them, in its camel case.
func (s configured) containers() []any {
	var out []any
	for _, c := range s.Containers {
		var waits, environment []any
		for _, name := range c.DependsOn {
			waits = append(waits, object{"containerName": name, "condition": "START"})
		}
		if c.Deadline != nil {
			for name, v := range map[string]int{"STOP_DEADLINE_SECONDS": *c.Deadline, "STOP_DELAY_SECONDS": 5, "STOP_DRAIN_SECONDS": 10} {
				environment = append(environment, object{"name": name, "value": strconv.Itoa(v)})
			}
		}
		out = append(out, with("name", c.Name, "image", "registry.example/"+c.Name, "stopTimeout", c.StopTimeout, "essential", c.Essential, "dependsOn", waits, "environment", environment))
	}
	return out
}

// service is as the API has it, but for what it refers to.
func (s configured) service(task string, group func(int) any) object {
	var providers, routes []any
	for _, p := range s.Providers {
		providers = append(providers, object{"capacityProvider": p.Name, "base": p.Base, "weight": p.Weight})
	}
	launch := ""
	if len(providers) == 0 {
		launch = "FARGATE"
	}
	for i := range s.Groups {
		route := object{"containerName": s.Containers[0].Name, "containerPort": 80, "targetGroupArn": group(i)}
		if s.TargetGroupsTakeTurns {
			if i > 0 {
				continue
			}
			route["advancedConfiguration"] = object{"alternateTargetGroupArn": group(1)}
		}
		routes = append(routes, route)
	}
	deployment := with("minimumHealthyPercent", s.Minimum, "maximumPercent", s.Maximum, "strategy", s.Strategy,
		"deploymentCircuitBreaker", with("enable", s.Enable, "rollback", s.Rollback))
	if s.Strategy != "" {
		deployment["bakeTimeInMinutes"] = s.Bake
	}
	switch s.Strategy {
	case "LINEAR":
		deployment["linearConfiguration"] = object{"stepPercent": s.Step, "stepBakeTimeInMinutes": s.StepMinutes}
	case "CANARY":
		deployment["canaryConfiguration"] = object{"canaryPercent": s.Step, "canaryBakeTimeInMinutes": s.StepMinutes}
	}
	return with("serviceName", "api", "desiredCount", s.Desired, "taskDefinition", task, "launchType", launch, "capacityProviderStrategy", providers, "loadBalancers", routes,
		"deploymentConfiguration", deployment, "deploymentController", with("type", s.Controller), "availabilityZoneRebalancing", s.Rebalancing, "healthCheckGracePeriodSeconds", s.Grace)
}

func (g configuredGroup) properties() object {
	var attributes []any
	if g.Delay != nil {
		attributes = attribute(attributes, "deregistration_delay.timeout_seconds", strconv.Itoa(*g.Delay))
	}
	if g.Termination != nil {
		attributes = attribute(attributes, "deregistration_delay.connection_termination.enabled", strconv.FormatBool(*g.Termination))
	}
	return with("Protocol", g.Protocol, "HealthCheckIntervalSeconds", g.Interval, "HealthCheckTimeoutSeconds", g.Timeout, "HealthyThresholdCount", g.HealthyThreshold, "UnhealthyThresholdCount", g.BadThreshold,
		"TargetGroupAttributes", attributes)
}

// printed is what the AWS command line prints of it, with the attributes of its target
// groups put in, which it prints elsewhere.
func (s configured) printed() (service, task, groups any) {
	var list []any
	for i, g := range s.Groups {
		p := g.properties()
		p["TargetGroupArn"] = groupARN(i)
		if p["TargetGroupAttributes"] == nil {
			p["TargetGroupAttributes"] = []any{}
		}
		list = append(list, p)
	}
	return object{"services": []any{s.service(taskARN, func(i int) any { return groupARN(i) })}},
		object{"taskDefinition": object{"taskDefinitionArn": taskARN, "family": "api", "revision": 7, "requiresCompatibilities": []any{"FARGATE"}, "containerDefinitions": s.containers()}},
		object{"TargetGroups": append([]any{}, list...)}
}

const taskARN = "arn:aws:ecs:eu-west-1:111122223333:task-definition/api:7"

func groupARN(i int) string {
	return fmt.Sprintf("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/%d", i)
}

// pascal gives names as CloudFormation has them.
func pascal(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for name, below := range v {
			out[strings.ToUpper(name[:1])+name[1:]] = pascal(below)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = pascal(v[i])
		}
		return out
	}
	return v
}

// template is a CloudFormation template of it.
func (s configured) template() object {
	group := func(i int) any { return object{"Ref": fmt.Sprintf("Group%d", i)} }
	properties := pascal(s.service("", func(i int) any { return fmt.Sprintf("Group%d", i) })).(object)
	properties["TaskDefinition"] = object{"Ref": "Task"}
	for _, r := range list(properties["LoadBalancers"]) {
		route := r.(object)
		route["TargetGroupArn"] = object{"Ref": route["TargetGroupArn"]}
		if advanced, is := route["AdvancedConfiguration"].(object); is {
			advanced["AlternateTargetGroupArn"] = object{"Ref": advanced["AlternateTargetGroupArn"]}
		}
	}
	resources := object{
		"Service": object{"Type": "AWS::ECS::Service", "Properties": properties},
		"Task":    object{"Type": "AWS::ECS::TaskDefinition", "Properties": object{"RequiresCompatibilities": []any{"FARGATE"}, "ContainerDefinitions": pascal(s.containers())}},
	}
	for i, g := range s.Groups {
		resources[fmt.Sprintf("Group%d", i)] = object{"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": g.properties()}
	}
	if s.balanced() {
		balancer, attributes := object{"Type": "application"}, []any(nil)
		listener := object{"Protocol": s.Groups[0].Protocol, "LoadBalancerArn": object{"Ref": "Balancer"}, "DefaultActions": []any{object{"Type": "forward", "TargetGroupArn": group(0)}}}
		switch {
		case s.onNetwork():
			balancer["Type"] = "network"
			if s.Idle != nil {
				listener["ListenerAttributes"] = attribute(nil, "tcp.idle_timeout.seconds", strconv.Itoa(*s.Idle))
			}
		case s.Idle != nil:
			attributes = attribute(nil, "idle_timeout.timeout_seconds", strconv.Itoa(*s.Idle))
		}
		if attributes != nil {
			balancer["LoadBalancerAttributes"] = attributes
		}
		resources["Balancer"] = object{"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": balancer}
		resources["Listener"] = object{"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": listener}
	}
	if s.Scales {
		resources["Target"] = object{"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": object{"MinCapacity": s.Least, "MaxCapacity": s.Most,
			"ResourceId": object{"Fn::Join": []any{"/", []any{"service", "shop", object{"Fn::GetAtt": []any{"Service", "Name"}}}}}}}
		policy := object{"ScalingTargetId": object{"Ref": "Target"}}
		if len(s.Steps) == 0 {
			policy["TargetTrackingScalingPolicyConfiguration"] = object{"ScaleInCooldown": s.Cooldown, "PredefinedMetricSpecification": object{"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}
		} else {
			policy["StepScalingPolicyConfiguration"] = object{"Cooldown": s.Cooldown, "AdjustmentType": "ChangeInCapacity", "StepAdjustments": s.steps("ScalingAdjustment")}
		}
		resources["Policy"] = object{"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": policy}
	}
	return object{"Resources": resources}
}

func (s configured) steps(name string) []any {
	var out []any
	for _, n := range s.Steps {
		out = append(out, object{name: n})
	}
	return out
}

func list(v any) []any { l, _ := v.([]any); return l }

// save writes values into files of a folder.
func save(t *testing.T, dir string, files map[string]any) []string {
	t.Helper()
	var out []string
	for name, v := range files {
		encode := json.Marshal
		if filepath.Ext(name) == ".yaml" {
			encode = yaml.Marshal
		}
		text, err := encode(v)
		if raw, is := v.(string); is {
			text = []byte(raw)
		}
		path := filepath.Join(dir, name)
		if err == nil {
			err = os.WriteFile(path, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, path)
	}
	return out
}
