//go:build parity

package parity

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// productionChange is what happens to services in production, one apply after the other.
type productionChange struct {
	name  string
	steps []step
	// loses says that requests are lost, which shows that the judge sees it: the
	// same is done without loss in another row.
	loses string
}

// step is one apply.
type step struct {
	modules map[string]arguments
	moved   [][2]string
	// leave are the listeners whose clients have left for another way in before.
	leave []string
	// want is what the plan does, by address below module.NAME. What only tells
	// numbers, graceful_service, is left out.
	want map[string]string
}

const staging = "staging.invalid"

// TestOnTheWire_changes applies each change to services that run, step by step,
// with clients at every way in. Each step does what is wanted and no more, leaves
// an empty plan, and no request is lost.
func TestOnTheWire_changes(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	ctx, cancel := bounded(t)
	defer cancel()
	second, err := w.moto.secondSurroundings(ctx, w.around)
	if err != nil {
		t.Fatal(err)
	}
	changes := productionChanges(t, w, second)
	traffic, seen := NewTraffic(), 0
	longest := 0
	for _, c := range changes {
		longest = max(longest, len(c.steps))
	}
	for i := range longest {
		modules, moved := map[string]any{}, []any{}
		for _, c := range changes {
			s := c.steps[min(i, len(c.steps)-1)]
			for name, m := range s.modules {
				modules[name] = m
			}
			if i < len(c.steps) {
				for _, m := range s.moved {
					moved = append(moved, map[string]any{"from": m[0], "to": m[1]})
				}
			}
		}
		config, err := rootOf(w.proxy.URL(), modules, moved)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.terraform.Write("main.tf.json", config); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			w.step(ctx, t, "init", "-no-color", "-input=false")
		}
		w.step(ctx, t, "get", "-no-color")
		w.step(ctx, t, "plan", "-no-color", "-input=false", "-out=planned", "-parallelism=20")
		var plan struct {
			Changes []struct {
				Address, Mode string
				Change        struct{ Actions []string }
			} `json:"resource_changes"`
		}
		if err := json.Unmarshal([]byte(w.quiet(ctx, t, "show", "-json", "planned")), &plan); err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			for _, c := range changes {
				if i >= len(c.steps) {
					continue
				}
				got := map[string]string{}
				for _, r := range plan.Changes {
					action := strings.Join(r.Change.Actions, ", ")
					module, rest := ownModule(r.Address)
					if r.Mode == "managed" && action != "no-op" && !strings.HasPrefix(rest, "graceful_service.") && c.owns(i, module) {
						got[strings.TrimPrefix(r.Address, "module."+c.name+".")] = action
					}
				}
				if diff := cmp.Diff(c.steps[i].want, got); diff != "" {
					t.Errorf("%s, step %d: the plan's actions mismatch (-want +got):\n%s", c.name, i, diff)
				}
			}
		}
		traffic.Clients()
		traffic.Leave(w.around.ALBListener, staging) // Nobody has come this way yet.
		for _, c := range changes {
			if i < len(c.steps) {
				for _, l := range c.steps[i].leave {
					traffic.Leave(l, "/"+c.name)
				}
			}
		}
		w.step(ctx, t, "apply", "-no-color", "-input=false", "-parallelism=20", "planned")
		for _, e := range w.proxy.Exchanges()[seen:] {
			seen++
			if err := traffic.Step(e); err != nil {
				t.Fatal(err)
			}
			if e.Action == "DeregisterTaskDefinition" {
				t.Error("an old revision of a task definition is deregistered, so nobody can roll back to it")
			}
		}
		left, err := w.terraform.Changes(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if left != "" {
			t.Errorf("after step %d a second plan is not empty:\n%s", i, left)
		}
	}
	attributed := 0
	for _, c := range changes {
		var lost []string
		for _, l := range traffic.Lost() {
			if strings.Contains(l, "/"+c.name+"]") {
				lost = append(lost, l)
			}
		}
		attributed += len(lost)
		switch {
		case c.loses == "" && lost != nil:
			t.Errorf("%s: requests are lost:\n%s", c.name, strings.Join(slices.Compact(lost), "\n"))
		case c.loses != "" && !strings.Contains(strings.Join(lost, "\n"), c.loses):
			t.Errorf("%s: the judge sees no %q in:\n%s", c.name, c.loses, strings.Join(lost, "\n"))
		}
		t.Logf("%s: %d steps, %d requests lost", c.name, len(c.steps)-1, len(lost))
	}
	if all := traffic.Lost(); attributed != len(all) {
		t.Errorf("%d requests are lost, and %d belong to a change:\n%s", len(all), attributed, strings.Join(all, "\n"))
	}
}

// owns says whether the module is one of the change's at this step or the one
// before.
func (c productionChange) owns(i int, module string) bool {
	_, now := c.steps[i].modules[module]
	_, before := c.steps[i-1].modules[module]
	return now || before
}

// ownModule is the name of the module in an address, and the rest.
func ownModule(address string) (name, rest string) {
	_, rest, _ = strings.Cut(address, "module.")
	name, rest, _ = strings.Cut(rest, ".")
	name, _, _ = strings.Cut(name, "[")
	return name, rest
}

// rootOf is a configuration that calls the modules.
func rootOf(endpoint string, modules map[string]any, moved []any) ([]byte, error) {
	root := map[string]any{
		"terraform": map[string]any{"required_providers": map[string]any{
			"aws":      map[string]any{"source": "hashicorp/aws"},
			"graceful": map[string]any{"source": "graceful-ecs/graceful"},
		}},
		"provider": map[string]any{"aws": AWSProvider(endpoint)},
		"module":   modules,
	}
	if len(moved) > 0 {
		root["moved"] = moved
	}
	return json.MarshalIndent(root, "", "  ")
}

// productionChanges are the rows. Each service has a path of its own name on the
// shared listener.
func productionChanges(t *testing.T, w *wire, second Surroundings) []productionChange {
	t.Helper()
	source := filepath.Join(w.root, "modules", "fargate-service")
	// service is a module as a row begins, changed by what the row says.
	service := func(name string, alter ...func(arguments)) arguments {
		c := Case{Name: name, Profile: "workload: http\nlongest_work: 10\n", Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Paths: []string{"/" + name}}}}
		m, err := c.Module(source, w.around)
		if err != nil {
			t.Fatal(err)
		}
		out := arguments(m)
		out["alb"] = merge(out["alb"], "priority", priority(name))
		for _, a := range alter {
			a(out)
		}
		return out
	}
	set := func(name string, v any) func(arguments) { return func(a arguments) { a[name] = v } }
	profile := func(pairs ...any) func(arguments) {
		return func(a arguments) { a["profile"] = merge(a["profile"], pairs...) }
	}
	alb := func(pairs ...any) func(arguments) { return func(a arguments) { a["alb"] = merge(a["alb"], pairs...) } }
	answers := func(paths string) func(arguments) {
		return set("environment", map[string]any{"HEALTH_PATHS": paths})
	}
	one := func(name string, want map[string]string, alter ...func(arguments)) step {
		return step{modules: map[string]arguments{name: service(name, alter...)}, want: want}
	}
	const deployed, service0, group, task = "update", "aws_ecs_service.this[0]", `aws_lb_target_group.this["main"]`, "aws_ecs_task_definition.this"
	release := map[string]string{task: "create, delete", service0: deployed}

	route := func(pairs ...any) func(arguments) {
		return set("routes", map[string]any{"next": map[string]any{"alb": merge(map[string]any{"listener_arn": w.around.ALBListener, "protocol_version": "HTTP2"}, pairs...)}})
	}
	onlyGroup := set("alb", map[string]any{"security_group_id": w.around.ALBGroup})
	network := set("routes", map[string]any{"nlb": map[string]any{"nlb": map[string]any{"load_balancer_arn": w.around.NLB, "port": 8100, "security_group_id": w.around.NLBGroup}}})
	next := map[string]any{"next": map[string]any{"listener_arn": second.ALBListener, "priority": 5, "path_patterns": []string{"/listener"}}}
	scaled := set("autoscaling", map[string]any{"min": 2, "max": 6, "cpu_target": 50})

	twins := arguments{
		"for_each": map[string]any{"a": w.around.ClusterARN, "b": second.ClusterARN}, "source": source, "cluster_arn": "${each.value}", "name": "twin",
		"log_group_name": "/ecs/${each.key}/twin", "image": "registry.example.com/app:1", "vpc_id": w.around.VPC, "subnet_ids": w.around.Subnets,
		"profile": map[string]any{"workload": "batch", "longest_work": 60},
	}
	twinsNew := maps.Clone(twins)
	twinsNew["image"] = "registry.example.com/app:2"

	return []productionChange{
		{name: "capacity", steps: []step{
			one("capacity", nil),
			one("capacity", map[string]string{service0: deployed}, profile("capacity", "mixed")),
			one("capacity", map[string]string{service0: deployed}, profile("capacity", "spot")),
			one("capacity", map[string]string{service0: deployed}),
		}},
		{name: "port", steps: []step{
			one("port", nil),
			one("port", map[string]string{task: "create, delete", service0: deployed,
				`aws_vpc_security_group_ingress_rule.load_balancer["8080"]`: "delete", `aws_vpc_security_group_ingress_rule.load_balancer["9090"]`: "create"}, set("container_port", 9090)),
		}},
		{name: "hurried-port", loses: "nobody may reach", steps: []step{
			one("hurried-port", nil),
			one("hurried-port", map[string]string{task: "create, delete", service0: deployed,
				`aws_vpc_security_group_ingress_rule.load_balancer["8080"]`: "delete", `aws_vpc_security_group_ingress_rule.load_balancer["9090"]`: "create"}, set("container_port", 9090), set("wait_for_steady_state", false)),
		}},
		{name: "health", steps: []step{
			one("health", nil, answers("/healthz")),
			one("health", release, answers("/healthz /ready")),
			one("health", map[string]string{group: "update"}, answers("/healthz /ready"), alb("health_check_path", "/ready")),
			one("health", release, answers("/ready"), alb("health_check_path", "/ready")),
		}},
		{name: "hurried-health", loses: "do not answer the health check /ready", steps: []step{
			one("hurried-health", nil, answers("/healthz")),
			one("hurried-health", map[string]string{group: "update", task: "create, delete", service0: deployed}, answers("/ready"), alb("health_check_path", "/ready")),
		}},
		{name: "protocol", steps: []step{
			one("protocol", nil),
			one("protocol", map[string]string{`aws_lb_target_group.this["next"]`: "create", `aws_lb_listener_rule.this["next"]`: "create", `terraform_data.traffic["next"]`: "create", service0: deployed},
				route("priority", priority("protocol")-1, "host_headers", []string{staging})),
			one("protocol", map[string]string{`aws_lb_listener_rule.this["next"]`: "update"}, route("priority", priority("protocol")-1, "path_patterns", []string{"/protocol"})),
			one("protocol", map[string]string{group: "delete", `aws_lb_listener_rule.this["main"]`: "delete", `terraform_data.traffic["main"]`: "delete", service0: deployed},
				route("priority", priority("protocol")-1, "path_patterns", []string{"/protocol"}), onlyGroup),
		}},
		{name: "hurried-protocol", loses: "no rule takes them", steps: []step{
			one("hurried-protocol", nil),
			one("hurried-protocol", map[string]string{group: "create, delete", `aws_lb_listener_rule.this["main"]`: "delete, create", `terraform_data.traffic["main"]`: "update", service0: deployed}, alb("protocol_version", "HTTP2")),
		}},
		{name: "kind", steps: []step{
			one("kind", nil),
			one("kind", map[string]string{`aws_lb_target_group.this["nlb"]`: "create", `aws_lb_listener.this["nlb"]`: "create", `terraform_data.traffic["nlb"]`: "create",
				`aws_vpc_security_group_ingress_rule.load_balancer["nlb 8080"]`: "create", group: "update", task: "create, delete", service0: deployed}, profile("load_balancer", "nlb"), network),
			{modules: map[string]arguments{"kind": service("kind", profile("load_balancer", "nlb"), network, func(a arguments) { delete(a, "alb") })}, leave: []string{w.around.ALBListener},
				want: map[string]string{group: "delete", `aws_lb_listener_rule.this["main"]`: "delete", `terraform_data.traffic["main"]`: "delete",
					`aws_vpc_security_group_ingress_rule.load_balancer["8080"]`: "delete", service0: deployed}},
		}},
		{name: "listener", steps: []step{
			one("listener", nil),
			one("listener", map[string]string{`aws_lb_listener_rule.this["main/next"]`: "create", `terraform_data.traffic["main/next"]`: "create"}, alb("rules", next)),
			{modules: map[string]arguments{"listener": service("listener", set("alb", map[string]any{"security_group_id": w.around.ALBGroup, "rules": next}))}, leave: []string{w.around.ALBListener},
				want: map[string]string{`aws_lb_listener_rule.this["main"]`: "delete", `terraform_data.traffic["main"]`: "delete"}},
		}},
		{name: "priority", steps: []step{
			one("priority", nil),
			one("priority", map[string]string{`aws_lb_listener_rule.this["main"]`: "update"}, alb("priority", 900)),
		}},
		{name: "scaling", steps: []step{
			one("scaling", nil),
			{modules: map[string]arguments{"scaling": service("scaling", scaled)}, moved: [][2]string{{"module.scaling.aws_ecs_service.this[0]", "module.scaling.aws_ecs_service.autoscaled[0]"}},
				want: map[string]string{"aws_appautoscaling_target.this[0]": "create", `aws_appautoscaling_policy.this["cpu"]`: "create"}},
			{modules: map[string]arguments{"scaling": service("scaling")}, moved: [][2]string{{"module.scaling.aws_ecs_service.autoscaled[0]", "module.scaling.aws_ecs_service.this[0]"}},
				want: map[string]string{"aws_appautoscaling_target.this[0]": "delete", `aws_appautoscaling_policy.this["cpu"]`: "delete"}},
		}},
		{name: "rename", steps: []step{
			one("rename", nil),
			{modules: map[string]arguments{"rename": service("rename"), "rename-b": service("rename-b", alb("priority", priority("rename")-1, "host_headers", []string{staging}, "path_patterns", []string{}))}, want: made},
			{modules: map[string]arguments{"rename": service("rename"), "rename-b": service("rename-b", alb("priority", priority("rename")-1, "path_patterns", []string{"/rename"}))},
				want: map[string]string{`module.rename-b.aws_lb_listener_rule.this["main"]`: "update"}},
			{modules: map[string]arguments{"rename-b": service("rename-b", alb("priority", priority("rename")-1, "path_patterns", []string{"/rename"}))}, want: gone},
		}},
		{name: "address", steps: []step{
			one("address", nil),
			{modules: map[string]arguments{"address-b": service("address")}, moved: [][2]string{{"module.address", "module.address-b"}}, want: map[string]string{}},
		}},
		{name: "twin", steps: []step{
			{modules: map[string]arguments{"twin": twins}},
			{modules: map[string]arguments{"twin": twinsNew}, want: map[string]string{
				`module.twin["a"].aws_ecs_task_definition.this`: "create, delete", `module.twin["a"].aws_ecs_service.this[0]`: deployed,
				`module.twin["b"].aws_ecs_task_definition.this`: "create, delete", `module.twin["b"].aws_ecs_service.this[0]`: deployed}},
		}},
		{name: "numbers", steps: []step{
			one("numbers", nil),
			one("numbers", map[string]string{group: "update", task: "create, delete", service0: deployed},
				profile("longest_work", 50, "longest_pause", 30, "health_time", 5, "margin", 8, "cleanup", 9, "desired_count", 4, "startup", 60, "max_surge_percent", 50)),
		}},
	}
}

// made and gone stand for a whole module that is made or taken away.
var (
	made = whole("rename-b", "create")
	gone = whole("rename", "delete")
)

func whole(module, action string) map[string]string {
	out := map[string]string{}
	for _, r := range []string{
		"aws_cloudwatch_log_group.this", "aws_ecs_service.this[0]", "aws_ecs_task_definition.this", "aws_iam_role.execution", "aws_iam_role.task", "aws_iam_role_policy.execution",
		"aws_iam_role_policy_attachment.execution", `aws_lb_listener_rule.this["main"]`, `aws_lb_target_group.this["main"]`, "aws_security_group.this",
		"aws_vpc_security_group_egress_rule.all", `aws_vpc_security_group_ingress_rule.load_balancer["8080"]`, `terraform_data.traffic["main"]`,
	} {
		if module == "rename" {
			out[r] = action
		} else {
			out["module."+module+"."+r] = action
		}
	}
	return out
}

// priority gives each row its own place on the shared listener.
func priority(name string) int {
	names := []string{"capacity", "port", "hurried-port", "health", "hurried-health", "protocol", "hurried-protocol", "kind", "listener", "priority", "scaling", "rename", "rename-b", "address", "numbers"}
	i := slices.Index(names, name)
	if i < 0 {
		panic(fmt.Sprintf("%s has no place on the listener", name))
	}
	return 10 * (i + 1)
}

// merge copies an object with some values changed.
func merge(object any, pairs ...any) map[string]any {
	out := map[string]any{}
	switch m := object.(type) {
	case map[string]any:
		maps.Copy(out, m)
	case arguments:
		maps.Copy(out, m)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		out[name] = pairs[i+1]
	}
	return out
}
