//go:build parity

package parity

import "maps"

// routing are the changes of what a load balancer asks and where it leads.
func (r rows) routing() []productionChange {
	const opened = `aws_vpc_security_group_ingress_rule.load_balancer["9000"]`
	ports := set("port_mappings", []int{9000})
	blueGreen := profiled("strategy", "blue_green", "bake_minutes", 1)
	shift := map[string]string{`aws_lb_target_group.this["alternate"]`: "create", "aws_iam_role.infrastructure[0]": "create", "aws_iam_role_policy_attachment.infrastructure[0]": "create",
		listens: "delete, create", traffics: "update", service0: deployed}
	back := plus(shift, `aws_lb_target_group.this["alternate"]`, "delete", "aws_iam_role.infrastructure[0]", "delete", "aws_iam_role_policy_attachment.infrastructure[0]", "delete")
	network := func(a arguments) {
		delete(a, "alb")
		profiled("load_balancer", "nlb")(a)
		a["nlb"] = map[string]any{"load_balancer_arn": r.w.around.NLB, "port": 8101, "security_group_id": r.w.around.NLBGroup}
	}
	listener := func(want map[string]string) map[string]string {
		out := plus(want, `aws_lb_listener.this["main"]`, want[listens])
		delete(out, listens)
		return out
	}
	login := func(kind string, pairs ...any) alter { return alb("authenticate_"+kind, merge(logins[kind], pairs...)) }
	named := func(want map[string]string, alters ...alter) step {
		return r.one("hurried-strategy-nlb", want, append([]alter{network}, alters...)...)
	}
	return []productionChange{
		{name: "health-port", steps: []step{
			r.one("health-port", nil),
			r.one("health-port", release, ports),
			r.one("health-port", map[string]string{opened: "create", targets0: "update"}, ports, alb("health_check_port", 9000)),
			r.one("health-port", map[string]string{opened: "delete", targets0: "update"}, ports),
		}},
		{name: "hurried-health-port", loses: []string{"no container maps the health check's port 9000"}, steps: []step{
			r.one("hurried-health-port", nil),
			r.one("hurried-health-port", plus(release, opened, "create", targets0, "update"), ports, alb("health_check_port", 9000)),
		}},
		{name: "conditions", steps: []step{
			r.one("conditions", nil),
			r.one("conditions", map[string]string{listens: "update"}, alb("path_patterns", []string{"/conditions", "/conditions/more/*"})),
			{modules: map[string]arguments{"conditions": r.service("conditions")}, leave: [][2]string{{r.w.around.ALBListener, theirPath + "conditions/more/*"}},
				want: map[string]string{listens: "update"}},
		}},
		{name: "hurried-conditions", loses: []string{noRule}, steps: []step{
			r.one("hurried-conditions", nil, alb("path_patterns", []string{"/hurried-conditions", "/hurried-conditions/more/*"})),
			r.one("hurried-conditions", map[string]string{listens: "update"}, alb("path_patterns", []string{"/hurried-conditions", "/hurried-conditions/more/some/*"})),
		}},
		{name: "login", steps: []step{
			r.one("login", nil),
			r.one("login", map[string]string{listens: "update"}, login("oidc")),
			r.one("login", map[string]string{listens: "update"}, login("oidc", "client_secret", "another", "session_timeout", 3600)),
			r.one("login", map[string]string{listens: "update"}, login("cognito")),
			r.one("login", map[string]string{listens: "update"}),
		}},
		r.beside("strategy", nil, blueGreen),
		r.beside("strategy-back", blueGreen, nil),
		// For the moment without the rule or listener, there and back, and no more.
		{name: "hurried-strategy", loses: []string{noRule}, steps: []step{
			r.one("hurried-strategy", nil),
			r.one("hurried-strategy", shift, blueGreen),
			r.one("hurried-strategy", release, blueGreen, answers("/healthz")),
			r.one("hurried-strategy", plus(back, task, anew), answers("/healthz"), set("image", "registry.example.com/app:2")),
		}},
		{name: "hurried-strategy-nlb", also: []string{"port=8101"}, loses: []string{"nobody listens on port 8101"}, steps: []step{
			named(nil),
			named(listener(shift), blueGreen),
			named(release, blueGreen, answers("/healthz")),
			named(listener(back), answers("/healthz")),
		}},
		// The tasks are in the other target group when the rule leads to the first.
		{name: "hurried-strategy-back", loses: []string{noRule, empty}, steps: []step{
			r.one("hurried-strategy-back", nil),
			r.one("hurried-strategy-back", shift, blueGreen),
			r.one("hurried-strategy-back", back),
		}},
	}
}

// beside puts a second service beside the first, gives it the traffic, and takes the
// first away. The two differ in what the alters say, of which one is nil.
func (r rows) beside(name string, first, second alter) productionChange {
	other := name + "-b"
	service := func(name string, change alter, alters ...alter) arguments {
		if change != nil {
			alters = append(alters, change)
		}
		return r.service(name, alters...)
	}
	waiting := service(other, second, alb("priority", priority(name)-1, "host_headers", []string{staging}, "path_patterns", []string{}))
	taking := service(other, second, alb("priority", priority(name)-1, "path_patterns", []string{"/" + name}))
	// resources are those of one of the two, more of them where traffic is moved.
	resources := func(prefix, action string, change alter) map[string]string {
		out := whole(prefix, action)
		if change != nil {
			maps.Copy(out, each(prefix, action, `aws_lb_target_group.this["alternate"]`, "aws_iam_role.infrastructure[0]", "aws_iam_role_policy_attachment.infrastructure[0]"))
		}
		return out
	}
	return productionChange{name: name, steps: []step{
		{modules: map[string]arguments{name: service(name, first)}},
		{modules: map[string]arguments{name: service(name, first), other: waiting}, want: resources("module."+other+".", "create", second)},
		{modules: map[string]arguments{name: service(name, first), other: taking}, want: map[string]string{"module." + other + "." + listens: "update"}},
		{modules: map[string]arguments{other: taking}, want: resources("", "delete", first)},
	}}
}

// logins are what a rule may ask for before it forwards.
var logins = map[string]map[string]any{
	"oidc": {"authorization_endpoint": "https://login.example.com/authorize", "client_id": "client", "client_secret": "secret", "issuer": "https://login.example.com",
		"token_endpoint": "https://login.example.com/token", "user_info_endpoint": "https://login.example.com/userinfo"},
	"cognito": {"user_pool_arn": "arn:aws:cognito-idp:" + Region + ":" + Account + ":userpool/" + Region + "_login", "user_pool_client_id": "client", "user_pool_domain": "login"},
}

// held are the changes of what holds something that would be lost: queues, logs,
// and the time that a request may take.
func (r rows) held() []productionChange {
	queue := func(name string, q map[string]any) arguments {
		m := r.service("queue", set("name", name), set("queue", q), set("profile", map[string]any{"workload": "queue", "longest_work": 30}))
		delete(m, "alb")
		delete(m, "container_port")
		return m
	}
	const first, dead = "aws_sqs_queue.this[0]", "aws_sqs_queue.dead_letter[0]"
	borrowed := map[string]any{"existing": map[string]any{"arn": "${module.queue-b.queue_arn}", "url": "${module.queue-b.queue_url}", "visibility_timeout_seconds": "${module.queue-b.visibility_timeout}"}}
	moved := [][2]string{{"module.queue." + first, "module.queue-b." + first}, {"module.queue." + dead, "module.queue-b." + dead}}
	newQueue := map[string]string{first: anew, dead: anew, "aws_iam_role_policy.task[0]": "update", task: anew, service0: deployed}
	newLogs := plus(release, "aws_cloudwatch_log_group.this[0]", anew, "aws_iam_role_policy.execution[0]", "update")
	return []productionChange{
		{name: "queue", also: []string{"queue=queue"}, steps: []step{
			{modules: map[string]arguments{"queue": queue("queue", map[string]any{})}},
			{modules: map[string]arguments{"queue": queue("queue", borrowed), "queue-b": queue("queue-b", map[string]any{"name": "queue"})}, moved: moved, want: worker("queue-b", "create")},
			{modules: map[string]arguments{"queue-b": queue("queue-b", map[string]any{"name": "queue"})}, want: worker("", "delete")},
		}},
		{name: "hurried-queue", also: []string{"queue=hurried-queue"}, loses: []string{"no task reads the queue", "the queue is gone, and the messages in it"}, steps: []step{
			{modules: map[string]arguments{"hurried-queue": queue("hurried-queue", map[string]any{})}},
			{modules: map[string]arguments{"hurried-queue": queue("hurried-queue", map[string]any{"name": "hurried-queue-b"})}, want: newQueue},
		}},
		{name: "log-group", steps: []step{
			r.one("log-group", nil),
			r.one("log-group", newLogs, set("log_group_name", "/services/log-group")),
		}},
		{name: "lowering", steps: []step{
			r.one("lowering", nil, profiled("longest_work", 60)),
			r.one("lowering", release, profiled("longest_work", 60), takes(10)),
			r.one("lowering", plus(release, targets0, "update"), takes(10)),
		}},
		{name: "hurried-lowering", loses: []string{"requests that take 75 s are cut after 25 s"}, steps: []step{
			r.one("hurried-lowering", nil, profiled("longest_work", 60)),
			r.one("hurried-lowering", plus(release, targets0, "update"), takes(10)),
		}},
	}
}

// worker is a whole module of a queue's service that is made or taken away, but for
// its queue.
func worker(module, action string) map[string]string {
	prefix := ""
	if module != "" {
		prefix = "module." + module + "."
	}
	return each(prefix, action,
		"aws_cloudwatch_log_group.this[0]", service0, task, "aws_iam_role.execution[0]", "aws_iam_role.task[0]", "aws_iam_role_policy.execution[0]", "aws_iam_role_policy.task[0]",
		`aws_iam_role_policy_attachment.execution["start"]`, "aws_security_group.this[0]", `aws_vpc_security_group_egress_rule.this["all"]`)
}
