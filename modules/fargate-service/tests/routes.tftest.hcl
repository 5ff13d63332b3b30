# Several ways in: rules, further load balancers, and what they share.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  port_mappings  = [9090]
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

run "rules_and_a_route" {
  command = plan
  variables {
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      rules = {
        admin = {
          listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/0123456789abcdef"
          priority      = 3
          http_headers  = { "X-Role" = ["admin"] }
          http_methods  = ["GET"]
          query_strings = [{ key = "v", value = "2" }, { value = "x" }]
          source_ips    = ["10.0.0.0/8"]
        }
      }
    }
    routes = {
      metrics = {
        port = 9090
        alb = {
          listener_arn     = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
          priority         = 9
          host_headers     = ["metrics.example.com"]
          protocol_version = "HTTP2"
        }
      }
    }
  }
  assert {
    condition     = keys(aws_lb_target_group.this) == ["main", "metrics"] && keys(aws_lb_listener_rule.this) == ["main", "main/admin", "metrics"]
    error_message = "each way in has a target group, and each rule stands once"
  }
  assert {
    condition     = { for lb in aws_ecs_service.this[0].load_balancer : lb.container_port => lb.container_name } == { 8080 = "app", 9090 = "app" }
    error_message = "the service is registered in both, each with its port"
  }
  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.load_balancer) == ["8080", "9090"] && alltrue([for r in aws_vpc_security_group_ingress_rule.load_balancer : r.referenced_security_group_id == "sg-0a1b2c3d"])
    error_message = "the load balancer of alb reaches the ports of every way through it"
  }
  assert {
    condition     = length(aws_lb_listener_rule.this["main/admin"].condition) == 4
    error_message = "each kind of condition stands once"
  }
  assert {
    condition     = aws_lb_target_group.this["metrics"].protocol_version == "HTTP2" && aws_lb_target_group.this["main"].protocol_version == "HTTP1"
    error_message = "each target group has its own protocol version"
  }
  assert {
    condition     = alltrue([for g in aws_lb_target_group.this : tonumber(g.deregistration_delay) == graceful_service.this.deregistration_delay])
    error_message = "every target group has the settings of the profile"
  }
}

run "alb_beside_an_nlb" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    routes = {
      network = {
        nlb = {
          load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
          port              = 443
          security_group    = { id = "sg-0b" }
        }
      }
      other = {
        alb = {
          listener_arn       = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/other/0123456789abcdef/fedcba9876543210"
          priority           = 1
          path_patterns      = ["/*"]
          security_group     = { id = "sg-0c" }
          check_idle_timeout = false
        }
      }
    }
  }
  assert {
    condition     = aws_lb_target_group.this["main"].protocol == "HTTP" && aws_lb_target_group.this["network"].protocol == "TCP" && keys(aws_lb_listener.this) == ["network"]
    error_message = "each way in is of its own kind"
  }
  assert {
    condition     = { for key, r in aws_vpc_security_group_ingress_rule.load_balancer : key => r.referenced_security_group_id } == { "8080" = "sg-0a1b2c3d", "network 8080" = "sg-0b", "other 8080" = "sg-0c" }
    error_message = "each load balancer reaches the tasks"
  }
}

run "only_a_route_through_the_load_balancer_of_alb" {
  command = plan
  variables {
    alb = { security_group_id = "sg-0a1b2c3d" }
    routes = {
      next = {
        alb = {
          listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
          priority      = 9
          path_patterns = ["/*"]
        }
      }
    }
  }
  assert {
    condition     = keys(aws_lb_target_group.this) == ["next"] && keys(aws_vpc_security_group_ingress_rule.load_balancer) == ["8080"] && output.target_group_arn == null
    error_message = "an alb without a rule is no way in, but its security group is let in"
  }
}

run "refuses_an_alb_without_a_rule" {
  command = plan
  variables {
    alb = { security_group_id = "sg-0a1b2c3d" }
  }
  expect_failures = [graceful_service.this]
}

run "refuses_a_rule_without_a_listener" {
  command = plan
  variables {
    alb = { security_group_id = "sg-0a1b2c3d", priority = 3, path_patterns = ["/*"] }
  }
  expect_failures = [var.alb]
}

run "takes_5_values" {
  command = plan
  variables {
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/a", "/b", "/c"]
      host_headers      = ["a.example.com", "b.example.com"]
    }
  }
}

run "refuses_6_values" {
  command = plan
  variables {
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/a", "/b", "/c"]
      host_headers      = ["a.example.com", "b.example.com", "c.example.com"]
    }
  }
  expect_failures = [var.alb]
}

run "refuses_a_rule_named_main" {
  command = plan
  variables {
    alb = {
      security_group_id = "sg-0a1b2c3d"
      rules = { main = {
        listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
        priority      = 9
        path_patterns = ["/*"]
      } }
    }
  }
  expect_failures = [var.alb]
}

run "refuses_an_nlb_without_the_profile" {
  command = plan
  variables {
    routes = { network = { nlb = { load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef", port = 443, security_group = { id = "sg-0b" } } } }
  }
  expect_failures = [graceful_service.this]
}

run "refuses_a_route_with_a_strategy_that_moves_traffic" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, strategy = "blue_green" }
    routes = { next = { alb = {
      listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority      = 9
      path_patterns = ["/*"]
    } } }
  }
  expect_failures = [graceful_service.this]
}

run "refuses_a_route_alone_with_a_strategy_that_moves_traffic" {
  command = plan
  variables {
    alb     = null
    profile = { workload = "http", longest_work = 10, strategy = "blue_green" }
    routes = { next = { alb = {
      security_group = { id = "sg-0a1b2c3d" }
      listener_arn   = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority       = 9
      path_patterns  = ["/*"]
    } } }
  }
  expect_failures = [graceful_service.this]
}

run "refuses_a_route_without_a_load_balancer" {
  command = plan
  variables {
    alb     = null
    profile = { workload = "http", longest_work = 10, load_balancer = "none" }
    routes = { next = { nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      security_group    = { id = "sg-0b" }
    } } }
  }
  expect_failures = [graceful_service.this]
}

run "refuses_a_route_named_main" {
  command = plan
  variables {
    routes = { main = { alb = {
      listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority      = 9
      path_patterns = ["/*"]
    } } }
  }
  expect_failures = [var.routes]
}

run "refuses_a_route_of_two_kinds" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    routes = { both = {
      alb = {
        listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
        priority      = 9
        path_patterns = ["/*"]
      }
      nlb = { load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef", port = 443, security_group = { id = "sg-0b" } }
    } }
  }
  expect_failures = [var.routes]
}

run "refuses_a_route_to_a_port_that_nobody_maps" {
  command = plan
  variables {
    routes = { next = {
      port = 9091
      alb = {
        listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
        priority      = 9
        path_patterns = ["/*"]
      }
    } }
  }
  expect_failures = [var.routes]
}

run "refuses_a_route_without_a_condition" {
  command = plan
  variables {
    routes = { next = { alb = {
      listener_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority     = 9
    } } }
  }
  expect_failures = [var.routes]
}

run "refuses_a_route_whose_load_balancer_nobody_names" {
  command = plan
  variables {
    alb = null
    routes = { next = { alb = {
      listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority      = 9
      path_patterns = ["/*"]
    } } }
  }
  expect_failures = [var.routes]
}

run "refuses_an_nlb_with_group_and_networks" {
  command = plan
  variables {
    alb     = null
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      security_group_id = "sg-0b"
      client_cidrs      = ["10.0.0.0/8"]
    }
  }
  expect_failures = [var.nlb]
}

run "counts_requests_with_rules_alone" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 4, requests_per_target = 100 }
    alb = {
      security_group_id = "sg-0a1b2c3d"
      rules = { only = {
        listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
        priority      = 9
        path_patterns = ["/*"]
      } }
    }
  }
  override_resource {
    target          = aws_lb_target_group.this["main"]
    override_during = plan
    values = {
      arn        = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/mocked/0123456789abcdef"
      arn_suffix = "targetgroup/mocked/0123456789abcdef"
    }
  }
  assert {
    condition     = aws_appautoscaling_policy.this["requests"].target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].resource_label == "app/main/0123456789abcdef/targetgroup/mocked/0123456789abcdef"
    error_message = "requests are counted at the load balancer of the rules"
  }
}

run "refuses_to_count_requests_of_a_route" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 4, requests_per_target = 100 }
    alb         = { security_group_id = "sg-0a1b2c3d" }
    routes = { next = { alb = {
      listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority      = 9
      path_patterns = ["/*"]
    } } }
  }
  expect_failures = [graceful_service.this]
}
