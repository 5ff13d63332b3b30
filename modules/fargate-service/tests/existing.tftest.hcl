# Target groups and listeners of somebody else.

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
  listeners      = { own = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/main/0123456789abcdef/fedcba9876543210/0a1b" } }
  routes = {
    given = {
      security_group = { id = "sg-0a1b2c3d" }
      target_group = {
        arn                    = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/given/0123456789abcdef"
        deregistration_delay   = 25
        connection_termination = false
        protocol               = "HTTP"
        target_type            = "ip"
        vpc_id                 = "vpc-0a1b2c3d"
        health_check           = [{ interval = 5, timeout = 4, healthy_threshold = 2, unhealthy_threshold = 2, port = "8080" }]
      }
    }
    read = {
      port         = 9090
      target_group = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/read/0123456789abcdef" }
    }
  }
}

override_data {
  target = data.aws_lb_target_group.existing
  values = {
    deregistration_delay   = "25"
    connection_termination = false
    protocol               = "HTTPS"
    target_type            = "ip"
    vpc_id                 = "vpc-0a1b2c3d"
    health_check           = [{ enabled = true, healthy_threshold = 2, interval = 5, matcher = "200", path = "/", port = "8080", protocol = "HTTP", timeout = 4, unhealthy_threshold = 2 }]
  }
}

run "groups" {
  command = plan
  assert {
    condition     = length(aws_lb_target_group.this) == 0 && length(aws_lb_listener_rule.this) == 0 && keys(data.aws_lb_target_group.existing) == ["read"]
    error_message = "nothing is made, and only a group without numbers is read"
  }
  assert {
    condition = { for lb in aws_ecs_service.this[0].load_balancer : lb.target_group_arn => [lb.container_port, lb.container_name] } == {
      "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/given/0123456789abcdef" = [8080, "app"]
      "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/read/0123456789abcdef"  = [9090, "app"]
    }
    error_message = "the service is registered in both, each with its port"
  }
  assert {
    condition     = { for r in aws_vpc_security_group_ingress_rule.load_balancer : r.from_port => r.referenced_security_group_id } == { 8080 = "sg-0a1b2c3d" }
    error_message = "the load balancer whose security group is given reaches its port; the others are their owners' business"
  }
  assert {
    condition     = aws_ecs_service.this[0].health_check_grace_period_seconds == graceful_service.this.health_check.grace_period
    error_message = "the grace period is that of a service behind a load balancer"
  }
  assert {
    condition = jsonencode(output.target_group_settings) == jsonencode({
      deregistration_delay   = graceful_service.this.deregistration_delay
      connection_termination = graceful_service.this.connection_termination
      health_check           = { for field in ["interval", "timeout", "healthy_threshold", "unhealthy_threshold"] : field => graceful_service.this.health_check[field] }
    })
    error_message = "what the owner is told is what the module would set: ${jsonencode(output.target_group_settings)}"
  }
  assert {
    condition     = output.route_target_group_arns.read == var.routes.read.target_group.arn
    error_message = "the ARN of an existing group is that of its route"
  }
}

# The alb whose rule has gone is still let in.
run "a_group_behind_the_alb" {
  command = plan
  variables {
    alb    = { security_group_id = "sg-0c" }
    routes = { read = { port = 9090, target_group = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/read/0123456789abcdef" } } }
  }
  assert {
    condition     = { for key, r in aws_vpc_security_group_ingress_rule.load_balancer : key => r.referenced_security_group_id } == { 9090 = "sg-0c" }
    error_message = "a group without security_group is behind the load balancer of alb"
  }
}

run "groups_with_other_numbers" {
  command = plan
  variables {
    routes = {
      low = {
        security_group = { id = "sg-0a1b2c3d" }
        target_group = {
          arn                  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/low/0123456789abcdef"
          deregistration_delay = 24
          protocol             = "TCP"
          target_type          = "instance"
          vpc_id               = "vpc-0b"
          health_check         = [{ interval = 4, timeout = 3, healthy_threshold = 3, unhealthy_threshold = 1, port = "9090" }]
        }
      }
      high = {
        target_group = {
          arn                  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/high/0123456789abcdef"
          deregistration_delay = 26
          health_check         = [{ interval = 6, timeout = 5, healthy_threshold = 3, unhealthy_threshold = 3, port = "7070" }]
        }
      }
      none = {
        target_group = {
          arn                  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/none/0123456789abcdef"
          deregistration_delay = 25
          health_check         = []
        }
      }
    }
  }
  assert {
    condition = [for fault in sort(concat(local.existing_faults, local.existing_place_faults)) : "${split(" ", trimprefix(fault, "routes."))[0]} ${trimsuffix(split(" Given: ", fault)[1], ".")}"] == [
      "high.target_group.deregistration_delay 26",
      "high.target_group.health_check.healthy_threshold 3",
      "high.target_group.health_check.interval 6",
      "high.target_group.health_check.port 7070",
      "high.target_group.health_check.timeout 5",
      "high.target_group.health_check.unhealthy_threshold 3",
      "low.target_group.deregistration_delay 24",
      "low.target_group.health_check.healthy_threshold 3",
      "low.target_group.health_check.interval 4",
      "low.target_group.health_check.port 9090",
      "low.target_group.health_check.timeout 3",
      "low.target_group.health_check.unhealthy_threshold 1",
      "low.target_group.protocol TCP",
      "low.target_group.target_type instance",
      "low.target_group.vpc_id vpc-0b",
      "none.target_group.health_check.healthy_threshold null",
      "none.target_group.health_check.interval null",
      "none.target_group.health_check.timeout null",
      "none.target_group.health_check.unhealthy_threshold null",
    ]
    error_message = jsonencode(sort(concat(local.existing_faults, local.existing_place_faults)))
  }
  expect_failures = [graceful_service.this]
}

run "a_group_that_is_read_has_other_numbers" {
  command = plan
  variables {
    routes = { read = { target_group = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/read/0123456789abcdef" } } }
  }
  override_data {
    target = data.aws_lb_target_group.existing
    values = {
      deregistration_delay = "300"
      protocol             = "HTTP"
      target_type          = "ip"
      vpc_id               = "vpc-0a1b2c3d"
      health_check         = [{ enabled = true, healthy_threshold = 2, interval = 5, matcher = "200", path = "/", port = "traffic-port", protocol = "HTTP", timeout = 4, unhealthy_threshold = 2 }]
    }
  }
  assert {
    condition     = local.existing_faults == ["routes.read.target_group.deregistration_delay must be 25, which the profile gives; for its owner it stands in the output target_group_settings. Given: 300."]
    error_message = jsonencode(local.existing_faults)
  }
  expect_failures = [graceful_service.this]
}

run "a_listener" {
  command = plan
  variables {
    profile   = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    nlb       = { create_listener = false, security_group_id = "sg-0b", target_protocol = "TLS" }
    routes    = { more = { nlb = { create_listener = false, client_cidrs = ["10.0.0.0/16"] }, port = 9090 } }
    listeners = { own = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210", protocol = "TCP", tcp_idle_timeout_seconds = 350 } }
  }
  assert {
    condition     = length(aws_lb_listener.this) == 0 && keys(aws_lb_target_group.this) == ["main", "more"] && output.listener_arn == null
    error_message = "the target groups are made and no listener"
  }
  assert {
    condition     = [for lb in aws_ecs_service.this[0].load_balancer : lb.container_port] == [8080, 9090]
    error_message = "the service is registered in both"
  }
}

run "a_listener_and_what_belongs_to_it" {
  command = plan
  variables {
    profile   = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    listeners = { own = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210" } }
    nlb = {
      create_listener   = false
      security_group_id = "sg-0b"
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      protocol          = "TLS"
      alpn_policy       = "None"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/0123"
    }
    routes = {
      udp = {
        target_group = {
          arn                    = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/udp/0123456789abcdef"
          deregistration_delay   = 130
          connection_termination = true
          protocol               = "UDP"
          health_check           = [{ interval = 5, timeout = 4, healthy_threshold = 2, unhealthy_threshold = 2 }]
        }
      }
    }
  }
  assert {
    condition = [for fault in sort(local.existing_faults) : split(" ", fault)[0]] == [
      "nlb.alpn_policy", "nlb.certificate_arn", "nlb.load_balancer_arn", "nlb.port", "nlb.protocol", "routes.udp.target_group.connection_termination", "routes.udp.target_group.protocol",
    ]
    error_message = jsonencode(sort(local.existing_faults))
  }
  expect_failures = [graceful_service.this]
}

run "not_where_traffic_moves" {
  command = plan
  variables {
    profile   = { workload = "http", longest_work = 10, load_balancer = "nlb", strategy = "blue_green" }
    nlb       = { create_listener = false, security_group_id = "sg-0b" }
    listeners = { own = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210" } }
    routes = {
      given = {
        target_group = {
          arn                    = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/given/0123456789abcdef"
          deregistration_delay   = 130
          connection_termination = false
          protocol               = "TCP"
          health_check           = [{ interval = 5, timeout = 4, healthy_threshold = 2, unhealthy_threshold = 2 }]
        }
      }
    }
  }
  assert {
    condition     = [for fault in sort(local.existing_faults) : split(" ", fault)[0]] == ["nlb.create_listener:", "routes.given.target_group:"]
    error_message = jsonencode(sort(local.existing_faults))
  }
  expect_failures = [graceful_service.this]
}

# A TLS listener bears 350 s and no more.
run "a_hasty_listener" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 346, load_balancer = "nlb", require = [] }
    nlb     = { create_listener = false, security_group_id = "sg-0b" }
    routes  = {}
    listeners = {
      tcp     = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210", protocol = "TCP", tcp_idle_timeout_seconds = 350 }
      right   = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210", protocol = "TCP", tcp_idle_timeout_seconds = 351 }
      tls     = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210", protocol = "TLS" }
      unknown = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210" }
    }
  }
  assert {
    condition     = [for fault in local.hasty_listeners : split(" ", fault)[0]] == ["listeners.tcp:", "listeners.tls:"]
    error_message = jsonencode(local.hasty_listeners)
  }
  expect_failures = [output.listener_arn]
}
