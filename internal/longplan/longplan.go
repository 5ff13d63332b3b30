// Package longplan makes plans and templates of many services, for tests and benches.
package longplan

import (
	"encoding/json"
	"fmt"
	"strings"
)

// from is the instance of a module in the recorded plan that is taken over and over.
const from = `module.keyed["a.b"]`

// Plan is a recorded plan with so many instances of a module in place of one, and what
// Terraform writes besides: what is planned, and what was there before.
func Plan(recorded []byte, services int) ([]byte, error) {
	var doc struct {
		Changes       []json.RawMessage `json:"resource_changes"`
		Configuration json.RawMessage   `json:"configuration"`
	}
	if err := json.Unmarshal(recorded, &doc); err != nil {
		return nil, err
	}
	var one []string
	for _, c := range doc.Changes {
		var at struct {
			Module string `json:"module_address"`
		}
		if err := json.Unmarshal(c, &at); err != nil {
			return nil, err
		}
		if at.Module == from {
			one = append(one, string(c))
		}
	}
	if len(one) == 0 {
		return nil, fmt.Errorf("the recorded plan has no %s", from)
	}
	var all strings.Builder
	for i := range services {
		name := fmt.Sprint("s", i)
		for _, c := range one {
			if all.Len() > 0 {
				all.WriteByte(',')
			}
			all.WriteString(strings.ReplaceAll(c, "a.b", name))
		}
	}
	list := "[" + all.String() + "]"
	return []byte(`{"format_version": "1.2", "planned_values": {"root_module": {"resources": ` + list + `}}, "resource_changes": ` + list +
		`, "prior_state": {"format_version": "1.0", "values": {"root_module": {}}}, "configuration": ` + string(doc.Configuration) + `}`), nil
}

// Template is a template of CloudFormation with so many services, each with a task
// definition, a target group and a rule of one listener.
func Template(services int) ([]byte, error) {
	ref := func(name string) map[string]string { return map[string]string{"Ref": name} }
	resources := map[string]any{}
	add := func(name, kind string, properties map[string]any) {
		resources[name] = map[string]any{"Type": kind, "Properties": properties}
	}
	for i := range services {
		n := fmt.Sprint(i)
		add("Task"+n, "AWS::ECS::TaskDefinition", map[string]any{
			"Cpu": "256", "Memory": "512", "NetworkMode": "awsvpc", "RequiresCompatibilities": []string{"FARGATE"},
			"ContainerDefinitions": []any{map[string]any{"Name": "app", "Image": "app:1", "Essential": true, "StopTimeout": 30, "PortMappings": []any{map[string]int{"ContainerPort": 8080}}}},
		})
		add("Group"+n, "AWS::ElasticLoadBalancingV2::TargetGroup", map[string]any{
			"Protocol": "HTTP", "Port": 8080, "TargetType": "ip", "VpcId": ref("Vpc"), "HealthCheckPath": "/health",
			"TargetGroupAttributes": []any{map[string]string{"Key": "deregistration_delay.timeout_seconds", "Value": "30"}},
		})
		add("Rule"+n, "AWS::ElasticLoadBalancingV2::ListenerRule", map[string]any{
			"ListenerArn": ref("Listener"), "Priority": i + 1,
			"Conditions": []any{map[string]any{"Field": "path-pattern", "Values": []string{"/" + n + "/*"}}},
			"Actions":    []any{map[string]any{"Type": "forward", "TargetGroupArn": ref("Group" + n)}},
		})
		add("Service"+n, "AWS::ECS::Service", map[string]any{
			"LaunchType": "FARGATE", "Cluster": ref("Cluster"), "TaskDefinition": ref("Task" + n), "DesiredCount": 2,
			"LoadBalancers":        []any{map[string]any{"ContainerName": "app", "ContainerPort": 8080, "TargetGroupArn": ref("Group" + n)}},
			"NetworkConfiguration": map[string]any{"AwsvpcConfiguration": map[string]any{"Subnets": []any{ref("Subnet")}}},
		})
	}
	parameters := map[string]any{}
	for name, kind := range map[string]string{"Vpc": "AWS::EC2::VPC::Id", "Subnet": "AWS::EC2::Subnet::Id", "Cluster": "String", "Listener": "String"} {
		parameters[name] = map[string]string{"Type": kind}
	}
	return json.Marshal(map[string]any{"AWSTemplateFormatVersion": "2010-09-09", "Parameters": parameters, "Resources": resources})
}
