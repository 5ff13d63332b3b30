package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// On a first plan what stands around a service is found by what refers to it, and a
// redrive policy of which an ARN is a part is unknown but for the queue that it names.
func TestRead_aroundFirst(t *testing.T) {
	const text = `{"format_version": "1.2", "resource_changes": [
		{"address": "aws_sqs_queue.jobs", "mode": "managed", "type": "aws_sqs_queue", "name": "jobs", "change": {"after": {"name": "jobs", "visibility_timeout_seconds": 30}, "after_unknown": {"arn": true, "url": true, "redrive_policy": true}}},
		{"address": "aws_sqs_queue.dead", "mode": "managed", "type": "aws_sqs_queue", "name": "dead", "change": {"after": {"name": "dead"}, "after_unknown": {"arn": true, "url": true}}},
		{"address": "aws_service_discovery_service.n", "mode": "managed", "type": "aws_service_discovery_service", "name": "n", "change": {"after": {"dns_config": [{"dns_records": [{"ttl": 60}]}]}, "after_unknown": {"arn": true}}},
		{"address": "aws_ecs_task_definition.t", "mode": "managed", "type": "aws_ecs_task_definition", "name": "t", "change": {"after": {"container_definitions": "[{\"name\":\"app\",\"STOPTIMEOUT\":45,\"stop_timeout\":50,\"environment\":[{\"name\":\"WORK_QUEUE\",\"value\":\"jobs\"},{\"name\":\"TOPIC\",\"value\":\"dead\"},{\"name\":\"REST_QUEUE\",\"value\":\"dead\"}]}]"}, "after_unknown": {"arn": true}}},
		{"address": "aws_ecs_service.s", "mode": "managed", "type": "aws_ecs_service", "name": "s", "change": {"after": {"name": "api", "service_registries": [{}], "wait_for_steady_state": false}, "after_unknown": {"task_definition": true, "service_registries": [{"registry_arn": true}]}}},
		{"address": "aws_appautoscaling_target.t", "mode": "managed", "type": "aws_appautoscaling_target", "name": "t", "change": {"after": {"min_capacity": 2}, "after_unknown": {"resource_id": true}}},
		{"address": "aws_appautoscaling_scheduled_action.a", "mode": "managed", "type": "aws_appautoscaling_scheduled_action", "name": "a", "change": {"after": {"name": "night", "scalable_target_action": [{"min_capacity": 0, "max_capacity": 0}]}, "after_unknown": {"resource_id": true}}},
		{"address": "aws_codedeploy_deployment_group.d", "mode": "managed", "type": "aws_codedeploy_deployment_group", "name": "d", "change": {"after": {"ecs_service": [{"service_name": "api"}], "blue_green_deployment_config": [{"terminate_blue_instances_on_deployment_success": [{"action": "KEEP_ALIVE", "termination_wait_time_in_minutes": 0}]}]}, "after_unknown": {}}}],
		"configuration": {"root_module": {"resources": [
			{"mode": "managed", "type": "aws_sqs_queue", "name": "jobs", "expressions": {"name": {"constant_value": "jobs"}, "visibility_timeout_seconds": {}, "redrive_policy": {"references": ["aws_sqs_queue.dead.arn", "aws_sqs_queue.dead"]}}},
			{"mode": "managed", "type": "aws_sqs_queue", "name": "dead", "expressions": {"name": {"constant_value": "dead"}}},
			{"mode": "managed", "type": "aws_service_discovery_service", "name": "n", "expressions": {"dns_config": [{"dns_records": [{"ttl": {"constant_value": 60}}]}]}},
			{"mode": "managed", "type": "aws_ecs_service", "name": "s", "expressions": {"name": {"constant_value": "api"}, "task_definition": {"references": ["aws_ecs_task_definition.t.arn", "aws_ecs_task_definition.t"]}, "service_registries": [{"registry_arn": {"references": ["aws_service_discovery_service.n.arn", "aws_service_discovery_service.n"]}}]}},
			{"mode": "managed", "type": "aws_appautoscaling_target", "name": "t", "expressions": {"min_capacity": {"constant_value": 2}, "resource_id": {"references": ["aws_ecs_service.s.name", "aws_ecs_service.s"]}}},
			{"mode": "managed", "type": "aws_appautoscaling_scheduled_action", "name": "a", "expressions": {"name": {"constant_value": "night"}, "resource_id": {"references": ["aws_appautoscaling_target.t.resource_id", "aws_appautoscaling_target.t"]}, "scalable_target_action": [{"min_capacity": {"constant_value": 0}, "max_capacity": {"constant_value": 0}}]}},
			{"mode": "managed", "type": "aws_codedeploy_deployment_group", "name": "d", "expressions": {"ecs_service": [{"service_name": {"references": ["aws_ecs_service.s.name", "aws_ecs_service.s"]}}]}}]}}}`
	s := services(t, []byte(text))["aws_ecs_service.s"]
	if s == nil || s.Task == nil {
		t.Fatalf("not linked: %+v", s)
	}
	var queues []string
	for _, q := range s.Queues {
		queues = append(queues, q.Variable+" "+service.Written(q.Visibility.Or(0))+" "+string(q.Receives.State)+" "+service.Written(q.Dead))
	}
	if diff := cmp.Diff([]string{"WORK_QUEUE 30 unknown false", "REST_QUEUE 0  true"}, queues); diff != "" {
		t.Errorf("queues (-want +got):\n%s", diff)
	}
	if len(s.Registries) != 1 || s.Registries[0].TTL.Or(0) != 60 {
		t.Errorf("registries: %+v", s.Registries)
	}
	if len(s.Scaling) != 1 || len(s.Scaling[0].Scheduled) != 1 || s.Scaling[0].Scheduled[0].Maximum.Or(9) != 0 {
		t.Errorf("scaling: %+v", s.Scaling)
	}
	if s.Termination == nil || s.Termination.Minutes.State != "" {
		t.Errorf("old tasks are kept: %+v", s.Termination)
	}
	// Terraform asks not how a name is cased, and drops what ECS has no name for.
	app := s.Task.Containers[0]
	if app.StopTimeout.Or(0) != 45 || len(app.Strange) != 1 || app.Strange[0].Name != "stop_timeout" || app.Strange[0].Meant != "stopTimeout" {
		t.Errorf("stop timeout %+v, strange %+v", app.StopTimeout, app.Strange)
	}
	if steady := s.Waits.Steady; steady.State != service.Default || steady.Or(true) {
		t.Errorf("nobody wrote that Terraform waits: %+v", steady)
	}
}

// Of an Express service only the container, the path of its check and its bounds are
// written; the rest is what ECS documents, or not known.
func TestRead_express(t *testing.T) {
	const text = `{"format_version": "1.2", "resource_changes": [
		{"address": "aws_ecs_express_gateway_service.s", "mode": "managed", "type": "aws_ecs_express_gateway_service", "name": "s", "change": {"after": {"service_name": "api", "health_check_path": "/up", "scaling_target": SCALE,
			"primary_container": MAIN}, "after_unknown": {}}}]}`
	const main, scale = `{"image": "api:1", "container_port": 8080, "environment": [{"name": "A", "value": "b"}]}`, `{"min_task_count": 2}`
	for form, texts := range map[string][2]string{"objects": {main, scale}, "blocks": {"[" + main + "]", "[" + scale + "]"}} {
		s := services(t, []byte(replaced(text, "MAIN", texts[0], "SCALE", texts[1])))["aws_ecs_express_gateway_service.s"]
		if s == nil || !s.OnFargate() || len(s.Routes) != 1 || s.App() == nil {
			t.Fatalf("%s: %+v", form, s)
		}
		g, app := s.Routes[0].Group, s.App()
		got := []any{s.DesiredCount.Or(0), s.Scaling[0].Maximum.Or(0), app.StopTimeout.Or(0), app.StopTimeout.State, app.Image.Or("?"), app.Environment["A"].Or("?"), g.HealthPath.Or("?"), g.Interval.Or(0), s.Rolling.HealthCheckGraceSeconds.Or(0), g.DeregistrationDelay.State}
		want := []any{2, 20, 30, service.Default, "api:1", "b", "/up", 30, 300, service.Unknown}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", form, diff)
		}
	}
}

// replaced puts texts in the place of others.
func replaced(text string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(text)
}
