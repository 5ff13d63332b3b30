//go:build parity

package parity

// known are resources of which the services below get names, IDs and ARNs.
func known() map[string]any {
	role := map[string]any{"assume_role_policy": `{"Version":"2012-10-17","Statement":[]}`}
	return map[string]any{
		"aws_iam_role":                map[string]any{"task": role, "execution": role, "ecs": role},
		"aws_cloudwatch_log_group":    alone("name_prefix", "logs"),
		"aws_efs_file_system":         alone("creation_token", "files"),
		"aws_efs_access_point":        alone("file_system_id", "${aws_efs_file_system.main.id}"),
		"aws_ec2_managed_prefix_list": alone("name", "callers", "address_family", "IPv4", "max_entries", 5),
		"aws_cloudwatch_metric_alarm": alone("alarm_name", "errors", "comparison_operator", "GreaterThanThreshold", "evaluation_periods", 1, "metric_name", "Errors",
			"namespace", "App", "period", 60, "statistic", "Sum", "threshold", 1),
		"aws_lambda_function":   alone("function_name", "hook", "role", "${aws_iam_role.task.arn}", "package_type", "Image", "image_uri", "${aws_ecr_repository.main.repository_url}:hook"),
		"aws_cognito_user_pool": alone("name", "users"),
		"terraform_data":        alone("input", "${aws_vpc.main.id}"),
	}
}

// further are services that get, of all this, what the others do not.
func further(service func(name, workload string, pairs ...any) map[string]any) map[string]any {
	statement := []any{map[string]any{"actions": []string{"s3:GetObject"}, "resources": []string{"${aws_s3_bucket.main.arn}/*"},
		"condition": []any{map[string]any{"test": "StringEquals", "variable": "aws:SourceVpc", "values": []string{"${aws_vpc.main.id}"}}}}}
	pattern := func(priority int, path string) map[string]any {
		return map[string]any{"listener_arn": "${aws_lb_listener.main.arn}", "priority": priority, "path_patterns": []string{path}}
	}
	return map[string]any{
		"given": service("given", "http", "container_port", 8080, "profile", map[string]any{"workload": "http", "longest_work": 10, "strategy": "blue_green", "bake_minutes": 5, "propagation": 20},
			"service_connect", map[string]any{"namespace": "${aws_service_discovery_http_namespace.main.arn}", "services": map[string]any{"http": map[string]any{"client_alias": map[string]any{
				"test_traffic_rules": map[string]any{"header": map[string]any{"name": "X-Test", "value": map[string]any{"exact": "${terraform_data.main.output}"}}}}}}},
			"alb", merge(pattern(10, "/given"), "security_group_id", "${aws_security_group.balancer.id}", "idle_timeout", "${aws_lb.main.idle_timeout}",
				"http_headers", map[string]any{"x-vpc": []string{"${aws_vpc.main.id}"}}, "source_ips", []string{"${aws_vpc.main.cidr_block}"}),
			"test_listener", merge(pattern(11, "/given"), "http_headers", map[string]any{"x-test": []string{"${aws_vpc.main.id}"}}),
			"lifecycle_hooks", map[string]any{
				"own":   map[string]any{"hook_target_arn": "${aws_lambda_function.main.arn}", "lifecycle_stages": []string{"PRE_SCALE_UP"}, "hook_details": "${jsonencode({ vpc = aws_vpc.main.id })}"},
				"given": map[string]any{"hook_target_arn": "${aws_lambda_function.main.arn}", "lifecycle_stages": []string{"POST_SCALE_UP"}, "role": map[string]any{"arn": "${aws_iam_role.ecs.arn}"}},
			},
			"task_role", map[string]any{"arn": "${aws_iam_role.task.arn}"}, "execution_role", map[string]any{"arn": "${aws_iam_role.execution.arn}"},
			"infrastructure_role", map[string]any{"arn": "${aws_iam_role.ecs.arn}"},
			"volumes", map[string]any{"data": map[string]any{"managed_ebs_volume": map[string]any{"size_in_gb": 10, "role": map[string]any{"arn": "${aws_iam_role.ecs.arn}"}}}},
			"container_definitions", map[string]any{"app": map[string]any{"mountPoints": []any{map[string]any{"sourceVolume": "data", "containerPath": "/data"}}}}, "task_policy_arns", map[string]any{},
			"task_policy_statements", []any{}, "security_group", map[string]any{"id": "${aws_security_group.callers.id}"},
			"security_group_ids", []string{"${aws_security_group.balancer.id}"}, "create_log_group", false, "log_group_name", "${aws_cloudwatch_log_group.main.name}",
			"deployment_alarms", []string{"${aws_cloudwatch_metric_alarm.main.alarm_name}"}, "triggers", map[string]any{"vpc": "${terraform_data.main.output}"}),
		"named": service("named", "http", "container_port", 8080, "profile", map[string]any{"workload": "http", "longest_work": 10, "load_balancer": "none",
			"sidecars": []any{map[string]any{"name": "router", "flush": 5}}},
			"container_definitions", map[string]any{
				"app": map[string]any{"mountPoints": []any{map[string]any{"sourceVolume": "files", "containerPath": "/files"}, map[string]any{"sourceVolume": "data", "containerPath": "/data"}},
					"dockerLabels":          map[string]any{"vpc": "${aws_vpc.main.id}"},
					"environmentFiles":      []any{map[string]any{"type": "s3", "value": "${aws_s3_bucket.main.arn}/app.env"}},
					"repositoryCredentials": map[string]any{"credentialsParameter": "${aws_secretsmanager_secret.main.arn}"},
					"logConfiguration": map[string]any{"logDriver": "awsfirelens", "options": map[string]any{"Name": "s3", "bucket": "${aws_s3_bucket.main.id}"},
						"secretOptions": []any{map[string]any{"name": "key", "valueFrom": "${aws_secretsmanager_secret.main.arn}"}}}},
				"router": map[string]any{"firelensConfiguration": map[string]any{"type": "fluentbit", "options": map[string]any{"config-file-type": "file", "config-file-value": "/${aws_s3_bucket.main.id}.conf"}}},
			},
			"sidecars", map[string]any{"router": map[string]any{"image": "${aws_ecr_repository.main.repository_url}:router", "environment": map[string]any{"BUCKET": "${aws_s3_bucket.main.id}"},
				"secrets": map[string]any{"KEY": "${aws_ssm_parameter.main.arn}"}}},
			"init_containers", []any{map[string]any{"name": "migrate", "image": "${aws_ecr_repository.main.repository_url}:migrate", "environment": map[string]any{"BUCKET": "${aws_s3_bucket.main.id}"},
				"secrets": map[string]any{"DSN": "${aws_secretsmanager_secret.main.arn}"}}},
			"volumes", map[string]any{"files": map[string]any{"efs": map[string]any{"file_system_id": "${aws_efs_file_system.main.id}", "access_point": map[string]any{"id": "${aws_efs_access_point.main.id}"}, "iam": true}},
				"data": map[string]any{"managed_ebs_volume": map[string]any{"kms_key": map[string]any{"arn": "${aws_kms_key.main.arn}"}, "snapshot_id": "${terraform_data.main.output}", "volume_initialization_rate": 200,
					"tag_specifications": []any{map[string]any{"tags": map[string]any{"vpc": "${aws_vpc.main.id}"}}}}}},
			"execution_policy_arns", map[string]any{"own": "${aws_iam_policy.main.arn}"}, "execution_policy_statements", statement, "task_policy_statements", statement,
			"iam_role_permissions_boundary", "${aws_iam_policy.main.arn}", "secrets_kms_key_arns", []string{"${aws_kms_key.main.arn}"}, "log_kms_key_arn", "${aws_kms_key.main.arn}",
			"egress", map[string]any{
				"list":  map[string]any{"prefix_list_id": "${aws_ec2_managed_prefix_list.main.id}", "from_port": 443},
				"group": map[string]any{"referenced_security_group_id": "${aws_security_group.callers.id}", "from_port": 5432},
				"vpc":   map[string]any{"cidr_ipv4": "${aws_vpc.main.cidr_block}", "ip_protocol": "-1"},
			},
			"ingress", map[string]any{"callers": map[string]any{"referenced_security_group_id": "${aws_security_group.callers.id}", "from_port": 9000}},
			"tags", map[string]any{"vpc": "${aws_vpc.main.id}"}, "task_tags", map[string]any{"bucket": "${aws_s3_bucket.main.id}"},
			"service_connect", map[string]any{"namespace": "${aws_service_discovery_http_namespace.main.arn}",
				"log_configuration": map[string]any{"log_driver": "awslogs", "options": map[string]any{"awslogs-group": "${aws_cloudwatch_log_group.main.name}", "awslogs-region": Region, "awslogs-stream-prefix": "connect"}},
				"services": map[string]any{"http": map[string]any{"client_alias": map[string]any{"port": 80}, "tls": map[string]any{
					"aws_pca_authority_arn": "${terraform_data.main.output}", "kms_key": "${aws_kms_key.main.arn}", "role_arn": "${aws_iam_role.ecs.arn}"}}}},
			"autoscaling", map[string]any{"min": 1, "max": 4, "custom_targets": map[string]any{"jobs": map[string]any{"metric_name": "Jobs", "namespace": "App", "target_value": 10, "dimensions": map[string]any{"LoadBalancer": "${aws_lb.main.arn_suffix}"}}},
				"predictive": map[string]any{"daily": map[string]any{"metric_specification": map[string]any{"target_value": 10,
					"predefined_load_metric_specification": map[string]any{"predefined_metric_type": "TotalALBRequestCount", "resource_label": "${aws_lb.main.arn_suffix}/${aws_lb.main.arn_suffix}"},
					"customized_scaling_metric_specification": map[string]any{"metric_data_query": []any{map[string]any{"id": "jobs", "metric_stat": map[string]any{"stat": "Average", "metric": map[string]any{
						"metric_name": "Jobs", "namespace": "${aws_lb.main.arn_suffix}", "dimensions": map[string]any{"LoadBalancer": "${aws_lb.main.arn_suffix}"}}}}}}}}}}),
		"ways": service("ways", "http", "container_port", 8080, "profile", map[string]any{"workload": "http", "longest_work": 10, "load_balancer": "nlb", "propagation": 60},
			"nlb", map[string]any{"load_balancer_arn": "${aws_lb.network.arn}", "port": 445, "security_group_id": "${aws_security_group.balancer.id}", "protocol": "TLS", "certificate_arn": "${aws_acm_certificate.counter.arn}"},
			"routes", map[string]any{
				"web": map[string]any{"alb": map[string]any{"security_group": map[string]any{"id": "${aws_security_group.balancer.id}"}, "idle_timeout": "${aws_lb.main.idle_timeout}",
					"rules": map[string]any{"one": merge(pattern(12, "/one"), "authenticate_cognito", map[string]any{
						"user_pool_arn": "${aws_cognito_user_pool.main.arn}", "user_pool_client_id": "${terraform_data.main.output}", "user_pool_domain": "${terraform_data.main.output}", "session_timeout": "${terraform_data.main.output}"}), "two": merge(pattern(13, "/two"), "authenticate_oidc", map[string]any{
						"authorization_endpoint": "https://login.example.com/authorize", "client_id": "client", "client_secret": "${sensitive(terraform_data.main.output)}", "issuer": "https://login.example.com",
						"token_endpoint": "https://login.example.com/token", "user_info_endpoint": "https://login.example.com/userinfo"})}}},
				"net": map[string]any{"nlb": map[string]any{"load_balancer_arn": "${aws_lb.network.arn}", "port": 446}},
			},
			"service_registry", map[string]any{"arn": "${aws_service_discovery_service.main.arn}"}),
	}
}
