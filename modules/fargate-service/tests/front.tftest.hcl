# A container that takes the requests, in front of the app.

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

run "expected" {
  module {
    source = "./tests/expected"
  }
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" }, sidecars = [{ name = "agent", flush = 5 }, { name = "router", flush = 10, after = ["agent"] }] }
  }
}

run "front" {
  variables {
    profile        = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" }, sidecars = [{ name = "agent", flush = 5 }, { name = "router", flush = 10, after = ["agent"] }] }
    front          = { image = "proxy:1", port = 8443, command = ["nginx"], environment = { UPSTREAM = "localhost" } }
    sidecars       = { agent = { image = "agent:1" }, router = { image = "router:1" } }
    container_port = null
  }

  assert {
    condition     = [for c in jsondecode(aws_ecs_task_definition.this.container_definitions) : c.name] == ["app", "proxy", "agent", "router"]
    error_message = "The containers are not the app, the front and the sidecars."
  }
  assert {
    condition = { for c in jsondecode(aws_ecs_task_definition.this.container_definitions) : c.name => c.stopTimeout } == merge(
      { app = run.expected.settings.stop_timeout, proxy = run.expected.settings.front_settings.stop_timeout }, run.expected.settings.sidecar_stop_timeouts
    )
    error_message = "A stop timeout is not the provider's."
  }
  assert {
    condition = { for c in jsondecode(aws_ecs_task_definition.this.container_definitions) : c.name => [for d in try(c.dependsOn, []) : d.containerName] } == {
      app    = ["agent", "router"]
      proxy  = ["app"]
      agent  = ["router"]
      router = []
    }
    error_message = "The containers do not stop in the order front, app, agent, router."
  }
  assert {
    condition     = { for e in jsondecode(aws_ecs_task_definition.this.container_definitions)[1].environment : e.name => e.value } == merge({ UPSTREAM = "localhost" }, run.expected.settings.front_settings.environment)
    error_message = "The front is not told its times."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[1].command == concat(["nginx"], run.expected.settings.front_settings.framework_settings.arguments)
    error_message = "The front's framework is not told its drain."
  }
  assert {
    condition     = one(aws_ecs_service.this[0].load_balancer).container_name == "proxy" && one(aws_ecs_service.this[0].load_balancer).container_port == 8443
    error_message = "The load balancer does not reach the front."
  }
  assert {
    condition     = [for r in aws_vpc_security_group_ingress_rule.load_balancer : r.from_port] == [8443]
    error_message = "The load balancer may reach another port than the front's."
  }
  assert {
    condition     = output.front_stop_timeout == run.expected.settings.front_settings.stop_timeout && output.front_container_name == "proxy" && output.front_environment == run.expected.settings.front_settings.environment
    error_message = "An output is not the provider's."
  }
}

run "front_of_the_profile_without_a_container" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" } }
  }
  expect_failures = [var.front]
}

run "container_without_a_front_in_the_profile" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30 }
    front   = { image = "proxy:1", port = 8443 }
  }
  expect_failures = [var.front]
}

run "front_called_app" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "app" } }
    front   = { image = "proxy:1", port = 8443 }
  }
  expect_failures = [var.front]
}

run "front_with_port_0" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" } }
    front   = { image = "proxy:1", port = 0, framework_arguments = false }
  }
  expect_failures = [var.front]
}

run "range_of_a_sidecar_above_65535" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" }, sidecars = [{ name = "agent", flush = 5 }] }
    front    = { image = "proxy:1", port = 8443, framework_arguments = false, container_port_ranges = ["7000-7001"] }
    sidecars = { agent = { image = "agent:1", container_port_ranges = ["65534-65535", "65535-65536"] } }
  }
  expect_failures = [var.sidecars]
}

run "range_of_a_sidecar_over_that_of_the_front" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" }, sidecars = [{ name = "agent", flush = 5 }] }
    front    = { image = "proxy:1", port = 8443, framework_arguments = false, container_port_ranges = ["7000-7010"] }
    sidecars = { agent = { image = "agent:1", container_port_ranges = ["7010-7011"] } }
  }
  expect_failures = [var.container_port_ranges]
}

run "front_with_the_apps_port" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" } }
    front   = { image = "proxy:1", port = 8080, framework_arguments = false }
  }
  expect_failures = [var.port_mappings]
}

run "front_with_a_secret_in_the_clear" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" } }
    front   = { image = "proxy:1", port = 8443, framework_arguments = false, secrets = { KEY = "abc" } }
  }
  expect_failures = [var.front]
}

run "front_with_a_name_twice" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" } }
    front   = { image = "proxy:1", port = 8443, framework_arguments = false, environment = { KEY = "" }, secrets = { KEY = "arn:aws:ssm:eu-central-1:123456789012:parameter/key" } }
  }
  expect_failures = [var.front]
}

run "front_refuses_a_variable_of_the_profile" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" } }
    front   = { image = "proxy:1", port = 8443, framework_arguments = false, environment = { SHUTDOWN_DELAY_SECONDS = "1" } }
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "front_leaves_the_app_no_cpu" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" } }
    front   = { image = "proxy:1", port = 8443, framework_arguments = false, cpu = 256 }
  }
  expect_failures = [var.sidecars]
}

run "front_arguments_go_nowhere_without_a_command" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy", framework = "nginx" } }
    front   = { image = "proxy:1", port = 8443 }
  }
  expect_failures = [check.front_framework_arguments]
}

run "health_check_port_of_the_front" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 30, front = { name = "proxy" } }
    front   = { image = "proxy:1", port = 8443, ports = [8081] }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
      health_check_port = 8081
    }
  }
}
