//go:build parity

package parity

// lent are the changes to and from a target group that somebody else owns.
func (r rows) lent() []productionChange {
	gone := map[string]string{targets0: "delete", listens: "delete", traffics: "delete", service0: deployed}
	// theirs is the owner's group with its rule, which takes what the condition says.
	theirs := func(name string, condition map[string]any) map[string]map[string]any {
		return map[string]map[string]any{
			"aws_lb_target_group": {name: map[string]any{"name": name, "port": 80, "protocol": "HTTP", "target_type": "ip", "vpc_id": r.w.around.VPC, "deregistration_delay": 25,
				"health_check": map[string]any{"path": "/healthz", "interval": 5, "timeout": 4, "healthy_threshold": 2, "unhealthy_threshold": 2}}},
			"aws_lb_listener_rule": {name: map[string]any{"listener_arn": r.w.around.ALBListener, "priority": priority(name) - 1, "condition": condition,
				"action": map[string]any{"type": "forward", "target_group_arn": "${aws_lb_target_group." + name + ".arn}"}}},
		}
	}
	nobody := map[string]any{"host_header": map[string]any{"values": []string{staging}}}
	everybody := func(name string) map[string]any {
		return map[string]any{"path_pattern": map[string]any{"values": []string{"/" + name}}}
	}
	through := func(name string) alter {
		return func(a arguments) {
			a["routes"] = map[string]any{"theirs": map[string]any{"target_group": "${aws_lb_target_group." + name + "}"}}
			a["listeners"] = map[string]any{"own": "${aws_lb_listener_rule." + name + "}"}
		}
	}
	withoutRule := set("alb", map[string]any{"security_group_id": r.w.around.ALBGroup})
	at := func(name string, condition map[string]any, want map[string]string, alters ...alter) step {
		s := r.one(name, want, alters...)
		s.resources = theirs(name, condition)
		return s
	}
	return []productionChange{
		{name: "lent", steps: []step{
			r.one("lent", nil),
			at("lent", nobody, map[string]string{service0: deployed}, through("lent")),
			at("lent", everybody("lent"), map[string]string{}, through("lent")),
			at("lent", everybody("lent"), gone, through("lent"), withoutRule),
		}},
	}
}
