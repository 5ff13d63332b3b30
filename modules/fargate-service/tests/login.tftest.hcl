# Rules that let a request through once its user has logged in.

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

run "each_rule_its_own" {
  command = plan
  variables {
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      authenticate_oidc = {
        authorization_endpoint     = "https://login.example.com/authorize"
        client_id                  = "client"
        client_secret              = "secret"
        issuer                     = "https://login.example.com"
        token_endpoint             = "https://login.example.com/token"
        user_info_endpoint         = "https://login.example.com/userinfo"
        session_timeout            = 604800
        on_unauthenticated_request = "deny"
      }
      rules = {
        open = {
          listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
          priority      = 9
          path_patterns = ["/webhooks"]
        }
      }
    }
    routes = { more = { alb = {
      listener_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority      = 8
      path_patterns = ["/admin"]
      authenticate_cognito = {
        user_pool_arn                       = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a"
        user_pool_client_id                 = "client"
        user_pool_domain                    = "login"
        session_timeout                     = 1
        authentication_request_extra_params = { prompt = "login" }
      }
    } } }
  }
  assert {
    condition     = { for name, rule in aws_lb_listener_rule.this : name => join(" ", rule.action[*].type) } == { main = "authenticate-oidc forward", "main/open" = "forward", more = "authenticate-cognito forward" }
    error_message = "A rule logs in before it forwards, each by itself."
  }
  assert {
    condition     = alltrue([for name in ["main", "more"] : join(" ", aws_lb_listener_rule.this[name].action[*].order) == "1 2"])
    error_message = "The order of the actions is another."
  }
  assert {
    condition = (aws_lb_listener_rule.this["main"].action[0].authenticate_oidc[0].session_timeout == 604800 && aws_lb_listener_rule.this["main"].action[0].authenticate_oidc[0].on_unauthenticated_request == "deny"
    && aws_lb_listener_rule.this["more"].action[0].authenticate_cognito[0].user_pool_domain == "login" && aws_lb_listener_rule.this["more"].action[0].authenticate_cognito[0].authentication_request_extra_params == tomap({ prompt = "login" }))
    error_message = "A login is not told what the caller says."
  }
}

# What each says is compared in internal/parity; that each list of faults is looked at, here.
run "refused_words" {
  command = plan
  variables {
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      authenticate_cognito = {
        user_pool_arn       = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a"
        user_pool_client_id = "client"
        user_pool_domain    = "login"
        session_timeout     = 604801
      }
    }
  }
  expect_failures = [graceful_service.this]
}

run "refused_url" {
  command = plan
  variables {
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      authenticate_oidc = {
        authorization_endpoint = "http://login.example.com/authorize"
        client_id              = "client"
        client_secret          = "secret"
        issuer                 = "https://login.example.com"
        token_endpoint         = "https://login.example.com/token"
        user_info_endpoint     = "https://login.example.com/userinfo"
      }
    }
  }
  expect_failures = [graceful_service.this]
}

run "refused_id" {
  command = plan
  variables {
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      authenticate_cognito = {
        user_pool_arn       = "eu-central-1_a"
        user_pool_client_id = "client"
        user_pool_domain    = "login"
      }
    }
  }
  expect_failures = [graceful_service.this]
}
