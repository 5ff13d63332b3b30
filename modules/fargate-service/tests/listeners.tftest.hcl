# A Network Load Balancer's listener with TLS, and what it does not take.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8443
  image          = "registry.example.com/app:1"
  name           = "app"
  profile        = { workload = "http", longest_work = 10, load_balancer = "nlb" }
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"
  nlb = {
    load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
    port              = 443
    security_group_id = "sg-0b"
    protocol          = "TLS"
    certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/0123"
    alpn_policy       = "HTTP2Preferred"
    target_protocol   = "TLS"
    health_check_path = "/up"
  }
  routes = {
    plain = {
      nlb = {
        load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
        port              = 80
      }
    }
  }
}

run "tls" {
  command = plan
  assert {
    condition     = [for l in [aws_lb_listener.this["main"]] : [l.protocol, l.certificate_arn, l.ssl_policy, l.alpn_policy]] == [["TLS", "arn:aws:acm:eu-central-1:123456789012:certificate/0123", "ELBSecurityPolicy-TLS13-1-2-2021-06", "HTTP2Preferred"]]
    error_message = "the listener is the caller's"
  }
  assert {
    condition     = aws_lb_listener.this["plain"].tcp_idle_timeout_seconds == graceful_service.this.idle_timeout && aws_lb_listener.this["plain"].protocol == "TCP" && aws_lb_listener.this["plain"].certificate_arn == null
    error_message = "a TCP listener has the idle timeout of the profile and nothing of TLS"
  }
  assert {
    condition     = aws_lb_target_group.this["main"].protocol == "TLS" && aws_lb_target_group.this["main"].health_check[0].protocol == "HTTPS" && aws_lb_target_group.this["plain"].protocol == "TCP"
    error_message = "the targets are talked to as the caller says, and checked likewise"
  }
}

run "refused" {
  command = plan
  variables {
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      security_group_id = "sg-0b"
      protocol          = "UDP"
      ssl_policy        = "TLS13"
      alpn_policy       = "HTTP2Only"
    }
    routes = {
      sticky = {
        nlb = {
          load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
          port              = 80
          protocol          = "TLS"
          certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/0123"
          alpn_policy       = "HTTP3Only"
          target_protocol   = "UDP"
          stickiness        = {}
        }
      }
      tcp = {
        nlb = {
          load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
          port              = 81
          target_protocol   = "TLS"
        }
      }
    }
  }
  assert {
    condition = [for fault in sort(local.listener_faults) : "${split(" ", fault)[0]} ${trimsuffix(split(" Given: ", fault)[1], ".")}"] == [
      "nlb.alpn_policy HTTP2Only",
      "nlb.protocol UDP",
      "nlb.ssl_policy TLS13",
      "routes.sticky.nlb.alpn_policy HTTP3Only",
      "routes.sticky.nlb.stickiness TLS",
      "routes.sticky.nlb.target_protocol UDP",
      "routes.tcp.nlb.target_protocol TLS",
    ]
    error_message = jsonencode(sort(local.listener_faults))
  }
  expect_failures = [graceful_service.this]
}

run "refused_without_a_certificate" {
  command = plan
  variables {
    routes = {}
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      security_group_id = "sg-0b"
      protocol          = "TLS"
    }
  }
  expect_failures = [graceful_service.this]
}

run "refused_for_a_certificate_of_tcp" {
  command = plan
  variables {
    routes = {}
    nlb = {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"
      port              = 443
      security_group_id = "sg-0b"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/0123"
    }
  }
  expect_failures = [graceful_service.this]
}

# A silence of 345 s just goes; a second more does not.
run "silence_that_tls_bears" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 345, load_balancer = "nlb", require = [] }
  }
  assert {
    condition     = graceful_service.this.idle_timeout == 350
    error_message = graceful_service.this.idle_timeout
  }
}

run "refused_for_a_longer_silence" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 346, load_balancer = "nlb", require = [] }
  }
  expect_failures = [graceful_service.this]
}
