package read_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// numbers are those of services by their addresses.
func numbers(t *testing.T, paths ...string) map[string]shutdown.Values {
	t.Helper()
	var r read.Reader
	for _, path := range paths {
		if err := r.Add(path); err != nil {
			t.Fatal(err)
		}
	}
	out := map[string]shutdown.Values{}
	for _, s := range service.Link(r.Resources()) {
		out[s.Resource.Where.Address] = s.Values()
	}
	return out
}

const planned = "../plan/testdata"

// The code of a configuration has the numbers of its plan, wherever a module stands
// and with count and for_each, and containers of which the plan knows nothing.
func TestReader_codeAndPlan(t *testing.T) {
	code, plan := numbers(t, planned), numbers(t, filepath.Join(planned, "plan.json"))
	if len(plan) != 8 {
		t.Fatalf("%d services are planned", len(plan))
	}
	for address, want := range plan {
		got := code[address]
		if address == "module.unknown.aws_ecs_service.this" {
			if want.Unknown["stop_timeout"] == "" || got.StopTimeout == nil || *got.StopTimeout != 60 {
				t.Errorf("containers that the plan does not know: planned %v, in the code %v", want.Unknown, got.StopTimeout)
			}
			one := code["module.one.aws_ecs_service.this"]
			want.StopTimeout, want.App, want.Sidecars, want.Unknown = one.StopTimeout, one.App, one.Sidecars, one.Unknown
		}
		if address == "aws_ecs_service.far" && strings.HasPrefix(want.Unknown["stop_timeout"], "the task definition") {
			want.Unknown = got.Unknown // In words of their own.
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-plan +code):\n%s", address, diff)
		}
	}
	if len(code) != len(plan) {
		t.Errorf("%d services in the code, %d planned", len(code), len(plan))
	}
}

// A small service has the same numbers in the code, in a state, in a template and as
// the command line prints it.
func TestReader_same(t *testing.T) {
	dir := write(t, map[string]string{
		"code/main.tf": `locals { stop = 45 }
resource "aws_ecs_task_definition" "t" {
  family                   = "api"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "app", stopTimeout = local.stop, dependsOn = [{ containerName = "log", condition = "START" }] }, { name = "log", stopTimeout = 20 }])
}
resource "aws_lb_target_group" "g" {
  protocol             = "HTTP"
  deregistration_delay = 60
  health_check {
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 4
  }
}
resource "aws_ecs_service" "s" {
  name                               = "api"
  launch_type                        = "FARGATE"
  desired_count                      = 2
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 150
  health_check_grace_period_seconds  = 40
  task_definition                    = aws_ecs_task_definition.t.arn
  load_balancer {
    target_group_arn = aws_lb_target_group.g.arn
    container_name   = "app"
    container_port   = 80
  }
}
`,
		"state.json": `{"format_version": "1.0", "values": {"root_module": {"resources": [
			{"address": "aws_ecs_service.s", "mode": "managed", "type": "aws_ecs_service", "name": "s", "values": {"name": "api", "launch_type": "FARGATE", "desired_count": 2, "deployment_minimum_healthy_percent": 100,
				"deployment_maximum_percent": 150, "health_check_grace_period_seconds": 40, "task_definition": "arn:task/api:7", "load_balancer": [{"target_group_arn": "arn:group", "container_name": "app", "container_port": 80}]}},
			{"address": "aws_lb_target_group.g", "mode": "managed", "type": "aws_lb_target_group", "name": "g", "values": {"arn": "arn:group", "protocol": "HTTP", "deregistration_delay": "60",
				"health_check": [{"interval": 10, "timeout": 5, "healthy_threshold": 2, "unhealthy_threshold": 4}]}},
			{"address": "aws_ecs_task_definition.t", "mode": "managed", "type": "aws_ecs_task_definition", "name": "t", "values": {"arn": "arn:task/api:7", "requires_compatibilities": ["FARGATE"],
				"container_definitions": "[{\"name\":\"app\",\"stopTimeout\":45,\"dependsOn\":[{\"containerName\":\"log\",\"condition\":\"START\"}]},{\"name\":\"log\",\"stopTimeout\":20}]"}}]}}}`,
		"template.yaml": `Resources:
  T: {Type: AWS::ECS::TaskDefinition, Properties: {RequiresCompatibilities: [FARGATE], ContainerDefinitions: [{Name: app, StopTimeout: 45, DependsOn: [{ContainerName: log, Condition: START}]}, {Name: log, StopTimeout: 20}]}}
  G: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Protocol: HTTP, HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5, HealthyThresholdCount: 2, UnhealthyThresholdCount: 4,
    TargetGroupAttributes: [{Key: deregistration_delay.timeout_seconds, Value: "60"}]}}
  S: {Type: AWS::ECS::Service, Properties: {ServiceName: api, LaunchType: FARGATE, DesiredCount: 2, HealthCheckGracePeriodSeconds: 40, TaskDefinition: !Ref T,
    DeploymentConfiguration: {MinimumHealthyPercent: 100, MaximumPercent: 150}, LoadBalancers: [{TargetGroupArn: !Ref G, ContainerName: app, ContainerPort: 80}]}}
`,
		"service.json": `{"services": [{"serviceName": "api", "launchType": "FARGATE", "desiredCount": 2, "healthCheckGracePeriodSeconds": 40, "taskDefinition": "arn:task/api:7",
			"deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 150}, "loadBalancers": [{"targetGroupArn": "arn:group", "containerName": "app", "containerPort": 80}]}],
			"TargetGroups": [{"TargetGroupArn": "arn:group", "Protocol": "HTTP", "HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 5, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 4,
				"TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "60"}]}]}`,
		"task.json": `{"taskDefinition": {"taskDefinitionArn": "arn:task/api:7", "family": "api", "revision": 7, "containerDefinitions": [{"name": "app", "stopTimeout": 45, "dependsOn": [{"containerName": "log", "condition": "START"}]}, {"name": "log", "stopTimeout": 20}]}}`,
	})
	var want shutdown.Values
	for i, paths := range [][]string{{"code"}, {"state.json"}, {"template.yaml"}, {"service.json", "task.json"}} {
		for j := range paths {
			paths[j] = filepath.Join(dir, paths[j])
		}
		all := numbers(t, paths...)
		if len(all) != 1 {
			t.Fatalf("%v: %d services", paths, len(all))
		}
		for _, got := range all {
			if i == 0 {
				if want = got; got.StopTimeout == nil || got.DeregistrationDelay == nil || len(got.Unknown) > 0 {
					t.Fatalf("the code: %+v", got)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%v (-code +it):\n%s", paths, diff)
			}
		}
	}
}

// A plan beside its code is one picture: the plan's values, with the code's places and
// the containers that the plan does not know.
func TestReader_planWithCode(t *testing.T) {
	for name, paths := range map[string][]string{"the plan first": {filepath.Join(planned, "plan.json"), planned}, "the code first": {planned, filepath.Join(planned, "plan.json")}} {
		var r read.Reader
		for _, path := range paths {
			if err := r.Add(path); err != nil {
				t.Fatal(err)
			}
		}
		found := map[string]*service.Service{}
		all := service.Link(r.Resources())
		for _, s := range all {
			found[s.Resource.Where.Address] = s
		}
		if len(all) != 8 || len(found) != 8 {
			t.Errorf("%s: %d services at %d addresses", name, len(all), len(found))
		}
		for address, want := range map[string][]string{
			"module.unknown.aws_ecs_service.this":                      {"child/main.tf:49", "child/main.tf:55", "60 child/main.tf:43", "45 child/main.tf:5", "aws_ecr_repository.r.repository_url is known after apply"},
			`module.keyed["a.b"].aws_ecs_service.this`:                 {"child/main.tf:49", "child/main.tf:55", "60 child/main.tf:43", "45 child/main.tf:5", "nginx"},
			`module.outer.module.deep["one.two"].aws_ecs_service.this`: {"child/main.tf:49", "child/main.tf:55", "60 child/main.tf:43", "45 child/main.tf:5", "nginx"},
		} {
			s := found[address]
			if s == nil || s.Task == nil || len(s.Task.Containers) != 2 {
				t.Errorf("%s: %s is %+v", name, address, s)
				continue
			}
			c, g := s.Task.Containers[0], s.Routes[0].Group
			place := func(w service.Where) string { return strings.TrimPrefix(w.String(), planned+"/") }
			number := func(v service.Value[int]) string {
				n, _ := v.Get()
				return service.Written(float64(n)) + " " + place(v.Where)
			}
			got := []string{place(s.Resource.Where), place(s.Rolling.MaximumPercent.Where), number(c.StopTimeout), number(g.DeregistrationDelay), c.Image.Or(c.Image.Why)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", name, address, diff)
			}
		}
	}
}

// Code is evaluated with the variables of its plan; code of something else is not
// taken for a plan's.
func TestReader_planVariables(t *testing.T) {
	const text = `{"format_version": "1.2", "variables": {"stop": {"value": 50}}, "resource_changes": [
		{"address": "aws_ecs_service.s[0]", "mode": "managed", "type": "aws_ecs_service", "name": "s", "index": 0, "change": {"after": {"name": "api", "desired_count": 4}, "after_unknown": {"task_definition": true}}},
		{"address": "aws_ecs_task_definition.t", "mode": "managed", "type": "aws_ecs_task_definition", "name": "t", "change": {"after": {"family": "api"}, "after_unknown": {"arn": true, "container_definitions": true}}}],
		"configuration": {"root_module": {"resources": [{"mode": "managed", "type": "aws_ecs_service", "name": "s", "expressions": {"desired_count": {"constant_value": 4}, "task_definition": {"references": ["aws_ecs_task_definition.t.arn", "aws_ecs_task_definition.t"]}}},
			{"mode": "managed", "type": "aws_ecs_task_definition", "name": "t", "expressions": {"container_definitions": {"references": ["var.stop"]}}}]}}}`
	const code = `variable "stop" { default = 20 }
variable "create" {}
resource "aws_ecs_task_definition" "t" {
  container_definitions = jsonencode([{ name = "app", image = data.x.y.z, stopTimeout = var.stop }])
}
# graceful:ignore no-drain because
resource "aws_ecs_service" "s" {
  count           = var.create ? 1 : 0
  desired_count   = 1
  task_definition = aws_ecs_task_definition.t.arn
}
`
	dir := write(t, map[string]string{"plan.json": text, "code/main.tf": code, "other/main.tf": strings.ReplaceAll(code, `"s"`, `"other"`)})
	for folder, want := range map[string]string{"code": "1 service, 4 tasks, 50 s, 1 comment", "other": "2 services, 4 tasks, 0 s, 0 comments"} {
		var r read.Reader
		for _, path := range []string{"plan.json", folder} {
			if err := r.Add(filepath.Join(dir, path)); err != nil {
				t.Fatal(err)
			}
		}
		all := service.Link(r.Resources())
		s := all[0]
		stop := 0
		if s.Task != nil && len(s.Task.Containers) > 0 {
			stop = s.Task.Containers[0].StopTimeout.Or(0)
		}
		got := print.Count(len(all), "service") + ", " + print.Count(s.DesiredCount.Or(0), "task") + ", " + service.Written(float64(stop)) + " s, " + print.Count(len(s.Ignores()), "comment")
		if got != want {
			t.Errorf("%s: %s, want %s", folder, got, want)
		}
	}
}
