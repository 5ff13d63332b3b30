# Every number in every resource is the provider's own answer for the profile.

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
}

run "expected_alb" {
  module {
    source = "./tests/expected"
  }
  variables {
    profile = { workload = "http", longest_work = 75, capacity = "mixed", desired_count = 6, max_surge_percent = 25 }
  }
}

run "alb" {
  variables {
    profile = { workload = "http", longest_work = 75, capacity = "mixed", desired_count = 6, max_surge_percent = 25 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/api/*"]
    }
    autoscaling = { min = 6, max = 12, cpu_target = 60, requests_per_target = 1000 }
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].stopTimeout == run.expected_alb.settings.stop_timeout
    error_message = "The app's stop timeout is not the provider's."
  }
  assert {
    condition     = tomap({ for e in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : e.name => e.value }) == run.expected_alb.settings.environment
    error_message = "The app's environment is not the provider's."
  }
  assert {
    condition     = tonumber(aws_lb_target_group.this["main"].deregistration_delay) == run.expected_alb.settings.deregistration_delay
    error_message = "The deregistration delay is not the provider's."
  }
  assert {
    condition = alltrue([for name in ["interval", "timeout", "healthy_threshold", "unhealthy_threshold"] :
      aws_lb_target_group.this["main"].health_check[0][name] == run.expected_alb.settings.health_check[name]
    ])
    error_message = "The health check is not the provider's."
  }
  assert {
    condition     = aws_ecs_service.autoscaled[0].health_check_grace_period_seconds == run.expected_alb.settings.health_check.grace_period
    error_message = "The grace period is not the provider's."
  }
  assert {
    condition = (aws_ecs_service.autoscaled[0].deployment_minimum_healthy_percent == run.expected_alb.settings.deployment.minimum_healthy_percent
      && aws_ecs_service.autoscaled[0].deployment_maximum_percent == run.expected_alb.settings.deployment.maximum_percent
    && aws_ecs_service.autoscaled[0].availability_zone_rebalancing == run.expected_alb.settings.deployment.availability_zone_rebalancing)
    error_message = "The deployment is not the provider's."
  }
  assert {
    condition = alltrue([for p in aws_appautoscaling_policy.this :
      p.target_tracking_scaling_policy_configuration[0].scale_in_cooldown == run.expected_alb.settings.scale_in_cooldown
    ]) && length(aws_appautoscaling_policy.this) == 2
    error_message = "The scale-in cooldown is not the provider's."
  }
  assert {
    condition     = { for s in aws_ecs_service.autoscaled[0].capacity_provider_strategy : s.capacity_provider => [s.base, s.weight] } == { FARGATE = [1, 1], FARGATE_SPOT = [0, 1] }
    error_message = "Mixed capacity is one on-demand task and the rest shared."
  }
  assert {
    condition     = length(aws_ecs_service.this) == 0
    error_message = "A scaled service stands in the state once."
  }
  assert {
    condition = alltrue([
      output.stop_timeout == run.expected_alb.settings.stop_timeout,
      output.shutdown_deadline == run.expected_alb.settings.shutdown_deadline,
      output.shutdown_delay == run.expected_alb.settings.shutdown_delay,
      output.deregistration_delay == run.expected_alb.settings.deregistration_delay,
      output.idle_timeout == run.expected_alb.settings.idle_timeout,
      output.keep_alive_timeout == run.expected_alb.settings.keep_alive_timeout,
      output.health_check_grace_period == run.expected_alb.settings.health_check.grace_period,
      output.maximum_percent == run.expected_alb.settings.deployment.maximum_percent,
      output.minimum_healthy_percent == run.expected_alb.settings.deployment.minimum_healthy_percent,
      output.scale_in_cooldown == run.expected_alb.settings.scale_in_cooldown,
      output.deployment_timeout == run.expected_alb.settings.estimates.deployment_timeout,
      output.environment == run.expected_alb.settings.environment,
      output.guarantees == run.expected_alb.settings.guarantees,
      output.visibility_timeout == null,
      output.task_protection_minutes == null,
      output.queue_url == null,
    ])
    error_message = "An output is not the provider's."
  }
}

run "expected_nlb" {
  module {
    source = "./tests/expected"
  }
  variables {
    profile = { workload = "websocket", longest_work = 900, load_balancer = "nlb" }
  }
}

run "nlb" {
  command = plan
  variables {
    profile = { workload = "websocket", longest_work = 900, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      client_cidrs      = ["10.0.0.0/16", "10.1.0.0/16"]
    }
    port_mappings = [9090]
  }

  assert {
    condition     = aws_lb_listener.this["main"].tcp_idle_timeout_seconds == run.expected_nlb.settings.idle_timeout
    error_message = "The listener's idle timeout is not the provider's."
  }
  assert {
    condition     = aws_lb_target_group.this["main"].protocol == "TCP" && aws_lb_target_group.this["main"].connection_termination == run.expected_nlb.settings.connection_termination
    error_message = "The NLB's target group ends flows that the app should end."
  }
  assert {
    condition     = tonumber(aws_lb_target_group.this["main"].deregistration_delay) == run.expected_nlb.settings.deregistration_delay
    error_message = "The deregistration delay is not the provider's."
  }
  assert {
    condition     = toset([for r in aws_vpc_security_group_ingress_rule.load_balancer_cidr : "${r.cidr_ipv4} ${r.from_port}"]) == toset(["10.0.0.0/16 8080", "10.1.0.0/16 8080"])
    error_message = "The load balancer's networks may reach the container port and nothing else."
  }
}

run "expected_queue" {
  module {
    source = "./tests/expected"
  }
  variables {
    profile = { workload = "queue", longest_work = 900, sidecars = [{ name = "router", flush = 10 }] }
  }
}

run "queue" {
  command = plan
  variables {
    container_port = null
    profile        = { workload = "queue", longest_work = 900, sidecars = [{ name = "router", flush = 10 }] }
    sidecars       = { router = { image = "router:1" } }
    autoscaling    = { min = 0, max = 10, backlog_per_task = 5 }
  }

  assert {
    condition     = aws_sqs_queue.this[0].visibility_timeout_seconds == run.expected_queue.settings.visibility_timeout
    error_message = "The visibility timeout is not the provider's."
  }
  assert {
    condition     = output.task_protection_minutes == run.expected_queue.settings.task_protection_minutes && output.task_protection_minutes != null
    error_message = "The task protection is not the provider's."
  }
  assert {
    condition     = output.sidecar_stop_timeouts == run.expected_queue.settings.sidecar_stop_timeouts
    error_message = "The sidecar's stop timeout is not the provider's."
  }
  assert {
    condition     = aws_appautoscaling_policy.backlog[0].target_tracking_scaling_policy_configuration[0].scale_in_cooldown == run.expected_queue.settings.scale_in_cooldown
    error_message = "The scale-in cooldown is not the provider's."
  }
}

run "queue_applied" {
  variables {
    container_port = null
    profile        = { workload = "queue", longest_work = 900, sidecars = [{ name = "router", flush = 10 }] }
    sidecars       = { router = { image = "router:1" } }
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[1].stopTimeout == run.expected_queue.settings.sidecar_stop_timeouts["router"]
    error_message = "The sidecar's stop timeout is not the provider's."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].dependsOn == [{ containerName = "router", condition = "START" }]
    error_message = "The app must depend on its sidecar, so that the sidecar stops after it."
  }
  assert {
    condition     = contains(flatten([for s in jsondecode(aws_iam_role_policy.task[0].policy).Statement : s.Action]), "ecs:UpdateTaskProtection")
    error_message = "A unit that outlives the drain needs the permission for task protection."
  }
}
