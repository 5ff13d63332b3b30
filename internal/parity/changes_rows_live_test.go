//go:build parity

package parity

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"
)

// productionChanges are the rows. Each service has a path of its own name on the
// shared listener.
func productionChanges(t *testing.T, w *wire, second Surroundings) []productionChange {
	t.Helper()
	r := rows{t: t, w: w, source: filepath.Join(w.root, "modules", "fargate-service")}
	service, one, source := r.service, r.one, r.source
	route := func(pairs ...any) func(arguments) {
		return set("routes", map[string]any{"next": map[string]any{"alb": merge(map[string]any{"listener_arn": w.around.ALBListener, "protocol_version": "HTTP2"}, pairs...)}})
	}
	onlyGroup := set("alb", map[string]any{"security_group_id": w.around.ALBGroup})
	network := set("routes", map[string]any{"nlb": map[string]any{"nlb": map[string]any{"load_balancer_arn": w.around.NLB, "port": 8100, "security_group": map[string]any{"id": w.around.NLBGroup}}}})
	next := map[string]any{"next": map[string]any{"listener_arn": second.ALBListener, "priority": 5, "path_patterns": []string{"/listener"}}}
	scaled := set("autoscaling", map[string]any{"min": 2, "max": 6, "cpu_target": 50})
	ci := set("ignore_task_definition_changes", true)

	twins := arguments{
		"for_each": map[string]any{"a": w.around.ClusterARN, "b": second.ClusterARN}, "source": source, "cluster_arn": "${each.value}", "name": "twin",
		"log_group_name": "/ecs/${each.key}/twin", "image": "registry.example.com/app:1", "vpc_id": w.around.VPC, "subnet_ids": w.around.Subnets,
		"profile": map[string]any{"workload": "batch", "longest_work": 60},
	}
	twinsNew := maps.Clone(twins)
	twinsNew["image"] = "registry.example.com/app:2"

	return slices.Concat(r.routing(), r.held(), r.lent(), []productionChange{
		{name: "capacity", steps: []step{
			one("capacity", nil),
			one("capacity", map[string]string{service0: deployed}, profiled("capacity", "mixed")),
			one("capacity", map[string]string{service0: deployed}, profiled("capacity", "spot")),
			one("capacity", map[string]string{service0: deployed}),
		}},
		{name: "port", steps: []step{
			one("port", nil),
			one("port", map[string]string{task: "create, delete", service0: deployed,
				`aws_vpc_security_group_ingress_rule.load_balancer["8080"]`: "delete", `aws_vpc_security_group_ingress_rule.load_balancer["9090"]`: "create"}, set("container_port", 9090)),
		}},
		{name: "hurried-port", loses: []string{"nobody may reach the tasks at port 8080"}, steps: []step{
			one("hurried-port", nil),
			one("hurried-port", map[string]string{task: "create, delete", service0: deployed,
				`aws_vpc_security_group_ingress_rule.load_balancer["8080"]`: "delete", `aws_vpc_security_group_ingress_rule.load_balancer["9090"]`: "create"}, set("container_port", 9090), set("wait_for_steady_state", false)),
		}},
		{name: "health", steps: []step{
			one("health", nil, answers("/healthz")),
			one("health", release, answers("/healthz /ready")),
			one("health", map[string]string{targets0: "update"}, answers("/healthz /ready"), alb("health_check_path", "/ready")),
			one("health", release, answers("/ready"), alb("health_check_path", "/ready")),
		}},
		{name: "hurried-health", loses: []string{"the tasks do not answer the health check /ready"}, steps: []step{
			one("hurried-health", nil, answers("/healthz")),
			one("hurried-health", map[string]string{targets0: "update", task: "create, delete", service0: deployed}, answers("/ready"), alb("health_check_path", "/ready")),
		}},
		{name: "protocol", steps: []step{
			one("protocol", nil),
			one("protocol", map[string]string{`aws_lb_target_group.this["next"]`: "create", `aws_lb_listener_rule.this["next"]`: "create", `terraform_data.traffic["next"]`: "create", service0: deployed},
				route("priority", priority("protocol")-1, "host_headers", []string{staging})),
			one("protocol", map[string]string{`aws_lb_listener_rule.this["next"]`: "update"}, route("priority", priority("protocol")-1, "path_patterns", []string{"/protocol"})),
			one("protocol", map[string]string{targets0: "delete", `aws_lb_listener_rule.this["main"]`: "delete", `terraform_data.traffic["main"]`: "delete", service0: deployed},
				route("priority", priority("protocol")-1, "path_patterns", []string{"/protocol"}), onlyGroup),
		}},
		{name: "hurried-protocol", loses: []string{noRule, empty}, steps: []step{
			one("hurried-protocol", nil),
			one("hurried-protocol", map[string]string{targets0: "create, delete", `aws_lb_listener_rule.this["main"]`: "delete, create", `terraform_data.traffic["main"]`: "update", service0: deployed}, alb("protocol_version", "HTTP2")),
		}},
		{name: "kind", also: []string{"port=8100"}, steps: []step{
			one("kind", nil),
			one("kind", map[string]string{`aws_lb_target_group.this["nlb"]`: "create", `aws_lb_listener.this["nlb"]`: "create", `terraform_data.traffic["nlb"]`: "create",
				`aws_vpc_security_group_ingress_rule.load_balancer["nlb 8080"]`: "create", targets0: "update", task: "create, delete", service0: deployed}, profiled("load_balancer", "nlb"), network),
			{modules: map[string]arguments{"kind": service("kind", profiled("load_balancer", "nlb"), network, func(a arguments) { delete(a, "alb") })}, leave: [][2]string{{w.around.ALBListener, ""}},
				want: map[string]string{targets0: "delete", `aws_lb_listener_rule.this["main"]`: "delete", `terraform_data.traffic["main"]`: "delete",
					`aws_vpc_security_group_ingress_rule.load_balancer["8080"]`: "delete", service0: deployed}},
		}},
		{name: "listener", steps: []step{
			one("listener", nil),
			one("listener", map[string]string{`aws_lb_listener_rule.this["main/next"]`: "create", `terraform_data.traffic["main/next"]`: "create"}, alb("rules", next)),
			{modules: map[string]arguments{"listener": service("listener", set("alb", map[string]any{"security_group_id": w.around.ALBGroup, "rules": next}))}, leave: [][2]string{{w.around.ALBListener, ""}},
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
		{name: "pipeline", steps: []step{
			one("pipeline", nil),
			{modules: map[string]arguments{"pipeline": service("pipeline", ci)}, moved: [][2]string{{"module.pipeline.aws_ecs_service.this[0]", "module.pipeline.aws_ecs_service.pipeline[0]"}}, want: map[string]string{}},
			one("pipeline", map[string]string{task: "create, delete"}, ci, set("image", "registry.example.com/app:2")),
			{modules: map[string]arguments{"pipeline": service("pipeline", set("image", "registry.example.com/app:2"))}, moved: [][2]string{{"module.pipeline.aws_ecs_service.pipeline[0]", "module.pipeline.aws_ecs_service.this[0]"}}, want: map[string]string{service0: deployed}},
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
			one("numbers", map[string]string{targets0: "update", task: "create, delete", service0: deployed},
				profiled("longest_work", 50, "longest_pause", 30, "health_time", 5, "margin", 8, "cleanup", 9, "desired_count", 4, "startup", 60, "max_surge_percent", 50)),
		}},
	})
}

// made and gone stand for a whole module that is made or taken away.
var (
	made = whole("module.rename-b.", "create")
	gone = whole("", "delete")
)

// whole is a plan for every resource of a service behind a load balancer.
func whole(prefix, action string) map[string]string {
	return each(prefix, action,
		"aws_cloudwatch_log_group.this[0]", "aws_ecs_service.this[0]", "aws_ecs_task_definition.this", "aws_iam_role.execution[0]", "aws_iam_role.task[0]", "aws_iam_role_policy.execution[0]",
		`aws_iam_role_policy_attachment.execution["start"]`, `aws_lb_listener_rule.this["main"]`, `aws_lb_target_group.this["main"]`, "aws_security_group.this[0]",
		`aws_vpc_security_group_egress_rule.this["all"]`, `aws_vpc_security_group_ingress_rule.load_balancer["8080"]`, `terraform_data.traffic["main"]`)
}

// each is a plan that does the same with each resource below a prefix.
func each(prefix, action string, resources ...string) map[string]string {
	out := map[string]string{}
	for _, r := range resources {
		out[prefix+r] = action
	}
	return out
}
