# Deployments that move traffic between two target groups.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"
  alb = {
    listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
    priority          = 10
    security_group_id = "sg-0a1b2c3d"
    path_patterns     = ["/*"]
  }
}

run "expected_blue_green" {
  module {
    source = "./tests/expected"
  }
  variables {
    profile = { workload = "http", longest_work = 10, strategy = "blue_green", bake_minutes = 30 }
  }
}

run "blue_green" {
  variables {
    profile = { workload = "http", longest_work = 10, strategy = "blue_green", bake_minutes = 30 }
  }

  assert {
    condition     = one(aws_ecs_service.this[0].deployment_configuration).strategy == "BLUE_GREEN" && one(aws_ecs_service.this[0].deployment_configuration).bake_time_in_minutes == "30"
    error_message = "The strategy is not the profile's."
  }
  assert {
    condition     = length(aws_ecs_service.this[0].deployment_circuit_breaker) == 0
    error_message = "The circuit breaker is for rolling deployments."
  }
  assert {
    condition     = length(aws_lb_target_group.this) == 2
    error_message = "A deployment that moves traffic needs two target groups."
  }
  assert {
    condition = (tonumber(aws_lb_target_group.this["alternate"].deregistration_delay) == run.expected_blue_green.settings.deregistration_delay
    && aws_lb_target_group.this["alternate"].health_check == aws_lb_target_group.this["main"].health_check)
    error_message = "The target groups take turns, so they must be alike."
  }
  assert {
    condition     = [for g in one(aws_lb_listener_rule.this["main"].action).forward[0].target_group : g.weight if g.weight > 0] == [100] && length(one(aws_lb_listener_rule.this["main"].action).forward[0].target_group) == 2
    error_message = "All traffic starts at the first target group."
  }
  assert {
    condition = [for a in one(aws_ecs_service.this[0].load_balancer).advanced_configuration : [a.alternate_target_group_arn, a.production_listener_rule, a.role_arn]] == [
      [aws_lb_target_group.this["alternate"].arn, aws_lb_listener_rule.this["main"].arn, aws_iam_role.infrastructure[0].arn]
    ]
    error_message = "ECS is not told where it moves traffic, and as whom."
  }
  assert {
    condition     = jsondecode(aws_iam_role.infrastructure[0].assume_role_policy).Statement[0].Principal.Service == "ecs.amazonaws.com" && endswith(aws_iam_role_policy_attachment.infrastructure[0].policy_arn, "/AmazonECSInfrastructureRolePolicyForLoadBalancers")
    error_message = "ECS may not move traffic."
  }
}

run "linear" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, strategy = "linear", step_percent = 25, step_minutes = 3 }
  }

  assert {
    condition     = one(aws_ecs_service.this[0].deployment_configuration).linear_configuration[0].step_percent == 25 && one(aws_ecs_service.this[0].deployment_configuration).linear_configuration[0].step_bake_time_in_minutes == "3"
    error_message = "The steps are not the profile's."
  }
}

run "canary_nlb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb", strategy = "canary", step_percent = 1, step_minutes = 0 }
    alb     = null
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      client_cidrs      = ["10.0.0.0/16"]
    }
  }

  assert {
    condition     = one(aws_ecs_service.this[0].deployment_configuration).canary_configuration[0].canary_percent == 1 && one(aws_ecs_service.this[0].deployment_configuration).canary_configuration[0].canary_bake_time_in_minutes == "0"
    error_message = "The step is not the profile's."
  }
  assert {
    condition     = length(aws_lb_target_group.this) == 2 && length(one(aws_lb_listener.this["main"].default_action).forward[0].target_group) == 2
    error_message = "The listener does not lead to both target groups."
  }
}

run "blue_green_without_a_load_balancer" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "none", strategy = "blue_green" }
    alb     = null
  }

  assert {
    condition     = length(aws_lb_target_group.this) == 0 && length(aws_iam_role.infrastructure) == 0 && one(aws_ecs_service.this[0].deployment_configuration).strategy == "BLUE_GREEN"
    error_message = "Without a load balancer there is no traffic to move."
  }
}

run "rolling_has_one_target_group" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
  }

  assert {
    condition     = length(aws_lb_target_group.this) == 1 && length(aws_iam_role.infrastructure) == 0 && one(aws_ecs_service.this[0].deployment_configuration).strategy == "ROLLING" && one(aws_ecs_service.this[0].deployment_circuit_breaker).rollback
    error_message = "A rolling deployment moves no traffic."
  }
}

run "requests_per_target_needs_one_target_group" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, strategy = "canary" }
    autoscaling = { min = 1, max = 4, requests_per_target = 100 }
  }
  expect_failures = [graceful_service.this]
}

run "a_forecast_of_requests_needs_one_target_group" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, strategy = "canary" }
    autoscaling = { min = 1, max = 4, predictive = { daily = { metric_specification = {
      target_value                            = 100
      predefined_load_metric_specification    = { predefined_metric_type = "TotalALBRequestCount" }
      predefined_scaling_metric_specification = { predefined_metric_type = "ALBRequestCountPerTarget", resource_label = "app/other/0123456789abcdef/targetgroup/other/0123456789abcdef" }
    } } } }
  }
  expect_failures = [graceful_service.this]
}

run "min_count_is_the_autoscaling_minimum" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, desired_count = 10, max_surge_percent = 10 }
    autoscaling = { min = 2, max = 20, cpu_target = 50 }
  }

  assert {
    condition     = aws_ecs_service.autoscaled[0].deployment_maximum_percent == 150
    error_message = "With two tasks left, 150 % is the least that lets a third one start."
  }
}
