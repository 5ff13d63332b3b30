# The load balancer that the module makes, and what it refuses.

mock_provider "aws" {
  source = "../fargate-service/tests/mocks"

  # Over there a listener is that of a Network Load Balancer.
  mock_resource "aws_lb_listener" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/mocked/0123456789abcdef/fedcba9876543210"
    }
  }

  mock_resource "aws_lb" {
    defaults = {
      arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/mocked/0123456789abcdef"
      dns_name = "mocked.elb.amazonaws.com"
      zone_id  = "Z0"
    }
  }

  mock_resource "aws_ecs_cluster" {
    defaults = {
      arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/mocked"
    }
  }

  mock_resource "aws_acm_certificate" {
    defaults = {
      arn                       = "arn:aws:acm:eu-central-1:123456789012:certificate/mocked"
      domain_validation_options = [{ domain_name = "mocked", resource_record_name = "_x", resource_record_type = "CNAME", resource_record_value = "_y" }]
    }
  }

  mock_resource "aws_acm_certificate_validation" {
    defaults = {
      certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/mocked"
    }
  }
}

variables {
  name              = "shop"
  image             = "registry.example.com/app:1"
  profile           = { workload = "http", longest_work = 90 }
  vpc_id            = "vpc-0a1b2c3d"
  subnet_ids        = ["subnet-0a", "subnet-0b"]
  public_subnet_ids = ["subnet-0c", "subnet-0d"]
}

run "plain" {
  command = apply
  assert {
    condition     = output.url == "http://mocked.elb.amazonaws.com" && length(aws_lb_listener.https) == 0 && length(aws_vpc_security_group_egress_rule.login) == 0 && aws_lb_listener.http.default_action[0].type == "fixed-response"
    error_message = "without a certificate there is only HTTP, and the URL says so"
  }
  assert {
    condition     = aws_lb.this.idle_timeout == 95 && output.service.idle_timeout == 95
    error_message = "the load balancer has the idle timeout of the settings"
  }
  assert {
    condition     = length(aws_ecs_cluster.this) == 1 && length(aws_ecs_cluster_capacity_providers.this) == 1
    error_message = "without a cluster one is made"
  }
  assert {
    condition     = output.service.target_group_arn != null && output.service.guarantees.deployment.kept == "all"
    error_message = "the service is that of fargate-service"
  }
}

run "certificate" {
  command = apply
  variables {
    certificate = { arn = "arn:aws:acm:eu-central-1:123456789012:certificate/own" }
    cluster     = { arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/main" }
    alb = { authenticate_cognito = {
      user_pool_arn       = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a"
      user_pool_client_id = "client"
      user_pool_domain    = "login"
    } }
  }
  assert {
    condition     = one(aws_vpc_security_group_egress_rule.login).from_port == 443
    error_message = "the load balancer does not reach the identity provider"
  }
  assert {
    condition     = output.url == "https://mocked.elb.amazonaws.com" && aws_lb_listener.https[0].certificate_arn == "arn:aws:acm:eu-central-1:123456789012:certificate/own"
    error_message = "with a certificate the service is on HTTPS"
  }
  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "redirect" && aws_lb_listener.http.default_action[0].redirect[0].protocol == "HTTPS"
    error_message = "HTTP leads to HTTPS"
  }
  assert {
    condition     = length(aws_ecs_cluster.this) == 0 && length(aws_acm_certificate.this) == 0 && length(aws_route53_record.this) == 0
    error_message = "what is given is not made"
  }
}

run "domain" {
  command = apply
  variables {
    domain = { name = "shop.example.com", zone_id = "Z1" }
  }
  assert {
    condition     = output.url == "https://shop.example.com" && length(aws_acm_certificate.this) == 1 && aws_route53_record.this[0].name == "shop.example.com"
    error_message = "a domain has a certificate and a record"
  }
}

run "clients" {
  command = plan
  variables {
    client_cidrs = ["10.0.0.0/8", "10.0.0.0/8"]
  }
  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.clients) == ["80 10.0.0.0/8"]
    error_message = "only the given networks come in"
  }
}

run "dualstack" {
  command = apply
  variables {
    ip_address_type = "dualstack"
    domain          = { name = "shop.example.com", zone_id = "Z1" }
  }
  assert {
    condition     = aws_lb.this.ip_address_type == "dualstack" && jsonencode({ for key, rule in aws_vpc_security_group_ingress_rule.clients : key => [rule.cidr_ipv4, rule.cidr_ipv6] if startswith(key, "80 ") }) == jsonencode({ "80 0.0.0.0/0" = ["0.0.0.0/0", null], "80 ::/0" = [null, "::/0"] })
    error_message = "everybody comes in over IPv4 and over IPv6"
  }
  assert {
    condition     = aws_route53_record.this[0].type == "A" && aws_route53_record.ipv6[0].type == "AAAA" && aws_route53_record.ipv6[0].name == "shop.example.com"
    error_message = "the name leads to both addresses"
  }
}

run "internal_dualstack" {
  command = plan
  variables {
    ip_address_type = "dualstack"
    internal        = true
  }
  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.clients) == ["80 0.0.0.0/0"] && length(aws_route53_record.ipv6) == 0
    error_message = "nobody from outside is let in"
  }
}

run "refuses_a_login_without_a_public_address" {
  command = plan
  variables {
    certificate     = { arn = "arn:aws:acm:eu-central-1:123456789012:certificate/own" }
    ip_address_type = "dualstack-without-public-ipv4"
    alb = { authenticate_cognito = {
      user_pool_arn       = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a"
      user_pool_client_id = "client"
      user_pool_domain    = "login"
    } }
  }
  expect_failures = [aws_lb.this]
}

run "refuses_what_has_no_address_outside" {
  command = plan
  variables {
    internal        = true
    ip_address_type = "dualstack-without-public-ipv4"
  }
  expect_failures = [var.ip_address_type]
}

run "refuses_a_worker" {
  command = plan
  variables {
    profile = { workload = "queue", longest_work = 90 }
  }
  expect_failures = [var.profile]
}

run "refuses_another_load_balancer" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 90, load_balancer = "nlb" }
  }
  expect_failures = [var.profile]
}

run "refuses_one_subnet" {
  command = plan
  variables {
    public_subnet_ids = ["subnet-0c"]
  }
  expect_failures = [var.public_subnet_ids]
}

run "refuses_a_wrong_network" {
  command = plan
  variables {
    client_cidrs = ["10.0.0.0/8", "2001:db8::/32"]
  }
  expect_failures = [var.client_cidrs]
}

run "refuses_a_wrong_certificate" {
  command = plan
  variables {
    alb          = { protocol_version = "HTTP2", deregistration_delay = 5 }
    certificate  = { arn = "certificate" }
    client_cidrs = ["office"]
  }
  expect_failures = [var.alb, var.certificate, var.client_cidrs]
}

run "passed_on" {
  command = apply
  variables {
    certificate        = { arn = "arn:aws:acm:eu-central-1:123456789012:certificate/own" }
    load_balancer_name = "shop"
    ssl_policy         = "ELBSecurityPolicy-TLS13-1-3-2021-06"
    log_group_name     = "/own/shop"
    alb                = { protocol_version = "HTTP2" }
  }
  assert {
    condition     = output.service.log_group_name == "/own/shop"
    error_message = "an input of fargate-service is one of this module"
  }
  assert {
    condition     = output.service.deployment_timeout > 0
    error_message = "what is left out has the default of fargate-service"
  }
  assert {
    condition     = aws_lb.this.name == "shop" && aws_lb_listener.https[0].ssl_policy == "ELBSecurityPolicy-TLS13-1-3-2021-06"
    error_message = "the load balancer has the name and the policy that are given"
  }
}

run "refuses_a_login_over_http" {
  command = plan
  variables {
    alb = { authenticate_cognito = {
      user_pool_arn       = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a"
      user_pool_client_id = "client"
      user_pool_domain    = "login"
    } }
  }
  expect_failures = [aws_lb_listener.http]
}

# The names just within the limit stand above; these are beyond it.
run "refuses_what_is_its_own" {
  command = plan
  variables {
    alb                = { priority = 7 }
    ip_address_type    = "ipv6"
    load_balancer_name = "internal-shop"
    ssl_policy         = "TLS13"
  }
  expect_failures = [var.alb, var.ip_address_type, var.load_balancer_name, var.ssl_policy]
}
