# What a caller may say of a target group, and that the stop numbers stay.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  profile        = { workload = "http", longest_work = 10 }
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"
}

run "every_attribute" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    alb = {
      listener_arn                      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority                          = 10
      security_group_id                 = "sg-0a1b2c3d"
      path_patterns                     = ["/*"]
      protocol                          = "HTTPS"
      matcher                           = "200-204,301"
      load_balancing_algorithm_type     = "weighted_random"
      load_balancing_anomaly_mitigation = "on"
      load_balancing_cross_zone_enabled = "true"
      target_group_name                 = "a-name-of-the-most-characters-32"
      stickiness                        = { cookie_duration = 604800 }
    }
    routes = {
      slow = {
        alb = {
          listener_arn          = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
          priority              = 11
          host_headers          = ["slow.example.com"]
          slow_start            = 30
          health_check_protocol = "HTTPS"
          stickiness            = { type = "app_cookie", cookie_name = "SESSION", cookie_duration = 1 }
        }
      }
      slowest = {
        alb = {
          listener_arn                  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
          priority                      = 12
          host_headers                  = ["slowest.example.com"]
          protocol_version              = "GRPC"
          matcher                       = "0-99"
          slow_start                    = 900
          load_balancing_algorithm_type = "round_robin"
          stickiness                    = { enabled = false }
        }
      }
      network = {
        nlb = {
          load_balancer_arn                 = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
          port                              = 443
          security_group                    = { id = "sg-0b" }
          health_check_path                 = "/up"
          health_check_protocol             = "HTTPS"
          matcher                           = "200,599"
          preserve_client_ip                = true
          proxy_protocol_v2                 = true
          load_balancing_cross_zone_enabled = "use_load_balancer_configuration"
          target_group_name                 = "n"
          stickiness                        = {}
        }
      }
    }
  }
  assert {
    condition = { for name, g in aws_lb_target_group.this : name => [g.protocol, g.health_check[0].protocol, g.health_check[0].matcher] } == {
      main    = ["HTTPS", "HTTPS", "200-204,301"]
      slow    = ["HTTP", "HTTPS", "200"]
      slowest = ["HTTP", "HTTP", "0-99"]
      network = ["TCP", "HTTPS", "200,599"]
    }
    error_message = "each target group has its protocols and its matcher: ${jsonencode({ for name, g in aws_lb_target_group.this : name => [g.protocol, g.health_check[0].protocol, g.health_check[0].matcher] })}"
  }
  assert {
    condition     = aws_lb_target_group.this["main"].load_balancing_algorithm_type == "weighted_random" && aws_lb_target_group.this["main"].load_balancing_anomaly_mitigation == "on" && aws_lb_target_group.this["main"].load_balancing_cross_zone_enabled == "true"
    error_message = "the algorithm is the caller's"
  }
  assert {
    condition     = [for s in [for name in ["main", "slow", "slowest", "network"] : aws_lb_target_group.this[name].stickiness[0]] : "${s.type} ${s.enabled} ${try(coalesce(s.cookie_name), "-")}"] == ["lb_cookie true -", "app_cookie true SESSION", "lb_cookie false -", "source_ip true -"]
    error_message = "stickiness is the caller's"
  }
  assert {
    condition     = aws_lb_target_group.this["main"].stickiness[0].cookie_duration == 604800 && aws_lb_target_group.this["slow"].stickiness[0].cookie_duration == 1
    error_message = "a cookie lives as long as the caller says"
  }
  assert {
    condition     = aws_lb_target_group.this["slow"].slow_start == 30 && aws_lb_target_group.this["slowest"].slow_start == 900
    error_message = "slow start is the caller's"
  }
  assert {
    condition     = aws_lb_target_group.this["network"].preserve_client_ip == "true" && aws_lb_target_group.this["network"].proxy_protocol_v2 && aws_lb_target_group.this["network"].load_balancing_cross_zone_enabled == "use_load_balancer_configuration"
    error_message = "what only a Network Load Balancer has is the caller's"
  }
  assert {
    condition     = aws_lb_target_group.this["main"].name == "a-name-of-the-most-characters-32" && aws_lb_target_group.this["network"].name == "n"
    error_message = "the names are the caller's"
  }
  assert {
    condition     = alltrue([for g in aws_lb_target_group.this : tonumber(g.deregistration_delay) == graceful_service.this.deregistration_delay && g.health_check[0].interval == graceful_service.this.health_check.interval])
    error_message = "the stop numbers are those of the profile"
  }
}

run "two_that_take_turns" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, strategy = "blue_green" }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      protocol          = "HTTPS"
      target_group_name = "a-name-of-22-character"
      slow_start        = 60
    }
  }
  assert {
    condition     = { for name, g in aws_lb_target_group.this : name => "${g.name} ${g.protocol} ${g.slow_start}" } == { main = "a-name-of-22-character HTTPS 60", alternate = "a-name-of-22-character-alternate HTTPS 60" }
    error_message = "both are alike but for their names"
  }
}

# Each value is just beyond what Elastic Load Balancing takes.
run "refused" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    alb = {
      listener_arn                      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority                          = 10
      security_group_id                 = "sg-0a1b2c3d"
      path_patterns                     = ["/*"]
      protocol                          = "TCP"
      health_check_protocol             = "TLS"
      matcher                           = "199"
      load_balancing_algorithm_type     = "random"
      load_balancing_anomaly_mitigation = "yes"
      load_balancing_cross_zone_enabled = "off"
      slow_start                        = 29
      target_group_name                 = "a-name-of-the-most-characters-and"
      stickiness                        = { type = "cookie", cookie_duration = 0 }
    }
    routes = {
      a = {
        alb = {
          listener_arn                      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
          priority                          = 11
          path_patterns                     = ["/*"]
          matcher                           = "200-500"
          load_balancing_anomaly_mitigation = "on"
          load_balancing_cross_zone_enabled = "false"
          slow_start                        = 901
          target_group_name                 = "a-"
          stickiness                        = { type = "app_cookie", cookie_duration = 604801 }
        }
      }
      b = {
        alb = {
          listener_arn                  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
          priority                      = 12
          path_patterns                 = ["/*"]
          protocol_version              = "GRPC"
          matcher                       = "100"
          slow_start                    = 30
          load_balancing_algorithm_type = "least_outstanding_requests"
          target_group_name             = "internal-b"
          stickiness                    = { type = "app_cookie", cookie_name = "AWSALB", cookie_duration = 1.5 }
        }
      }
      c = {
        alb = {
          listener_arn                  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
          priority                      = 13
          path_patterns                 = ["/*"]
          matcher                       = "OK"
          slow_start                    = 30.5
          load_balancing_algorithm_type = "weighted_random"
          target_group_name             = "under_score"
          stickiness                    = { cookie_name = "SESSION" }
        }
      }
      n = {
        nlb = {
          load_balancer_arn     = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
          port                  = 443
          security_group        = { id = "sg-0b" }
          health_check_protocol = "HTTP"
          matcher               = "200"
          stickiness            = { type = "lb_cookie" }
        }
      }
    }
  }
  assert {
    condition = [for fault in sort(local.group_faults) : "${split(" ", fault)[0]} ${trimsuffix(split(" Given: ", fault)[1], ".")}"] == [
      "alb.health_check_protocol TLS",
      "alb.load_balancing_algorithm_type random",
      "alb.load_balancing_anomaly_mitigation yes",
      "alb.load_balancing_cross_zone_enabled off",
      "alb.matcher 199",
      "alb.protocol TCP",
      "alb.slow_start 29",
      "alb.slow_start 29 with random",
      "alb.stickiness.cookie_duration 0",
      "alb.stickiness.type cookie",
      "alb.target_group_name a-name-of-the-most-characters-and",
      "routes.a.alb.load_balancing_anomaly_mitigation on",
      "routes.a.alb.matcher 200-500",
      "routes.a.alb.slow_start 901",
      "routes.a.alb.stickiness app_cookie",
      "routes.a.alb.stickiness.cookie_duration 604801",
      "routes.a.alb.stickiness.cookie_name null",
      "routes.a.alb.target_group_name a-",
      "routes.b.alb.matcher 100",
      "routes.b.alb.slow_start 30 with least_outstanding_requests",
      "routes.b.alb.stickiness.cookie_duration 1.5",
      "routes.b.alb.stickiness.cookie_name AWSALB",
      "routes.b.alb.target_group_name internal-b",
      "routes.c.alb.matcher OK",
      "routes.c.alb.slow_start 30.5",
      "routes.c.alb.slow_start 30.5 with weighted_random",
      "routes.c.alb.stickiness.cookie_name SESSION",
      "routes.c.alb.target_group_name under_score",
      "routes.n.nlb.health_check_protocol HTTP",
      "routes.n.nlb.matcher 200",
      "routes.n.nlb.stickiness.type lb_cookie",
    ]
    error_message = join("\n", sort(local.group_faults))
  }
  expect_failures = [graceful_service.this]
}

run "refused_with_two_that_take_turns" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, strategy = "blue_green" }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      target_group_name = "a-name-of-23-characters"
      stickiness        = {}
    }
  }
  assert {
    condition     = [for fault in local.group_faults : split(" ", fault)[0]] == ["alb.stickiness.enabled", "alb.target_group_name"]
    error_message = join("\n", local.group_faults)
  }
  expect_failures = [graceful_service.this]
}

run "refused_for_one_name_of_two" {
  command = plan
  variables {
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      target_group_name = "a"
    }
    routes = {
      b = {
        alb = {
          listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
          priority          = 11
          path_patterns     = ["/*"]
          target_group_name = "a"
        }
      }
    }
  }
  expect_failures = [graceful_service.this]
}
