package hcl_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Container definitions are read with the place of each value, whichever way they are
// written, and with what is known of them where something is not.
func TestFolder_containers(t *testing.T) {
	const json = `[
  {
    "name": "app",
    "image": "IMAGE",
    "essential": true,
    "stopTimeout": 45
  }
]`
	for name, tt := range map[string]struct {
		definitions string
		more        map[string]string
		image, stop string
	}{
		"encoded":                          {"jsonencode([{\n    name = \"app\"\n    image = var.image\n    stopTimeout = 45\n  }])", nil, "var.image has no default", "45 set main.tf:6"},
		"with what is computed":            {"jsonencode([{\n    name = \"app\", image = \"nginx\"\n    stopTimeout = var.stop + 5\n  }])", nil, "nginx", "40 computed main.tf:5"},
		"from a variable":                  {"jsonencode([{\n    name = \"app\", image = \"nginx\"\n    stopTimeout = var.stop\n  }])", nil, "nginx", "35 computed more.tf:2"},
		"from a local":                     {"jsonencode(local.containers)", map[string]string{"local.tf": "locals {\n  app = {\n    name = \"app\"\n    image = var.image\n    stopTimeout = 45\n  }\n  containers = [local.app]\n}"}, "var.image has no default", "45 set local.tf:5"},
		"merged":                           {"jsonencode([merge(local.app, { image = var.image })])", map[string]string{"local.tf": "locals {\n  app = {\n    name = \"app\"\n    image = \"x\"\n    stopTimeout = 45\n  }\n}"}, "var.image has no default", "45 set local.tf:5"},
		"in a loop":                        {"jsonencode([for name, stop in { app = 45 } : {\n    name = name\n    image = \"nginx\"\n    stopTimeout = stop\n  }])", nil, "nginx", "45 computed main.tf:3"},
		"with a condition":                 {"jsonencode(concat([{\n    name = \"app\"\n    image = \"nginx\"\n    stopTimeout = 45 }], var.more ? [{ name = \"log\" }] : []))", nil, "nginx", "45 set main.tf:6"},
		"a heredoc":                        {"<<EOF\n" + strings.Replace(json, "IMAGE", "nginx", 1) + "\nEOF", nil, "nginx", "45 set main.tf:9"},
		"an indented heredoc":              {"<<-EOF\n    " + strings.ReplaceAll(strings.Replace(json, "IMAGE", "nginx", 1), "\n", "\n    ") + "\n    EOF", nil, "nginx", "45 set main.tf:9"},
		"a heredoc with what is not known": {"<<EOF\n" + strings.Replace(json, "IMAGE", "repo/${var.image}:1", 1) + "\nEOF", nil, "var.image has no default", "45 set main.tf:9"},
		"a number that is not known":       {"<<EOF\n" + strings.Replace(strings.Replace(json, "IMAGE", "nginx", 1), "45", "${var.open}", 1) + "\nEOF", nil, "nginx", "unknown: var.open has no default"},
		"a heredoc with what is known":     {"<<EOF\n" + strings.Replace(strings.Replace(json, "IMAGE", "nginx", 1), "45", "${var.stop}", 1) + "\nEOF", nil, "nginx", "35 set main.tf:9"},
		"a text":                           {`"[{\"name\": \"app\", \"image\": \"nginx\", \"stopTimeout\": 45}]"`, nil, "nginx", "45 set main.tf:3"},
		"joined":                           {`"[${join(",", [jsonencode({ name = "app", image = var.image, stopTimeout = 45 })])}]"`, nil, "var.image has no default", "45 computed main.tf:3"},
		"a file":                           {`file("${path.module}/app.json")`, map[string]string{"app.json": strings.Replace(json, "IMAGE", "nginx", 1)}, "nginx", "45 set app.json:6"},
		"a file beside":                    {`file("app.json")`, map[string]string{"app.json": strings.Replace(json, "IMAGE", "nginx", 1)}, "nginx", "45 set app.json:6"},
		"a template":                       {`templatefile("${path.module}/app.json.tpl", { image = var.image })`, map[string]string{"app.json.tpl": strings.Replace(json, "IMAGE", "${image}", 1)}, "var.image has no default", "45 set app.json.tpl:6"},
		"decoded":                          {`jsonencode(yamldecode(file("app.yaml")))`, map[string]string{"app.yaml": "- name: app\n  image: nginx\n  stopTimeout: 45\n"}, "nginx", "45 computed main.tf:3"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"main.tf": "resource \"aws_ecs_task_definition\" \"t\" {\n  family = \"api\"\n  container_definitions = " + tt.definitions + "\n}\nresource \"aws_ecs_service\" \"s\" { task_definition = aws_ecs_task_definition.t.arn }\n",
				"more.tf": "variable \"image\" {}\nvariable \"stop\" { default = 35 }\nvariable \"open\" {}\nvariable \"more\" { default = false }\n"}
			for file, text := range tt.more {
				files[file] = text
			}
			s, dir := one(t, files)
			if s.Task == nil || len(s.Task.Containers) != 1 || s.Task.Containers[0].Name.Or("?") != "app" {
				t.Fatalf("the task is %+v", s.Task)
			}
			c := s.Task.Containers[0]
			if diff := cmp.Diff([]string{tt.image, tt.stop}, []string{c.Image.Or(c.Image.Why), number(c.StopTimeout, dir)}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Definitions of which nothing can be told are unknown, and not a task without any.
func TestFolder_noContainers(t *testing.T) {
	for definitions, want := range map[string]string{
		`var.definitions`:             "var.definitions has no default",
		`module.app.json`:             "module app comes from the registry, and init has not fetched it",
		`jsonencode(var.definitions)`: "var.definitions has no default",
		`jsonencode({ a = 1 })`:       "container_definitions is no list",
		`"[{"`:                        "container_definitions is no JSON",
		`file("/etc/hostname")`:       "the file /etc/hostname is not read: it stands outside of the repository",
		`file("out.json")`:            "the file out.json is not read: there is no such file",
		`templatefile("t.tpl", { a = var.definitions })`: "the file t.tpl is not read: there is no such file",
	} {
		s, _ := one(t, map[string]string{"main.tf": `variable "definitions" {}
module "app" { source = "cloudposse/ecs-container-definition/aws" }
resource "aws_ecs_task_definition" "t" { container_definitions = ` + definitions + ` }
resource "aws_ecs_service" "s" { task_definition = aws_ecs_task_definition.t.arn }`})
		if s.Task == nil || s.Task.Unknown != want || len(s.Task.Containers) != 0 {
			t.Errorf("%s: %+v, want %q", definitions, s.Task, want)
		}
	}
}
