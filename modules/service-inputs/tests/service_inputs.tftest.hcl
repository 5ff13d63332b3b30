# What the community modules are given, and what is refused.

variables {
  name    = "reports"
  profile = { workload = "http", longest_work = 20, framework = "gunicorn", sidecars = [{ name = "router", flush = 10 }] }
  container_definitions = {
    app = {
      image       = "registry.example.com/reports:1"
      command     = ["gunicorn", "app:app"]
      environment = [{ name = "LOG_LEVEL", value = "info" }]
      dependsOn   = [{ containerName = "migrate", condition = "SUCCESS" }]
      mountPoints = [{ sourceVolume = "data", containerPath = "/data" }]
      secrets     = [{ name = "TOKEN", valueFrom = "arn:aws:ssm:eu-central-1:123456789012:parameter/token" }]
      healthCheck = { command = ["CMD", "/check"], retries = 5 }
    }
    router = {
      image                 = "registry.example.com/router:1"
      firelensConfiguration = { type = "fluentbit" }
      healthCheck           = { command = ["CMD", "/up"], startPeriod = 3 }
    }
    migrate = { image = "registry.example.com/reports:1", command = ["migrate"], essential = false }
  }
}

run "containers" {
  command = plan
  assert {
    condition     = output.container_definitions.app.stopTimeout == graceful_service.this.stop_timeout && output.container_definitions.router.stopTimeout == 15 && !can(output.container_definitions.migrate.stopTimeout)
    error_message = "each container of the profile has its stop timeout, and no other"
  }
  assert {
    condition     = [for d in output.container_definitions.app.dependsOn : "${d.containerName} ${d.condition}"] == ["migrate SUCCESS", "router START"]
    error_message = "the app depends on its sidecars, and goes on depending on what it did"
  }
  assert {
    condition     = [for e in output.container_definitions.app.environment : e.name] == concat(["LOG_LEVEL"], keys(graceful_service.this.environment))
    error_message = "the app keeps its environment and is told its times"
  }
  assert {
    condition     = output.container_definitions.app.command == concat(["gunicorn", "app:app"], graceful_service.this.framework_settings.arguments)
    error_message = "the framework's arguments are appended"
  }
  assert {
    condition     = output.container_definitions.app.healthCheck == { command = ["CMD", "/check"], retries = 5, startPeriod = graceful_service.this.container_start_period } && output.container_definitions.router.healthCheck.startPeriod == 3
    error_message = "the app's health check waits for its start, and a sidecar's is its own"
  }
  assert {
    condition     = output.container_definitions.app.mountPoints[0].containerPath == "/data" && output.container_definitions.app.secrets[0].name == "TOKEN" && output.container_definitions.router.firelensConfiguration.type == "fluentbit" && output.container_definitions.migrate.command == ["migrate"]
    error_message = "nothing of the caller's is lost"
  }
}

# What other resources will be called is not known at a first plan, and yet which
# containers there are: modules make something for each of them.
run "values_known_after_apply" {
  command = plan
  module {
    source = "./tests/first_plan"
  }
  variables {
    profile = { workload = "http", longest_work = 20, sidecars = [{ name = "router", flush = 10 }] }
  }
  assert {
    condition     = output.containers == ["app 45", "router 15"] && output.environment == concat(["QUEUE_URL"], [for name in keys(output.settings.environment) : name])
    error_message = "containers and the names of their variables are known: ${join(", ", output.containers)}"
  }
}

run "terraform_aws_modules" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 20, capacity = "mixed", desired_count = 10, max_surge_percent = 10, sidecars = [{ name = "router", flush = 10 }] }
    autoscaling = { min = 2, max = 20, cpu = 60 }
  }
  assert {
    condition     = output.terraform_aws_modules_ecs_service.deployment_maximum_percent == 150 && output.terraform_aws_modules_ecs_service.autoscaling_min_capacity == 2 && output.terraform_aws_modules_ecs_service.desired_count == 10
    error_message = "the deployment can roll at the fewest tasks that autoscaling leaves"
  }
  assert {
    condition     = output.terraform_aws_modules_ecs_service.autoscaling_policies.cpu.target_tracking_scaling_policy_configuration.scale_in_cooldown == graceful_service.this.scale_in_cooldown
    error_message = "the cooldown is that of the settings"
  }
  assert {
    condition     = { for k, v in output.terraform_aws_modules_ecs_service.capacity_provider_strategy : k => v.base } == { FARGATE = 1, FARGATE_SPOT = 0 }
    error_message = "the capacity providers are those of the settings"
  }
  assert {
    condition     = output.terraform_aws_modules_alb_target_group.deregistration_delay == 35 && output.terraform_aws_modules_alb_target_group.health_check.interval == 5 && output.terraform_aws_modules_alb.idle_timeout == 60
    error_message = "the load balancer has the settings"
  }
}

run "cloudposse" {
  command = plan
  assert {
    condition     = jsondecode(output.cloudposse_ecs_alb_service_task.container_definition_json)[0].name == "app" && length(jsondecode(output.cloudposse_ecs_alb_service_task.container_definition_json)) == 3
    error_message = "the containers are one text"
  }
  assert {
    condition     = output.cloudposse_ecs_alb_service_task.circuit_breaker_rollback_enabled && output.cloudposse_alb_target_group.deregistration_delay == 35 && !output.cloudposse_ecs_alb_service_task.ignore_changes_desired_count
    error_message = "the pair has the settings"
  }
}

run "a_front_and_another_name" {
  command = plan
  variables {
    app_container = "php"
    profile       = { workload = "http", longest_work = 20, front = { name = "nginx", framework = "nginx" } }
    container_definitions = {
      php   = { image = "php:1" }
      nginx = { image = "nginx:1", command = ["nginx"] }
    }
  }
  assert {
    condition     = output.container_definitions.nginx.dependsOn == [{ containerName = "php", condition = "START" }] && output.container_definitions.nginx.stopTimeout == 40 && output.container_definitions.php.stopTimeout == 10
    error_message = "the front depends on the app, and each has its own stop timeout"
  }
}

run "a_worker" {
  command = plan
  variables {
    profile               = { workload = "queue", longest_work = 60 }
    container_definitions = { app = { image = "worker:1" } }
  }
  assert {
    condition     = output.visibility_timeout == 130 && output.terraform_aws_modules_alb_target_group == null && output.cloudposse_alb_target_group == null
    error_message = "a worker has a visibility timeout and no target group"
  }
}

run "refuses_a_stop_timeout" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60 }
    container_definitions = { app = { image = "a:1", stopTimeout = 30 } }
  }
  expect_failures = [var.container_definitions]
}

run "refuses_no_app" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60 }
    container_definitions = { web = { image = "a:1" } }
  }
  expect_failures = [var.container_definitions]
}

run "refuses_a_sidecar_without_a_container" {
  command = plan
  variables {
    container_definitions = { app = { image = "a:1" } }
  }
  expect_failures = [var.container_definitions]
}

run "refuses_a_variable_of_the_profile" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60 }
    container_definitions = { app = { image = "a:1", environment = [{ name = "SHUTDOWN_DEADLINE_SECONDS", value = "1" }] } }
  }
  expect_failures = [output.container_definitions]
}

# Nothing computes it for a batch, and an app would believe it.
run "refuses_a_name_with_the_prefix" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60 }
    container_definitions = { app = { image = "a:1", environment = [{ name = "SHUTDOWN_KEEP_ALIVE_SECONDS", value = "1" }] } }
  }
  expect_failures = [output.container_definitions]
}

run "a_name_that_is_nearly_one" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60, sidecars = [{ name = "side", flush = 1 }] }
    container_definitions = { app = { image = "a:1", environment = [{ name = "SHUTDOWN", value = "1" }] }, side = { image = "b:1", environment = [{ name = "SHUTDOWN_KEEP_ALIVE_SECONDS", value = "1" }] } }
  }
}

run "refuses_a_start_period" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60 }
    container_definitions = { app = { image = "a:1", healthCheck = { command = ["CMD", "/check"], startPeriod = 1 } } }
  }
  expect_failures = [var.container_definitions]
}

run "refuses_a_dependency_that_is_not_there" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60 }
    container_definitions = { app = { image = "a:1", dependsOn = [{ containerName = "b", condition = "START" }] } }
  }
  expect_failures = [graceful_service.this]
}

run "refuses_bounds_the_wrong_way_round" {
  command = plan
  variables {
    autoscaling = { min = 5, max = 2, cpu = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "refuses_two_of_a_singleton" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60, singleton = true, desired_count = 1 }
    container_definitions = { app = { image = "a:1" } }
    autoscaling           = { min = 1, max = 2, cpu = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "refuses_another_least_count" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60, desired_count = 4, min_count = 3 }
    container_definitions = { app = { image = "a:1" } }
    autoscaling           = { min = 2, max = 4, cpu = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "refuses_fewer_than_the_desired_count" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60 }
    container_definitions = { app = { image = "a:1" } }
    autoscaling           = { min = 1, max = 1, cpu = 50 }
  }
  expect_failures = [graceful_service.this]
}

run "refuses_scaling_by_nothing" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 2 }
  }
  expect_failures = [var.autoscaling]
}

run "a_singleton" {
  command = plan
  variables {
    profile               = { workload = "batch", longest_work = 60, singleton = true, desired_count = 1 }
    container_definitions = { app = { image = "a:1" } }
  }
  assert {
    condition     = output.cloudposse_ecs_alb_service_task.availability_zone_rebalancing == "DISABLED" && output.terraform_aws_modules_ecs_service.availability_zone_rebalancing == "DISABLED"
    error_message = "a task that must be alone is not moved between zones by a second one"
  }
}

run "cloudposse_cannot_say_blue_green" {
  command = plan
  variables {
    profile               = { workload = "http", longest_work = 60, strategy = "canary" }
    container_definitions = { app = { image = "a:1" } }
  }
  assert {
    condition     = output.cloudposse_ecs_alb_service_task == null && output.terraform_aws_modules_ecs_service.deployment_configuration.canary_configuration.canary_percent == 5
    error_message = "what a module has no input for is not given"
  }
}

run "null_is_nothing" {
  command = plan
  variables {
    container_definitions = {
      app    = { image = "registry.example.com/reports:1", command = null, environment = null, secrets = null, dependsOn = null, name = "app" }
      router = { image = "registry.example.com/router:1", environment = [], dependsOn = null }
    }
    framework_arguments = false
  }
  assert {
    condition     = join(",", [for d in output.container_definitions.app.dependsOn : d.containerName]) == "router" && join(",", [for e in output.container_definitions.app.environment : e.name]) == join(",", keys(graceful_service.this.environment))
    error_message = "what is null is as what is left out"
  }
}

run "refuses_other_spellings_and_shapes" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 20, sidecars = [{ name = "router", flush = 10 }, { name = "proxy", flush = 1 }] }
    container_definitions = {
      app    = { image = "registry.example.com/reports:1", stop_timeout = 120, StopTimeout = 120, depends_on = [] }
      router = { image = "registry.example.com/router:1", name = "log", environment = { A = "b" } }
      proxy  = { image = "registry.example.com/proxy:1" }
    }
    autoscaling = { min = 1.5, max = 3, cpu = 101 }
  }
  expect_failures = [var.container_definitions, var.autoscaling]
}

run "refuses_a_sidecar_as_the_app" {
  command = plan
  variables {
    app_container = "router"
  }
  expect_failures = [var.app_container]
}

run "refuses_a_circle" {
  command = plan
  variables {
    container_definitions = {
      app    = { image = "registry.example.com/reports:1", command = ["app"] }
      router = { image = "registry.example.com/router:1", dependsOn = [{ containerName = "app", condition = "START" }] }
    }
  }
  expect_failures = [output.container_definitions]
}

# An app that watches for its drain is told where to look, and only it.
run "drain_notice" {
  command = plan
  variables {
    profile               = { workload = "websocket", longest_work = 3585, drain_notice = true, environment_prefix = "STOP_" }
    container_definitions = { app = { image = "registry.example.com/gateway:1" } }
    target_group_arns     = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/a/1", "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/b/2"]
  }
  assert {
    condition = { for e in output.container_definitions.app.environment : e.name => e.value } == merge(graceful_service.this.environment, {
      STOP_TARGET_GROUPS = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/a/1,arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/b/2"
    }) && graceful_service.this.environment["STOP_NOTICE_SPREAD_SECONDS"] == "30" && graceful_service.this.deregistration_delay == 50
    error_message = "The app is not told its target groups."
  }
}

run "drain_notice_without_target_groups" {
  command = plan
  variables {
    profile               = { workload = "websocket", longest_work = 3585, drain_notice = true }
    container_definitions = { app = { image = "registry.example.com/gateway:1" } }
  }
  assert {
    condition     = tomap({ for e in output.container_definitions.app.environment : e.name => e.value }) == graceful_service.this.environment
    error_message = "There is nothing to be told of the target groups."
  }
  expect_failures = [check.target_group_arns]
}

run "target_groups_without_drain_notice" {
  command = plan
  variables {
    profile               = { workload = "websocket", longest_work = 900, drain_notice = false }
    container_definitions = { app = { image = "registry.example.com/gateway:1" } }
    target_group_arns     = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/a/1"]
  }
  expect_failures = [var.target_group_arns]
}

run "target_groups_that_are_none" {
  command = plan
  variables {
    profile               = { workload = "websocket", longest_work = 900, drain_notice = true }
    container_definitions = { app = { image = "registry.example.com/gateway:1" } }
    target_group_arns     = ["reports"]
  }
  expect_failures = [var.target_group_arns]
}
