# A load balancer, its listener and the ports that it may reach.
# Long because: every combination of profile, load balancer and port is one run of the same form.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  profile        = { workload = "http", longest_work = 10, load_balancer = "none" }
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"
}

run "alb_accepts" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
}

run "alb_refuses_a_listener_of_an_nlb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  expect_failures = [var.alb]
}

run "alb_refuses_a_load_balancer_for_a_listener" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  expect_failures = [var.alb]
}

run "alb_refuses_priority_0" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 0
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  expect_failures = [var.alb]
}

run "alb_refuses_priority_50001" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 50001
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  expect_failures = [var.alb]
}

run "alb_accepts_priority_50000" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 50000
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
}

run "alb_refuses_a_rule_without_condition" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = []
    }
  }
  expect_failures = [var.alb]
}

run "alb_refuses_a_protocol_version" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      protocol_version  = "HTTP3"
    }
  }
  expect_failures = [var.alb]
}

run "alb_refuses_a_path_without_slash" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      health_check_path = "healthz"
    }
  }
  expect_failures = [var.alb]
}

run "alb_refuses_a_port_that_the_container_does_not_map" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      health_check_port = 9090
    }
  }
  expect_failures = [var.alb]
}

run "alb_accepts_a_port_that_the_container_maps" {
  command = plan
  variables {
    profile       = { workload = "http", longest_work = 10 }
    port_mappings = [9090]
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      health_check_port = 9090
    }
  }
}

run "nlb_accepts" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      client_cidrs      = ["10.0.0.0/16"]
    }
  }
}

run "nlb_refuses_an_alb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/main/0123456789abcdef"
      port              = 443
      client_cidrs      = ["10.0.0.0/16"]
    }
  }
  expect_failures = [var.nlb]
}

run "nlb_refuses_a_listener" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210"
      port              = 443
      client_cidrs      = ["10.0.0.0/16"]
    }
  }
  expect_failures = [var.nlb]
}

run "nlb_refuses_port_0" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 0
      client_cidrs      = ["10.0.0.0/16"]
    }
  }
  expect_failures = [var.nlb]
}

run "nlb_refuses_that_nothing_reaches_the_tasks" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      client_cidrs      = []
    }
  }
  expect_failures = [var.nlb]
}

run "nlb_refuses_a_port_that_the_container_does_not_map" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      client_cidrs      = ["10.0.0.0/16"]
      health_check_port = 9090
    }
  }
  expect_failures = [var.nlb]
}

run "profile_with_alb_needs_alb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
  }
  expect_failures = [graceful_service.this]
}

run "profile_with_alb_refuses_nlb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      client_cidrs      = ["10.0.0.0/16"]
    }
  }
  expect_failures = [graceful_service.this]
}

run "profile_with_nlb_needs_nlb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
  }
  expect_failures = [graceful_service.this]
}

run "profile_with_nlb_refuses_alb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  expect_failures = [graceful_service.this]
}

run "profile_without_load_balancer_refuses_alb" {
  command = plan
  variables {
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  expect_failures = [graceful_service.this]
}

run "profile_without_load_balancer_refuses_nlb" {
  command = plan
  variables {
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      client_cidrs      = ["10.0.0.0/16"]
    }
  }
  expect_failures = [graceful_service.this]
}

run "load_balancer_needs_a_container_port" {
  command = plan
  variables {
    profile        = { workload = "http", longest_work = 10 }
    container_port = null
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  expect_failures = [graceful_service.this]
}

run "load_balancer_refuses_service_discovery" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
    service_registry = { arn = "arn:aws:servicediscovery:eu-central-1:123456789012:service/srv-0a1b" }
  }
  expect_failures = [graceful_service.this]
}

run "requests_per_target_needs_an_alb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      client_cidrs      = ["10.0.0.0/16"]
    }
    autoscaling = { min = 1, max = 4, requests_per_target = 100 }
  }
  expect_failures = [graceful_service.this]
}

run "a_forecast_of_requests_needs_an_alb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      client_cidrs      = ["10.0.0.0/16"]
    }
    autoscaling = { min = 1, max = 4, predictive = { daily = { metric_specification = {
      target_value                         = 100
      predefined_metric_pair_specification = { predefined_metric_type = "ALBRequestCount" }
    } } } }
  }
  expect_failures = [graceful_service.this]
}

run "idle_timeout_of_the_alb_is_too_short" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 240 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  override_data {
    target = data.aws_lb.this["main"]
    values = { idle_timeout = 244 }
  }
  expect_failures = [check.alb_idle_timeout]
}

run "idle_timeout_of_the_alb_is_just_long_enough" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 240 }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  override_data {
    target = data.aws_lb.this["main"]
    values = { idle_timeout = 245 }
  }
  assert {
    condition     = data.aws_lb.this["main"].arn == "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/main/0123456789abcdef"
    error_message = "The load balancer is the one of the listener."
  }
}

run "idle_timeout_of_the_alb_is_not_looked_at" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 240 }
    alb = {
      listener_arn       = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority           = 10
      security_group_id  = "sg-0a1b2c3d"
      path_patterns      = ["/*"]
      check_idle_timeout = false
    }
  }
  assert {
    condition     = length(data.aws_lb.this) == 0
    error_message = "check_idle_timeout = false must not read the load balancer."
  }
}
