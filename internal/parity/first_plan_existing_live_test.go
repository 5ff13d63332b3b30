//go:build parity

package parity

import "maps"

// existing are services that come through target groups and a listener of the same
// configuration, whose numbers and whose target come from the services.
func existing(resources, modules map[string]any, service func(name, workload string, pairs ...any) map[string]any) {
	const settings = "${module.borrowing.target_group_settings."
	group := map[string]any{"port": 80, "protocol": "HTTP", "target_type": "ip", "vpc_id": "${aws_vpc.main.id}", "deregistration_delay": settings + "deregistration_delay}",
		"health_check": map[string]any{"path": "/up", "interval": settings + "health_check.interval}", "timeout": settings + "health_check.timeout}",
			"healthy_threshold": settings + "health_check.healthy_threshold}", "unhealthy_threshold": settings + "health_check.unhealthy_threshold}"}}
	rule := func(priority int, group string) map[string]any {
		return map[string]any{"listener_arn": "${aws_lb_listener.main.arn}", "priority": priority, "action": map[string]any{"type": "forward", "target_group_arn": "${aws_lb_target_group." + group + ".arn}"},
			"condition": map[string]any{"path_pattern": map[string]any{"values": []string{"/" + group}}}}
	}
	resources["aws_lb_target_group"] = map[string]any{"whole": group, "read": group}
	resources["aws_lb_listener_rule"] = map[string]any{"whole": rule(20, "whole"), "read": rule(21, "read")}
	listeners, _ := resources["aws_lb_listener"].(map[string]any)
	listeners["lent"] = map[string]any{"load_balancer_arn": "${aws_lb.network.arn}", "port": 450, "protocol": "TCP", "tcp_idle_timeout_seconds": "${module.lent.idle_timeout}",
		"default_action": map[string]any{"type": "forward", "target_group_arn": "${module.lent.target_group_arn}"}}
	maps.Copy(modules, map[string]any{
		"borrowing": service("borrowing", "http", "container_port", 8080, "listeners", map[string]any{"whole": "${aws_lb_listener_rule.whole}", "read": map[string]any{"arn": "${aws_lb_listener_rule.read.arn}"}},
			"routes", map[string]any{
				"whole": map[string]any{"target_group": "${aws_lb_target_group.whole}", "security_group": map[string]any{"id": "${aws_security_group.balancer.id}"}},
				"read":  map[string]any{"target_group": map[string]any{"arn": "${aws_lb_target_group.read.arn}"}},
			}),
		"lent": service("lent", "http", "container_port", 8080, "profile", map[string]any{"workload": "http", "longest_work": 10, "load_balancer": "nlb"},
			"nlb", map[string]any{"create_listener": false, "security_group_id": "${aws_security_group.balancer.id}"}, "listeners", map[string]any{"own": "${aws_lb_listener.lent}"}),
	})
}
