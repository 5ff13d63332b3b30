# An app that watches for its drain: where it looks, and what it may ask.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/gateway:1"
  name           = "gateway"
  port_mappings  = [9090]
  profile        = { workload = "websocket", longest_work = 3585, drain_notice = true }
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"

  alb = {
    listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
    priority          = 10
    security_group_id = "sg-0a1b2c3d"
    path_patterns     = ["/*"]
  }
}

run "told_and_allowed" {
  assert {
    condition     = { for e in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : e.name => e.value }["SHUTDOWN_TARGET_GROUPS"] == aws_lb_target_group.this["main"].arn
    error_message = "The app is not told its target group."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.task[0].policy).Statement == [{ Effect = "Allow", Action = ["elasticloadbalancing:DescribeTargetHealth"], Resource = ["*"] }]
    error_message = "The tasks may not ask, or may do more."
  }
  assert {
    condition     = aws_lb_target_group.this["main"].deregistration_delay == "50"
    error_message = "The target group waits longer than the notice needs."
  }
  assert {
    condition     = contains(output.container_settings["app"].environment[*].name, "SHUTDOWN_TARGET_GROUPS")
    error_message = "A pipeline is not given the target groups."
  }
}

run "two_that_take_turns_and_a_prefix" {
  variables {
    profile = { workload = "websocket", longest_work = 3585, drain_notice = true, strategy = "blue_green", environment_prefix = "STOP_" }
  }
  assert {
    condition     = { for e in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : e.name => e.value }["STOP_TARGET_GROUPS"] == join(",", [for name in ["main", "alternate"] : aws_lb_target_group.this[name].arn])
    error_message = "The app is not told both target groups, the main one first."
  }
}

run "routes" {
  variables {
    routes = {
      b = {
        port = 9090
        target_group = {
          arn                    = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/given/0123456789abcdef"
          deregistration_delay   = 50
          connection_termination = false
          protocol               = "HTTP"
          target_type            = "ip"
          vpc_id                 = "vpc-0a1b2c3d"
          health_check           = [{ interval = 5, timeout = 4, healthy_threshold = 2, unhealthy_threshold = 2, port = "traffic-port" }]
        }
      }
      a = { alb = { listener_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210", priority = 11, path_patterns = ["/a/*"] } }
    }
  }
  assert {
    condition = { for e in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : e.name => e.value }["SHUTDOWN_TARGET_GROUPS"] == join(",", [
      aws_lb_target_group.this["main"].arn, aws_lb_target_group.this["a"].arn, "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/given/0123456789abcdef",
    ])
    error_message = "The app is not told every target group of its routes."
  }
}

run "a_given_role_is_left_alone" {
  variables {
    task_role = { arn = "arn:aws:iam::123456789012:role/team/app" }
  }
  assert {
    condition     = length(aws_iam_role_policy.task) == 0 && jsondecode(output.task_policy_json).Statement[0].Action == ["elasticloadbalancing:DescribeTargetHealth"]
    error_message = "The owner of the role is not told what it must allow."
  }
}

run "nothing_without_a_notice" {
  variables {
    profile = { workload = "websocket", longest_work = 900, drain_notice = false }
  }
  assert {
    condition     = !can({ for e in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : e.name => e.value }["SHUTDOWN_TARGET_GROUPS"]) && length(aws_iam_role_policy.task) == 0 && output.task_policy_json == null
    error_message = "An app that does not watch is told where to look, or may ask."
  }
}

run "the_name_is_the_profiles" {
  command = plan
  variables {
    environment = { SHUTDOWN_TARGET_GROUPS = "mine" }
  }
  expect_failures = [aws_ecs_task_definition.this]
}
