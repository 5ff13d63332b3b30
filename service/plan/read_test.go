package plan_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// In a state the ARNs say what refers to what.
func TestRead_state(t *testing.T) {
	text := []byte(`{"format_version": "1.0", "values": {"root_module": {"child_modules": [{"address": "module.api", "resources": [
		{"address": "module.api.aws_ecs_service.this", "mode": "managed", "type": "aws_ecs_service", "name": "this", "values": {
			"name": "api", "desired_count": 2, "task_definition": "arn:task/api:7",
			"load_balancer": [{"container_name": "app", "target_group_arn": "arn:group"}]}},
		{"address": "module.api.aws_lb_target_group.this", "mode": "managed", "type": "aws_lb_target_group", "name": "this", "values": {
			"arn": "arn:group", "protocol": "TCP", "deregistration_delay": "120"}}]}],
		"resources": [{"address": "aws_ecs_task_definition.t", "mode": "managed", "type": "aws_ecs_task_definition", "name": "t", "values": {
			"arn": "arn:task/api:7", "container_definitions": "[{\"name\":\"app\",\"stopTimeout\":45}]"}}]}}}`)
	s := services(t, text)["module.api.aws_ecs_service.this"]
	if s == nil || s.Task == nil || len(s.Routes) != 1 || s.Routes[0].Group == nil {
		t.Fatalf("not linked: %+v", s)
	}
	got := []int{s.DesiredCount.Or(0), s.Task.Containers[0].StopTimeout.Or(0), s.Routes[0].Group.DeregistrationDelay.Or(0)}
	if diff := cmp.Diff([]int{2, 45, 120}, got); diff != "" {
		t.Errorf("desired, stop timeout, delay (-want +got):\n%s", diff)
	}
	if state := s.DesiredCount.State; state != service.Set {
		t.Errorf("in a state nothing tells a default from what is written: %q", state)
	}
}

// Locals and dynamic blocks are in no plan's configuration: what is known after apply
// only is the one resource of its kind beside it that the plan makes, or else the one
// in the whole plan.
func TestRead_locals(t *testing.T) {
	const group = `, {"address": "module.api.aws_lb_target_group.%s", "module_address": "module.api", "mode": "managed", "type": "aws_lb_target_group", "name": "%s", "change": {"after": {"protocol": "HTTP"}, "after_unknown": {"arn": true}}}`
	const text = `{"format_version": "1.2", "resource_changes": [
		{"address": "module.api.aws_ecs_service.s", "module_address": "module.api", "mode": "managed", "type": "aws_ecs_service", "name": "s", "change": {
			"after": {"name": "api", "load_balancer": [{"container_name": "app"GIVEN}]}, "after_unknown": {"task_definition": true, "load_balancer": [{"target_group_arn": UNKNOWN}]}}},
		{"address": "module.api.aws_ecs_task_definition.t", "module_address": "module.api", "mode": "managed", "type": "aws_ecs_task_definition", "name": "t", "change": {"after": {"container_definitions": "[]"}, "after_unknown": {"arn": true}}},
		{"address": "aws_lb_target_group.outside", "mode": "managed", "type": "aws_lb_target_group", "name": "outside", "change": {"after": {"protocol": "TCP"}, "after_unknown": {"arn": true}}}GROUPS],
		"configuration": {"root_module": {"module_calls": {"api": {"module": {"resources": [{"mode": "managed", "type": "aws_ecs_service", "name": "s", "expressions": {"task_definition": {"references": ["local.task"]}}}]}}}}}}`
	first, second := strings.ReplaceAll(group, "%s", "a"), strings.ReplaceAll(group, "%s", "b")
	for name, tt := range map[string]struct {
		groups, unknown, given string
		linked                 bool
	}{
		"one":                     {first, "true", "", true},
		"two":                     {first + second, "true", "", false},
		"none, and one outside":   {"", "true", "", true},
		"none, and two outside":   {strings.ReplaceAll(first, "module.api", "module.other"), "true", "", false},
		"one that is there":       {strings.Replace(first, `{"arn": true}`, `{}`, 1), "true", "", true},
		"one, but another is set": {first, "false", `, "target_group_arn": "arn:of-somebody-else"`, false},
	} {
		s := services(t, []byte(strings.NewReplacer("GROUPS", tt.groups, "UNKNOWN", tt.unknown, "GIVEN", tt.given).Replace(text)))["module.api.aws_ecs_service.s"]
		if name == "one that is there" && s.Routes[0].Group != nil && s.Routes[0].Group.Kind() != shutdown.NLB {
			t.Errorf("%s is linked, whose ARN is known", name)
		}
		if s.Task == nil || (s.Routes[0].Group != nil) != tt.linked || s.Routes[0].Elsewhere != map[bool]int{true: 0, false: 1}[tt.linked] {
			t.Errorf("%s: task %v, route %+v", name, s.Task != nil, s.Routes[0])
		}
	}
}

// What a plan deletes is none of the service any more.
func TestRead_deleted(t *testing.T) {
	text := bytes.ReplaceAll(recorded(t), []byte(`"after": {`), []byte(`"before": {`))
	if all := services(t, text); len(all) != 0 {
		t.Errorf("%d services are left", len(all))
	}
}

// What is no plan is said at once, with the file and what it should be.
func TestRead_faults(t *testing.T) {
	deep := `{"format_version": "1.0", "x": ` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`
	for name, tt := range map[string]struct{ text, want string }{
		"empty":            {``, "is not what terraform show -json prints"},
		"a list":           {`[]`, "is not what terraform show -json prints"},
		"another object":   {`{"Resources": {}}`, "it has no format_version"},
		"cut":              {string(recorded(t)[:5000]), "is not what terraform show -json prints"},
		"a newer format":   {`{"format_version": "2.0"}`, "has the format 2.0"},
		"too deep":         {deep, "is not what terraform show -json prints"},
		"too many changes": {`{"format_version": "1.2", "resource_changes": [` + strings.Repeat(`{},`, 1_000_000) + `{}]}`, "more than 1000000 changes"},
		"as many changes as it may have, and cut": {`{"format_version": "1.2", "resource_changes": [` + strings.Repeat(`{},`, 999_999) + `{}`, "byte 3000046"},
		"a wrong change": {`{"format_version": "1.2", "resource_changes": [{"address": "a", "type": "aws_lb", "change": {"after": []}}]}`, "the change of a cannot be read"},
	} {
		began := time.Now()
		_, err := plan.Read("plan.json", []byte(tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "plan.json") {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// Secrets of a plan are in no word that is said of it.
func TestRead_secrets(t *testing.T) {
	const secret = "hunter2"
	text := strings.ReplaceAll(string(recorded(t)), `\"value\":\"55\"`, `\"value\":\"`+secret+`\"`)
	if !strings.Contains(text, secret) {
		t.Fatal("no secret was planted")
	}
	for cut := len(text) / 2; cut < len(text); cut += len(text) / 40 {
		if _, err := plan.Read("plan.json", []byte(text[:cut])); err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
}

// FuzzRead never panics, and links what it reads.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"format_version": "1.2", "resource_changes": [{"address": "aws_ecs_service.a", "type": "aws_ecs_service", "name": "a", "change": {"after": {"load_balancer": [{}]}, "after_unknown": {"task_definition": true}}}],
		"configuration": {"root_module": {"resources": [{"type": "aws_ecs_service", "name": "a", "expressions": {"task_definition": {"references": ["var.x", "module.b.c", "module.b"]}}}], "module_calls": {"b": {"module": {"outputs": {"c": {"expression": {"references": ["module.b.c"]}}}}}}}}}`))
	f.Add([]byte(`{"format_version": "1.0", "values": {"root_module": {"child_modules": [null]}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := plan.Read("plan.json", text)
		if err != nil {
			return
		}
		for _, s := range service.Link(p.Resources()) {
			if _, err := json.Marshal(facts(s)); err != nil {
				t.Error(err)
			}
		}
	})
}
