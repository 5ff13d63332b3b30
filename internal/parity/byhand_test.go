//go:build parity

package parity

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
)

// byHand is the resources of the case http-alb as a person writes them: the same
// twelve, with the numbers in place, n times.
func byHand(s Surroundings, n int) ([]byte, error) {
	resources := map[string]map[string]any{}
	for i := range n {
		filled := strings.NewReplacer("NAME", "s"+strconv.Itoa(i), "VPC", s.VPC, "GROUP", s.ALBGroup, "LISTENER", s.ALBListener,
			"CLUSTER", s.ClusterARN, "SUBNETS", strings.Join(s.Subnets, `", "`)).Replace(byHandService)
		var one map[string]map[string]any
		if err := json.Unmarshal([]byte(filled), &one); err != nil {
			return nil, err
		}
		for kind, all := range one {
			if resources[kind] == nil {
				resources[kind] = map[string]any{}
			}
			maps.Copy(resources[kind], all)
		}
	}
	return json.Marshal(map[string]any{
		"terraform": map[string]any{"required_providers": map[string]any{"aws": map[string]any{"source": "hashicorp/aws"}}},
		"provider":  map[string]any{"aws": offline()},
		"resource":  resources,
	})
}

// offline configures hashicorp/aws so that a first plan asks nobody.
func offline() map[string]any {
	p := AWSProvider()
	p["skip_requesting_account_id"] = true
	return p
}

const byHandService = `{
  "aws_cloudwatch_log_group": {"NAME": {"name": "/ecs/NAME", "retention_in_days": 30}},
  "aws_iam_role": {
    "NAME_execution": {"name_prefix": "NAME-execution-", "assume_role_policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"}}]}"},
    "NAME_task": {"name_prefix": "NAME-task-", "assume_role_policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"}}]}"}
  },
  "aws_iam_role_policy_attachment": {"NAME": {"role": "${aws_iam_role.NAME_execution.name}", "policy_arn": "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"}},
  "aws_iam_role_policy": {"NAME": {"name": "start", "role": "${aws_iam_role.NAME_execution.id}", "policy": "${jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = [\"logs:CreateLogStream\", \"logs:PutLogEvents\"], Resource = [\"${aws_cloudwatch_log_group.NAME.arn}:*\"] }] })}"}},
  "aws_security_group": {"NAME": {"vpc_id": "VPC", "name_prefix": "NAME-", "description": "NAME: traffic to the tasks"}},
  "aws_vpc_security_group_ingress_rule": {"NAME": {"security_group_id": "${aws_security_group.NAME.id}", "referenced_security_group_id": "GROUP", "ip_protocol": "tcp", "from_port": 8080, "to_port": 8080}},
  "aws_vpc_security_group_egress_rule": {"NAME": {"security_group_id": "${aws_security_group.NAME.id}", "ip_protocol": "-1", "cidr_ipv4": "0.0.0.0/0"}},
  "aws_lb_target_group": {"NAME": {"target_type": "ip", "vpc_id": "VPC", "port": 8080, "protocol": "HTTP", "protocol_version": "HTTP1", "deregistration_delay": 25,
    "health_check": {"path": "/healthz", "matcher": "200", "interval": 5, "timeout": 4, "healthy_threshold": 2, "unhealthy_threshold": 2}}},
  "aws_lb_listener_rule": {"NAME": {"listener_arn": "LISTENER", "priority": 1, "action": {"type": "forward", "target_group_arn": "${aws_lb_target_group.NAME.arn}"}, "condition": {"path_pattern": {"values": ["/api/*"]}}}},
  "aws_ecs_task_definition": {"NAME": {"family": "NAME", "requires_compatibilities": ["FARGATE"], "network_mode": "awsvpc", "cpu": 256, "memory": 512,
    "execution_role_arn": "${aws_iam_role.NAME_execution.arn}", "task_role_arn": "${aws_iam_role.NAME_task.arn}", "runtime_platform": {"cpu_architecture": "X86_64", "operating_system_family": "LINUX"},
    "container_definitions": "${jsonencode([{ name = \"app\", image = \"registry.example.com/app:1\", essential = true, stopTimeout = 35, portMappings = [{ containerPort = 8080, protocol = \"tcp\" }], environment = [{ name = \"SHUTDOWN_DEADLINE_SECONDS\", value = \"30\" }, { name = \"SHUTDOWN_DELAY_SECONDS\", value = \"15\" }, { name = \"SHUTDOWN_DRAIN_SECONDS\", value = \"10\" }, { name = \"SHUTDOWN_CLEANUP_SECONDS\", value = \"5\" }, { name = \"SHUTDOWN_KEEP_ALIVE_SECONDS\", value = \"65\" }], logConfiguration = { logDriver = \"awslogs\", options = { awslogs-group = \"/ecs/NAME\", awslogs-region = \"us-east-1\", awslogs-stream-prefix = \"NAME\" } } }])}"}},
  "aws_ecs_service": {"NAME": {"name": "NAME", "cluster": "CLUSTER", "task_definition": "${aws_ecs_task_definition.NAME.arn}", "desired_count": 2, "deployment_minimum_healthy_percent": 100, "deployment_maximum_percent": 200,
    "availability_zone_rebalancing": "ENABLED", "health_check_grace_period_seconds": 44, "enable_ecs_managed_tags": true, "propagate_tags": "SERVICE",
    "capacity_provider_strategy": {"capacity_provider": "FARGATE", "weight": 1}, "deployment_circuit_breaker": {"enable": true, "rollback": true},
    "network_configuration": {"subnets": ["SUBNETS"], "security_groups": ["${aws_security_group.NAME.id}"]},
    "load_balancer": {"target_group_arn": "${aws_lb_target_group.NAME.arn}", "container_name": "app", "container_port": 8080},
    "depends_on": ["aws_lb_listener_rule.NAME", "aws_iam_role_policy.NAME", "aws_iam_role_policy_attachment.NAME", "aws_vpc_security_group_egress_rule.NAME"]}}
}`
