# Test traffic and hooks of a deployment that moves traffic.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "a-name-as-long-as-the-prefixes-of-roles-are-cut"
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"
  lifecycle_hooks = {
    smoke = { hook_target_arn = "arn:aws:lambda:eu-central-1:123456789012:function:smoke", lifecycle_stages = ["POST_TEST_TRAFFIC_SHIFT"] }
    other = {
      hook_target_arn  = "arn:aws:lambda:eu-central-1:123456789012:function:other"
      hook_details     = jsonencode({ suite = "all" })
      lifecycle_stages = ["PRE_SCALE_UP", "POST_SCALE_UP"]
      role             = { arn = "arn:aws:iam::123456789012:role/hooks" }
    }
  }
}

run "alb" {
  variables {
    profile       = { workload = "http", longest_work = 10, strategy = "blue_green" }
    test_listener = { listener_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/0a1b2c3d4e5f6071", priority = 10, http_headers = { "X-Test" = ["1"] } }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }

  assert {
    condition     = length(aws_lb_target_group.this) == 2 && length(one(aws_lb_listener_rule.this["test"].action).forward[0].target_group) == 2
    error_message = "The test rule leads to other target groups."
  }
  assert {
    condition     = one(one(aws_ecs_service.this[0].load_balancer).advanced_configuration).test_listener_rule == aws_lb_listener_rule.this["test"].arn
    error_message = "ECS is told of no test rule."
  }
  assert {
    condition     = length(aws_iam_role.hooks) == 1 && jsondecode(aws_iam_role_policy.hooks[0].policy).Statement[0].Resource == ["arn:aws:lambda:eu-central-1:123456789012:function:smoke", "arn:aws:lambda:eu-central-1:123456789012:function:smoke:*"]
    error_message = "The role may call something else than the function that has no role."
  }
  assert {
    condition     = { for hook in one(aws_ecs_service.this[0].deployment_configuration).lifecycle_hook : hook.hook_target_arn => hook.role_arn } == { "arn:aws:lambda:eu-central-1:123456789012:function:smoke" = aws_iam_role.hooks[0].arn, "arn:aws:lambda:eu-central-1:123456789012:function:other" = "arn:aws:iam::123456789012:role/hooks" }
    error_message = "The hooks are called as somebody else."
  }
}

run "nlb" {
  variables {
    profile       = { workload = "http", longest_work = 10, load_balancer = "nlb", strategy = "canary" }
    test_listener = { port = 8443 }
    nlb           = { load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef", port = 443, client_cidrs = ["10.0.0.0/16", "10.0.0.0/16"] }
  }

  assert {
    condition     = { for name, listener in aws_lb_listener.this : name => listener.port } == { main = 443, test = 8443 } && one(one(aws_ecs_service.this[0].load_balancer).advanced_configuration).test_listener_rule == aws_lb_listener.this["test"].arn
    error_message = "There is no listener for test traffic, or ECS is not told of it."
  }
}

run "connected" {
  command = plan
  variables {
    profile         = { workload = "http", longest_work = 10, load_balancer = "none", strategy = "blue_green" }
    service_connect = { services = { api = { client_alias = { test_traffic_rules = { header = { name = "X-Test", value = { exact = "1" } } } } } } }
  }

  assert {
    condition     = one(one(one(one(one(one(aws_ecs_service.this[0].service_connect_configuration).service).client_alias).test_traffic_rules).header).value).exact == "1"
    error_message = "ECS is told of no header."
  }
}

run "rolling_has_none_by_header" {
  command = plan
  variables {
    profile         = { workload = "http", longest_work = 10, load_balancer = "none" }
    lifecycle_hooks = {}
    service_connect = { services = { api = { client_alias = { test_traffic_rules = { header = { name = "X-Test", value = { exact = "1" } } } } } } }
  }
  expect_failures = [graceful_service.this]
}

run "rolling_has_neither" {
  command = plan
  variables {
    profile       = { workload = "http", longest_work = 10, load_balancer = "nlb" }
    test_listener = { port = 8443 }
    nlb           = { load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef", port = 443, client_cidrs = ["10.0.0.0/16"] }
  }
  expect_failures = [graceful_service.this]
}
