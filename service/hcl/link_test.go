package hcl_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

const parts = `
resource "aws_ecs_task_definition" "t" {
  family                = "api"
  container_definitions = jsonencode([{ name = "app", stopTimeout = 45 }])
}
resource "aws_lb_target_group" "g" {
  protocol = "HTTP"
}
resource "aws_lb_target_group" "counted" {
  count    = 2
  protocol = "HTTP"
  deregistration_delay = count.index + 10
}
resource "aws_lb_target_group" "keyed" {
  for_each = { "a.b" = 20, c = 21 }
  protocol = "HTTP"
  deregistration_delay = each.value
}
resource "aws_lb_target_group" "several" {
  count    = var.several ? 1 : 0
  protocol = "HTTP"
  deregistration_delay = 30
}
variable "several" {}
variable "create" { default = true }
variable "arn" { default = "arn:of-somebody-else" }
locals {
  arn    = aws_lb_target_group.g.arn
  group  = aws_lb_target_group.counted[1]
  groups = { for k, g in aws_lb_target_group.keyed : k => { arn = g.arn } }
}
module "inner" {
  source = "./inner"
  arn    = aws_lb_target_group.keyed["c"].arn
}
`

const inner = `variable "arn" {}
output "arn" { value = var.arn }
resource "aws_lb_target_group" "own" {
  protocol = "TCP"
  deregistration_delay = 50
}
output "own" { value = aws_lb_target_group.own }
`

// Whichever way a service names its target group, it is found, and what is none of
// the code is not.
func TestFolder_links(t *testing.T) {
	for expression, want := range map[string]string{
		`aws_lb_target_group.g.arn`:                                                 "aws_lb_target_group.g",
		`aws_lb_target_group.g.id`:                                                  "aws_lb_target_group.g",
		`local.arn`:                                                                 "aws_lb_target_group.g",
		`"${local.arn}"`:                                                            "aws_lb_target_group.g",
		`aws_lb_target_group.counted[1].arn`:                                        "aws_lb_target_group.counted[1]",
		`element(aws_lb_target_group.counted[*].arn, 1)`:                            "aws_lb_target_group.counted[1]",
		`aws_lb_target_group.counted.*.arn[0]`:                                      "aws_lb_target_group.counted[0]",
		`local.group.arn`:                                                           "aws_lb_target_group.counted[1]",
		`aws_lb_target_group.keyed["a.b"].arn`:                                      `aws_lb_target_group.keyed["a.b"]`,
		`local.groups["c"].arn`:                                                     `aws_lb_target_group.keyed["c"]`,
		`lookup(local.groups, "a.b").arn`:                                           `aws_lb_target_group.keyed["a.b"]`,
		`values(aws_lb_target_group.keyed)[1].arn`:                                  `aws_lb_target_group.keyed["c"]`,
		`flatten([[aws_lb_target_group.g[*].arn]])[0]`:                              "aws_lb_target_group.g",
		`compact([aws_lb_target_group.g.arn])[0]`:                                   "aws_lb_target_group.g",
		`distinct(concat([aws_lb_target_group.g.arn], []))[0]`:                      "aws_lb_target_group.g",
		`one(aws_lb_target_group.g[*].arn)`:                                         "aws_lb_target_group.g",
		`try(aws_lb_target_group.counted[7].arn, local.arn)`:                        "aws_lb_target_group.g",
		`coalesce(null, local.arn)`:                                                 "aws_lb_target_group.g",
		`var.create ? local.arn : aws_lb_target_group.counted[0].arn`:               "aws_lb_target_group.g",
		`!var.create ? local.arn : aws_lb_target_group.counted[0].arn`:              "aws_lb_target_group.counted[0]",
		`module.inner.arn`:                                                          `aws_lb_target_group.keyed["c"]`,
		`module.inner.own.arn`:                                                      "module.inner.aws_lb_target_group.own",
		`aws_lb_target_group.several[0].arn`:                                        "aws_lb_target_group.several[*]",
		`{ blue = local.arn, green = aws_lb_target_group.counted[0].arn }["green"]`: "aws_lb_target_group.counted[0]",

		`var.arn`:                "none, 1 elsewhere",
		`"arn:of-somebody-else"`: "none, 1 elsewhere",
		`aws_lb.nowhere.arn`:     "none, 1 elsewhere",
		`var.several ? local.arn : aws_lb_target_group.counted[0].arn`: "none, 1 elsewhere",
		`null`: "none, 0 elsewhere",
	} {
		t.Run(expression, func(t *testing.T) {
			s, _ := one(t, map[string]string{"parts.tf": parts, "inner/main.tf": inner,
				"main.tf": "resource \"aws_ecs_service\" \"s\" {\n  task_definition = aws_ecs_task_definition.t.arn\n  load_balancer {\n    container_name = \"app\"\n    target_group_arn = " + expression + "\n  }\n}\n"})
			got := "none, " + service.Written(float64(s.Routes[0].Elsewhere)) + " elsewhere"
			if g := s.Routes[0].Group; g != nil {
				got = g.Resource.Where.Address
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if s.Task == nil || s.Task.Containers[0].StopTimeout.Or(0) != 45 {
				t.Errorf("the task definition is %+v", s.Task)
			}
		})
	}
}

// A task definition is found by each of its names, and what scales a service by its
// name, however it is put together.
func TestFolder_names(t *testing.T) {
	for name, tt := range map[string]struct {
		task, resource, policy  string
		linked, scaled, follows bool
	}{
		"by reference": {"aws_ecs_task_definition.t.arn", `"service/${aws_ecs_cluster.c.name}/${aws_ecs_service.s.name}"`, "aws_appautoscaling_target.t.resource_id", true, true, true},
		"by family":    {"aws_ecs_task_definition.t.family", `"service/shop/api"`, `"service/shop/api"`, true, true, true},
		"by family and revision": {`"${aws_ecs_task_definition.t.family}:${max(aws_ecs_task_definition.t.revision, data.aws_ecs_task_definition.t.revision)}"`,
			`join("/", ["service", aws_ecs_cluster.c.name, aws_ecs_service.s.name])`, `join("/", ["service", aws_ecs_cluster.c.name, aws_ecs_service.s.name])`, true, true, true},
		"by what is not known": {`var.task`, `"service/${var.cluster}/${aws_ecs_service.s.name}"`, `"service/${var.cluster}/${aws_ecs_service.s.name}"`, false, true, true},
		"of another":           {`"other"`, `"service/shop/api-2"`, "aws_appautoscaling_target.t.resource_id", false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := one(t, map[string]string{"main.tf": strings.NewReplacer("TASK", tt.task, "RESOURCE", tt.resource, "POLICY", tt.policy).Replace(`
variable "task" {}
variable "cluster" {}
data "aws_ecs_task_definition" "t" { task_definition = "api" }
resource "aws_ecs_cluster" "c" { name = "shop" }
resource "aws_ecs_task_definition" "t" {
  family                = "api"
  container_definitions = jsonencode([])
}
resource "aws_ecs_service" "s" {
  name            = "api"
  task_definition = TASK
}
resource "aws_appautoscaling_target" "t" {
  min_capacity = 2
  resource_id  = RESOURCE
}
resource "aws_appautoscaling_policy" "p" {
  resource_id = POLICY
  target_tracking_scaling_policy_configuration { scale_in_cooldown = 90 }
}
`)})
			scaled := len(s.Scaling) == 1 && s.Scaling[0].Minimum.Or(0) == 2
			follows := scaled && len(s.Scaling[0].Policies) == 1 && s.Scaling[0].Policies[0].Cooldown.Or(0) == 90
			if (s.Task != nil) != tt.linked || scaled != tt.scaled || follows != tt.follows {
				t.Errorf("task %t, scaled %t, follows %t", s.Task != nil, scaled, follows)
			}
		})
	}
}

// A worker's queue is found by the variable that names it, with the queue to which its
// messages go in the end.
func TestFolder_queue(t *testing.T) {
	s, dir := one(t, map[string]string{"main.tf": `resource "aws_sqs_queue" "jobs" {
  visibility_timeout_seconds = 90
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 4
  })
}
resource "aws_sqs_queue" "dead" {}
resource "aws_ecs_task_definition" "t" {
  container_definitions = jsonencode([{ name = "app", environment = [{ name = "JOBS_URL", value = aws_sqs_queue.jobs.url }] }])
}
resource "aws_ecs_service" "s" {
  task_definition = aws_ecs_task_definition.t.arn
  wait_for_steady_state = true
  timeouts { update = "40m" }
}
`})
	if len(s.Queues) != 1 {
		t.Fatalf("queues %+v", s.Queues)
	}
	q := s.Queues[0]
	got := []string{q.Resource.Where.Address, number(q.Visibility, dir), number(q.Receives, dir), number(s.Waits.Update, dir)}
	if diff := cmp.Diff([]string{"aws_sqs_queue.jobs", "90 set main.tf:2", "4 set main.tf:5", "2400 set main.tf:15"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
