package hcl_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// A service has the address that Terraform gives it, and the values of its own
// instance.
func TestFolder_addresses(t *testing.T) {
	const child = `variable "n" { default = 7 }
resource "aws_ecs_service" "s" {
  desired_count = var.n
}
`
	for name, tt := range map[string]struct {
		main string
		want map[string]int
	}{
		"at the root":              {child, map[string]int{"aws_ecs_service.s": 7}},
		"counted":                  {"resource \"aws_ecs_service\" \"s\" {\n count = 2\n desired_count = count.index\n}", map[string]int{"aws_ecs_service.s[0]": 0, "aws_ecs_service.s[1]": 1}},
		"counted to none":          {"resource \"aws_ecs_service\" \"s\" {\n count = var.n > 7 ? 1 : 0\n}\nvariable \"n\" { default = 7 }", map[string]int{}},
		"keyed":                    {"resource \"aws_ecs_service\" \"s\" {\n for_each = { a = 1, \"b.c\\\"\" = 2 }\n desired_count = each.value\n}", map[string]int{`aws_ecs_service.s["a"]`: 1, `aws_ecs_service.s["b.c\""]`: 2}},
		"of a set":                 {"resource \"aws_ecs_service\" \"s\" {\n for_each = toset([\"x\"])\n desired_count = length(each.key)\n}", map[string]int{`aws_ecs_service.s["x"]`: 1}},
		"as often as nobody knows": {"resource \"aws_ecs_service\" \"s\" {\n for_each = var.open\n desired_count = 3\n}\nvariable \"open\" {}", map[string]int{"aws_ecs_service.s[*]": 3}},
		"counted so":               {"resource \"aws_ecs_service\" \"s\" {\n count = var.open ? 1 : 0\n desired_count = 3\n}\nvariable \"open\" {}", map[string]int{"aws_ecs_service.s[*]": 3}},
		"a module":                 {`module "m" { source = "./child" }`, map[string]int{"module.m.aws_ecs_service.s": 7}},
		"a counted one":            {"module \"m\" {\n source = \"./child\"\n count = 2\n n = count.index + 4\n}", map[string]int{"module.m[0].aws_ecs_service.s": 4, "module.m[1].aws_ecs_service.s": 5}},
		"a keyed one":              {"module \"m\" {\n source = \"./child\"\n for_each = { \"a.b\" = 8, c = 9 }\n n = each.value\n}", map[string]int{`module.m["a.b"].aws_ecs_service.s`: 8, `module.m["c"].aws_ecs_service.s`: 9}},
		"two deep":                 {"module \"o\" {\n source = \"./outer\"\n for_each = toset([\"k\"])\n}", map[string]int{`module.o["k"].module.i[0].aws_ecs_service.s`: 12}},
		"above":                    {`module "m" { source = "./outer/../child" }`, map[string]int{"module.m.aws_ecs_service.s": 7}},
		"fetched by init":          {`module "m" { source = "org/x/aws" }`, map[string]int{"module.m.aws_ecs_service.s": 7}},
		"and not":                  {`module "n" { source = "org/x/aws" }`, map[string]int{}},
		"out of there":             {`module "out" { source = "org/x/aws" }`, map[string]int{}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"main.tf": tt.main, "child/main.tf": child, ".terraform/modules/m/main.tf": child,
				".terraform/modules/modules.json": `{"Modules": [{"Key": "", "Dir": "."}, {"Key": "m", "Source": "registry.terraform.io/org/x/aws", "Dir": ".terraform/modules/m"}, {"Key": "out", "Dir": ".terraform/modules/../../child"}]}`,
				"outer/main.tf":                   "module \"i\" {\n source = \"../child\"\n count = 1\n n = 12\n}"})
			got := map[string]int{}
			for address, s := range services(t, dir) {
				got[address] = s.DesiredCount.Or(-1)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Dynamic blocks are expanded; where nobody knows how often one is there, what it
// makes is not known, and not missing.
func TestFolder_dynamic(t *testing.T) {
	const group = `resource "aws_lb_target_group" "g" { protocol = "HTTP" }
variable "open" {}
`
	for name, tt := range map[string]struct{ blocks, routes, breaker, spot string }{
		"none":                   {"", "", "false unknown", "false"},
		"written":                {"load_balancer {\n container_name = \"a\"\n target_group_arn = aws_lb_target_group.g.arn\n }\n deployment_circuit_breaker {\n enable = true\n rollback = true\n }\n capacity_provider_strategy { capacity_provider = \"FARGATE_SPOT\" }", "a 1", "true", "true"},
		"dynamic":                {"dynamic \"load_balancer\" {\n for_each = { a = 80, b = 81 }\n content {\n container_name = load_balancer.key\n target_group_arn = aws_lb_target_group.g.arn\n }\n }", "a 1, b 1", "false unknown", "false"},
		"with a name of its own": {"dynamic \"load_balancer\" {\n for_each = [\"x\"]\n iterator = each_one\n content {\n container_name = each_one.value\n target_group_arn = aws_lb_target_group.g.arn\n }\n }", "x 1", "false unknown", "false"},
		"in each other":          {"dynamic \"deployment_configuration\" {\n for_each = [1]\n content {\n dynamic \"canary_configuration\" {\n for_each = [5]\n content { canary_percent = canary_configuration.value }\n }\n }\n }", "", "false unknown", "false"},
		"to none":                {"dynamic \"load_balancer\" {\n for_each = []\n content {}\n }", "", "false unknown", "false"},
		"as often as nobody knows": {"dynamic \"load_balancer\" {\n for_each = var.open\n content { container_name = \"a\" }\n }\n dynamic \"deployment_circuit_breaker\" {\n for_each = var.open\n content { enable = true }\n }\n dynamic \"capacity_provider_strategy\" {\n for_each = var.open\n content { capacity_provider = \"FARGATE\" }\n }",
			"var.open has no default 0", "unknown var.open has no default", "false var.open has no default"},
		"with a fault":       {"dynamic \"load_balancer\" {\n for_each = local.nowhere\n content { container_name = \"a\" }\n }", "local.nowhere is nowhere 0", "false unknown", "false"},
		"with a wrong index": {"dynamic \"load_balancer\" {\n for_each = [[1]][5]\n content { container_name = \"a\" }\n }\n dynamic \"deployment_circuit_breaker\" {\n for_each = []\n content {}\n }", "invalid index at main.tf:5 0", "false unknown", "false"},
		"of nothing":         {"dynamic \"load_balancer\" {\n for_each = null\n content { container_name = \"a\" }\n }", "its for_each is nothing to go through 0", "false unknown", "false"},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := one(t, map[string]string{"main.tf": group + "resource \"aws_ecs_service\" \"s\" {\n" + tt.blocks + "\n}\n"})
			var routes []string
			for _, r := range s.Routes {
				groups := "0"
				if r.Group != nil {
					groups = "1"
				}
				routes = append(routes, strings.ReplaceAll(r.Container.Or(r.Container.Why), dir+"/", "")+" "+groups)
			}
			breaker := service.Written(s.Rolling.BreakerEnable.Or(false))
			if why := s.Rolling.BreakerEnable.Why; why != "" {
				breaker = "unknown " + why
			} else if s.Rolling.BreakerEnable.State == "" {
				breaker = "false unknown"
			}
			spot := strings.TrimSpace(service.Written(s.OnSpot()) + " " + s.ProvidersUnknown)
			if diff := cmp.Diff([]string{tt.routes, tt.breaker, tt.spot}, []string{strings.Join(routes, ", "), breaker, spot}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if name == "in each other" && s.Rolling.CanaryPercent.Or(0) != 5 {
				t.Errorf("canary %+v", s.Rolling.CanaryPercent)
			}
		})
	}
}

// What a configuration says in JSON is what it says in its own form.
func TestFolder_json(t *testing.T) {
	s, dir := one(t, map[string]string{"main.tf.json": `{
  "variable": {"n": {"type": "number", "default": 3}},
  "locals": {"stop": 45},
  "resource": {
    "aws_lb_target_group": {"g": {"protocol": "HTTP", "deregistration_delay": "${var.n * 10}",
      "health_check": {"interval": 10}}},
    "aws_ecs_task_definition": {"t": {"container_definitions": "${jsonencode([{\"name\": \"app\", \"stopTimeout\": local.stop}])}"}},
    "aws_ecs_service": {
      "s": [{
        "desired_count": "${var.n}",
        "task_definition": "${aws_ecs_task_definition.t.arn}",
        "load_balancer": [{"container_name": "app", "target_group_arn": "${aws_lb_target_group.g.arn}"}],
        "dynamic": {"capacity_provider_strategy": {"for_each": ["FARGATE_SPOT"], "content": {"capacity_provider": "${capacity_provider_strategy.value}"}}},
        "deployment_circuit_breaker": {"enable": true, "rollback": true}
      }]
    }
  }
}`})
	if s.Task == nil || len(s.Routes) != 1 || s.Routes[0].Group == nil {
		t.Fatalf("not linked: %+v", s)
	}
	g := s.Routes[0].Group
	got := []string{number(s.DesiredCount, dir), number(s.Task.Containers[0].StopTimeout, dir), number(g.DeregistrationDelay, dir), number(g.Interval, dir), number(g.HealthyThreshold, dir), service.Written(s.Rolling.BreakerEnable.Or(false)), service.Written(s.OnSpot())}
	want := []string{"3 computed main.tf.json:10", "45 set main.tf.json:3", "30 computed main.tf.json:5", "10 set main.tf.json:6", "3 default main.tf.json:5", "true", "true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Comments above and in the code of what makes a service, and at the calls of the
// modules that it stands in, are kept for an audit.
func TestFolder_ignores(t *testing.T) {
	dir := folder(t, map[string]string{"main.tf": `# graceful:ignore no-drain of nothing

# Of the module.
# graceful:ignore circuit-breaker-off until=2027-01-31 at the call
module "m" {
  source = "./child" // graceful:ignore all-go-first in the call
}
`, "child/main.tf": `/* graceful:ignore no-drain above
   the group */
resource "aws_lb_target_group" "g" {
  protocol = "HTTP"
} # graceful:ignore api-limit behind it
resource "aws_ecs_service" "s" {
  load_balancer {
    # graceful:ignore cannot-roll inside
    target_group_arn = aws_lb_target_group.g.arn
  }
}
# graceful:ignore spot-drain of another
resource "aws_ecs_service" "other" {}
`})
	all := services(t, dir)
	if names := slices.Sorted(maps.Keys(all)); len(names) != 2 {
		t.Fatal(names)
	}
	var got []string
	for _, i := range all["module.m.aws_ecs_service.s"].Ignores() {
		got = append(got, i.By+" "+strings.TrimPrefix(i.Where.String(), dir+"/")+" "+i.Text)
	}
	want := []string{"comment child/main.tf:8 cannot-roll inside", "comment main.tf:4 circuit-breaker-off until=2027-01-31 at the call", "comment main.tf:6 all-go-first in the call",
		"comment child/main.tf:1 no-drain above", "comment child/main.tf:5 api-limit behind it"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
