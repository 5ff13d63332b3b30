# Security groups, their rules, the log group and keys of one's own.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  profile        = { workload = "http", longest_work = 10 }
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"

  alb = {
    listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
    priority          = 10
    security_group_id = "sg-0a1b2c3d"
    path_patterns     = ["/*"]
  }
}

run "a_given_network_is_left_alone" {
  variables {
    create_log_group   = false
    log_group_name     = "/team/logs"
    security_group     = { id = "sg-0given" }
    security_group_ids = ["sg-01"]
  }

  assert {
    condition     = length(aws_security_group.this) + length(aws_vpc_security_group_egress_rule.this) + length(aws_vpc_security_group_ingress_rule.this) + length(aws_vpc_security_group_ingress_rule.load_balancer) + length(aws_cloudwatch_log_group.this) == 0
    error_message = "The module makes or changes what its owner has."
  }
  assert {
    condition     = one(aws_ecs_service.this[0].network_configuration).security_groups == toset(["sg-0given", "sg-01"]) && output.security_group_id == "sg-0given"
    error_message = "The tasks do not have the given group."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].logConfiguration.options == { awslogs-group = "/team/logs", awslogs-region = "cn-north-1", awslogs-stream-prefix = "app" } && output.log_group_name == "/team/logs"
    error_message = "The container does not write to the given log group."
  }
  assert {
    condition     = jsondecode(output.execution_policy_json).Statement[0].Resource == ["arn:aws-cn:logs:cn-north-1:123456789012:log-group:/team/logs:*"]
    error_message = "ECS may not write to the given log group."
  }
}

run "a_network_of_its_own" {
  command = plan
  variables {
    egress = {
      https = { cidr_ipv4 = "10.0.0.0/8", from_port = 443 }
      six   = { cidr_ipv6 = "::/0", ip_protocol = "-1" }
      lists = { prefix_list_id = "pl-12345678", from_port = 0, to_port = 65535 }
      ping  = { cidr_ipv4 = "10.0.0.0/8", ip_protocol = "icmp", from_port = -1, to_port = -1 }
      ah    = { cidr_ipv4 = "10.0.0.0/8", ip_protocol = "51" }
    }
    ingress                    = { metrics = { referenced_security_group_id = "sg-0metrics", from_port = 9090, to_port = 9099 } }
    log_group_class            = "INFREQUENT_ACCESS"
    log_kms_key_arn            = "arn:aws-cn:kms:cn-north-1:123456789012:key/0123"
    log_retention_days         = 0
    secrets_kms_key_arns       = ["arn:aws-cn:kms:cn-north-1:123456789012:key/0123"]
    security_group_description = "web: closed"
    security_group_name        = "web"
  }

  assert {
    condition = { for name, r in aws_vpc_security_group_egress_rule.this : name => "${r.ip_protocol} ${coalesce(r.from_port, -9)}-${coalesce(r.to_port, -9)} ${coalesce(r.cidr_ipv4, r.cidr_ipv6, r.prefix_list_id)}" } == {
      https = "tcp 443-443 10.0.0.0/8"
      six   = "-1 -9--9 ::/0"
      lists = "tcp 0-65535 pl-12345678"
      ping  = "icmp -1--1 10.0.0.0/8"
      ah    = "51 -9--9 10.0.0.0/8"
    }
    error_message = "The tasks may reach something else than egress says."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.this["metrics"].referenced_security_group_id == "sg-0metrics" && aws_vpc_security_group_ingress_rule.this["metrics"].to_port == 9099 && length(aws_vpc_security_group_ingress_rule.load_balancer) == 1
    error_message = "The callers of ingress, or the load balancer, may not come."
  }
  assert {
    condition     = aws_security_group.this[0].name == "web" && aws_security_group.this[0].description == "web: closed"
    error_message = "The group lacks its name or description."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this[0].log_group_class == "INFREQUENT_ACCESS" && aws_cloudwatch_log_group.this[0].kms_key_id == "arn:aws-cn:kms:cn-north-1:123456789012:key/0123" && aws_cloudwatch_log_group.this[0].retention_in_days == 0
    error_message = "The log group lacks its class, key or retention."
  }
}

run "open_unless_said" {
  command = plan

  assert {
    condition     = [for name, r in aws_vpc_security_group_egress_rule.this : [name, r.ip_protocol, r.cidr_ipv4]] == [["all", "-1", "0.0.0.0/0"]] && length(aws_vpc_security_group_ingress_rule.this) == 0
    error_message = "By default the tasks may reach everybody, and only the load balancer may reach them."
  }
}

run "refused_words" {
  command = plan
  variables {
    egress                     = { two = { cidr_ipv4 = "0.0.0.0/0", cidr_ipv6 = "::/0", from_port = 443 } }
    ingress                    = { none = { from_port = 443 } }
    log_kms_key_arn            = "alias/logs"
    secrets_kms_key_arns       = ["arn:aws:kms:eu-central-1:123456789012:alias/secrets"]
    security_group_description = "who?"
    security_group_name        = "sg-web"
  }
  expect_failures = [var.egress, var.ingress, var.log_kms_key_arn, var.secrets_kms_key_arns, var.security_group_description, var.security_group_name]
}

run "refused_ports" {
  command = plan
  variables {
    egress          = { turned = { cidr_ipv4 = "0.0.0.0/0", from_port = 443, to_port = 442 } }
    ingress         = { high = { cidr_ipv4 = "0.0.0.0/0", from_port = 65536 } }
    log_group_class = "DELIVERY"
  }
  expect_failures = [var.egress, var.ingress, var.log_group_class]
}

run "refused_protocols" {
  command = plan
  variables {
    egress         = { all = { cidr_ipv4 = "0.0.0.0/0", ip_protocol = "-1", from_port = 0 } }
    security_group = { id = "default" }
  }
  expect_failures = [var.egress, var.security_group]
}

run "refused_networks" {
  command = plan
  variables {
    create_log_group = false
    egress           = { word = { cidr_ipv4 = "everybody", from_port = 443 }, none = { cidr_ipv4 = "0.0.0.0/0" } }
    ingress          = { four = { cidr_ipv6 = "10.0.0.0/8", from_port = 443 } }
  }
  expect_failures = [var.create_log_group, var.egress, var.ingress]
}

run "refused_beside_a_given_network" {
  command = plan
  variables {
    create_log_group           = false
    ingress                    = { a = { cidr_ipv4 = "10.0.0.0/8", from_port = 1 } }
    ingress_security_group_ids = ["sg-0callers"]
    log_group_class            = "STANDARD"
    log_group_name             = "/team/logs"
    log_kms_key_arn            = "arn:aws:kms:eu-central-1:123456789012:key/0123"
    security_group             = { id = "sg-0given" }
    security_group_description = "a"
    security_group_name        = "a"
  }
  expect_failures = [var.ingress, var.ingress_security_group_ids, var.log_group_class, var.log_kms_key_arn, var.security_group_description, var.security_group_name]
}
