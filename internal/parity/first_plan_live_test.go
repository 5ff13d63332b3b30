//go:build parity

package parity

import (
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var plans = regexp.MustCompile(`Plan: \d+ to add, 0 to change, 0 to destroy`)

// TestModule_firstPlan plans services together with all that they stand in: no
// name or ARN is known yet. The plan is made, and warns of nothing.
func TestModule_firstPlan(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	ctx, cancel := bounded(t)
	defer cancel()
	source := filepath.Join(w.root, "modules", "fargate-service")
	service := func(name, workload string, pairs ...any) map[string]any {
		return merge(map[string]any{
			"source": source, "name": name, "image": "${aws_ecr_repository.main.repository_url}:1", "cluster_arn": "${aws_ecs_cluster.main.arn}",
			"cluster_capacity_providers": "${aws_ecs_cluster_capacity_providers.main.capacity_providers}", "vpc_id": "${aws_vpc.main.id}",
			"subnet_ids": []string{"${aws_subnet.a.id}", "${aws_subnet.b.id}"}, "profile": map[string]any{"workload": workload, "longest_work": 10},
			"secrets":                map[string]any{"TOKEN": "${aws_secretsmanager_secret.main.arn}", "FLAG": "${aws_ssm_parameter.main.arn}"},
			"task_policy_arns":       map[string]any{"own": "${aws_iam_policy.main.arn}"},
			"task_policy_statements": []any{map[string]any{"actions": []string{"s3:GetObject"}, "resources": []string{"${aws_s3_bucket.main.arn}/*"}}},
			"environment":            map[string]any{"BUCKET": "${aws_s3_bucket.main.id}"},
		}, pairs...)
	}
	resources, modules := known(), further(service)
	maps.Copy(resources, map[string]any{
		"aws_vpc":                              alone("cidr_block", "10.0.0.0/16"),
		"aws_subnet":                           map[string]any{"a": map[string]any{"vpc_id": "${aws_vpc.main.id}", "cidr_block": "10.0.0.0/24"}, "b": map[string]any{"vpc_id": "${aws_vpc.main.id}", "cidr_block": "10.0.1.0/24"}},
		"aws_ecs_cluster":                      alone("name", "main"),
		"aws_ecs_cluster_capacity_providers":   alone("cluster_name", "${aws_ecs_cluster.main.name}", "capacity_providers", []string{"FARGATE", "FARGATE_SPOT"}),
		"aws_ecr_repository":                   alone("name", "app"),
		"aws_security_group":                   map[string]any{"balancer": map[string]any{"vpc_id": "${aws_vpc.main.id}"}, "callers": map[string]any{"vpc_id": "${aws_vpc.main.id}"}},
		"aws_lb":                               map[string]any{"main": balancer("application"), "network": balancer("network")},
		"aws_lb_listener":                      alone("load_balancer_arn", "${aws_lb.main.arn}", "port", 80, "default_action", map[string]any{"type": "fixed-response", "fixed_response": map[string]any{"content_type": "text/plain", "status_code": "404"}}),
		"aws_route53_zone":                     alone("name", "example.com"),
		"aws_acm_certificate":                  map[string]any{"counter": map[string]any{"domain_name": "counter.example.com", "validation_method": "DNS"}},
		"aws_kms_key":                          alone("description", "queue"),
		"aws_sqs_queue":                        alone("name", "existing", "visibility_timeout_seconds", 900),
		"aws_secretsmanager_secret":            alone("name", "token"),
		"aws_ssm_parameter":                    alone("name", "/flag", "type", "String", "value", "x"),
		"aws_iam_policy":                       alone("policy", `{"Version":"2012-10-17","Statement":[]}`),
		"aws_s3_bucket":                        alone("bucket_prefix", "main-"),
		"aws_service_discovery_http_namespace": alone("name", "internal"),
		"aws_service_discovery_service":        alone("name", "callee", "namespace_id", "${aws_service_discovery_http_namespace.main.id}"),
	})
	maps.Copy(modules, map[string]any{
		"web": service("web", "http", "container_port", 8080, "alb", map[string]any{"listener_arn": "${aws_lb_listener.main.arn}", "priority": 1, "path_patterns": []string{"/*"},
			"security_group_id": "${aws_security_group.balancer.id}", "idle_timeout": "${aws_lb.main.idle_timeout}",
			"authenticate_oidc": map[string]any{"authorization_endpoint": "${terraform_data.main.output}", "client_id": "${terraform_data.main.output}", "client_secret": "${sensitive(terraform_data.main.output)}", "issuer": "${terraform_data.main.output}",
				"token_endpoint": "https://login.example.com/token", "user_info_endpoint": "https://login.example.com/userinfo"}}, "profile", map[string]any{"workload": "http", "longest_work": 10, "capacity": "mixed"},
			"port_mappings", []int{9090}, "routes", map[string]any{"metrics": map[string]any{"port": 9090, "alb": map[string]any{"listener_arn": "${aws_lb_listener.main.arn}", "priority": 2, "host_headers": []string{"metrics.example.com"}}}}),
		"gateway": service("gateway", "websocket", "container_port", 8080, "profile", map[string]any{"workload": "websocket", "longest_work": 60, "load_balancer": "nlb"},
			"nlb", map[string]any{"load_balancer_arn": "${aws_lb.network.arn}", "port": 443, "security_group_id": "${aws_security_group.balancer.id}"}),
		"open": service("open", "http", "container_port", 8080, "profile", map[string]any{"workload": "http", "longest_work": 10, "load_balancer": "nlb"},
			"nlb", map[string]any{"load_balancer_arn": "${aws_lb.network.arn}", "port": 444, "client_cidrs": []string{"${aws_vpc.main.cidr_block}"}}),
		"shop": map[string]any{"source": filepath.Join(w.root, "modules") + "//load-balanced-service", "name": "shop", "image": "shop:1", "profile": map[string]any{"workload": "http", "longest_work": 10},
			"vpc_id": "${aws_vpc.main.id}", "subnet_ids": []string{"${aws_subnet.a.id}"}, "public_subnet_ids": []string{"${aws_subnet.a.id}", "${aws_subnet.b.id}"},
			"ip_address_type": "dualstack", "domain": map[string]any{"name": "shop.example.com", "zone_id": "${aws_route53_zone.main.zone_id}"}},
		"counter": map[string]any{"source": filepath.Join(w.root, "modules") + "//load-balanced-service", "name": "counter", "image": "counter:1", "profile": map[string]any{"workload": "http", "longest_work": 10},
			"vpc_id": "${aws_vpc.main.id}", "subnet_ids": []string{"${aws_subnet.a.id}"}, "public_subnet_ids": []string{"${aws_subnet.a.id}", "${aws_subnet.b.id}"},
			"certificate": map[string]any{"arn": "${aws_acm_certificate.counter.arn}"},
			"alb": map[string]any{"authenticate_oidc": map[string]any{"authorization_endpoint": "https://login.example.com/authorize", "client_id": "client", "client_secret": "${sensitive(terraform_data.main.output)}",
				"issuer": "https://login.example.com", "token_endpoint": "https://login.example.com/token", "user_info_endpoint": "https://login.example.com/userinfo"}}, "cluster": map[string]any{"arn": "${aws_ecs_cluster.main.arn}"}},
		"worker":   service("worker", "queue", "queue", map[string]any{"kms_key_arn": "${aws_kms_key.main.arn}"}, "autoscaling", map[string]any{"min": 1, "max": 5, "backlog_per_task": 10}),
		"existing": service("existing", "queue", "queue", map[string]any{"existing": map[string]any{"arn": "${aws_sqs_queue.main.arn}", "url": "${aws_sqs_queue.main.url}", "visibility_timeout_seconds": "${aws_sqs_queue.main.visibility_timeout_seconds}"}}),
		"callee": service("callee", "http", "container_port", 8080, "profile", map[string]any{"workload": "http", "longest_work": 10, "load_balancer": "none"},
			"service_registry", map[string]any{"arn": "${aws_service_discovery_service.main.arn}"}, "ingress_security_group_ids", []string{"${aws_security_group.callers.id}"}),
	})
	existing(resources, modules, service)
	w.write(t, map[string]any{"resource": resources, "module": modules})
	w.step(ctx, t, "init", "-no-color", "-input=false")
	out := w.step(ctx, t, "plan", "-no-color", "-input=false")
	if !plans.MatchString(out) {
		t.Errorf("the plan does not only add:\n%s", out)
	}
	if _, warning, found := strings.Cut(out, "Warning:"); found {
		t.Errorf("the first plan warns: Warning:%s", warning)
	}
}

// alone is the only resource of its type.
func alone(pairs ...any) map[string]any {
	return map[string]any{"main": merge(map[string]any{}, pairs...)}
}

func balancer(kind string) map[string]any {
	return map[string]any{"name": kind, "load_balancer_type": kind, "internal": true, "security_groups": []string{"${aws_security_group.balancer.id}"}, "subnets": []string{"${aws_subnet.a.id}", "${aws_subnet.b.id}"}}
}
