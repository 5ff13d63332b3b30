# A pipeline that registers revisions of the task definition.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn                    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  ignore_task_definition_changes = true
  image                          = "registry.example.com/app:1"
  name                           = "app"
  subnet_ids                     = ["subnet-0a", "subnet-0b"]
  vpc_id                         = "vpc-0a1b2c3d"
  environment                    = { LOG_LEVEL = "info" }
  profile                        = { workload = "stream", longest_work = 20, cleanup = 5, sidecars = [{ name = "router", flush = 10 }] }
  sidecars                       = { router = { image = "registry.example.com/router:1" } }
}

# The stop timeout is one too short, the first variable is missing, the second has
# another value, and what is the pipeline's own is its own.
run "lost" {
  override_data {
    target = data.aws_ecs_task_definition.live[0]
    values = {
      container_definitions = <<-JSON
        [
          {"name": "app", "stopTimeout": 14, "dependsOn": [{"containerName": "router", "condition": "COMPLETE"}],
           "environment": [{"name": "LOG_LEVEL", "value": "debug"}, {"name": "SHUTDOWN_DEADLINE_SECONDS", "value": "11"}, {"name": "SHUTDOWN_DELAY_SECONDS", "value": "0"}, {"name": "SHUTDOWN_DRAIN_SECONDS", "value": "5"}]},
          {"name": "extra"}
        ]
      JSON
    }
  }
  expect_failures = [check.pipeline]

  assert {
    condition     = length(aws_ecs_service.pipeline) == 1 && length(concat(aws_ecs_service.this, aws_ecs_service.autoscaled, aws_ecs_service.pipeline_autoscaled)) == 0
    error_message = "The copy that ignores the task definition must stand alone."
  }
  assert {
    condition = jsonencode(output.container_settings) == jsonencode({
      app = {
        dependsOn = [{ containerName = "router", condition = "START" }]
        environment = [
          { name = "SHUTDOWN_CLEANUP_SECONDS", value = "5" },
          { name = "SHUTDOWN_DEADLINE_SECONDS", value = "10" },
          { name = "SHUTDOWN_DELAY_SECONDS", value = "0" },
          { name = "SHUTDOWN_DRAIN_SECONDS", value = "5" },
        ]
        stopTimeout = 15
      }
      router = { dependsOn = [], environment = [], stopTimeout = 15 }
    })
    error_message = "A pipeline is told: ${jsonencode(output.container_settings)}."
  }
  assert {
    condition = local.lost_settings == [
      "stopTimeout 15 of app", "dependsOn router START of app", "environment SHUTDOWN_CLEANUP_SECONDS=5 of app", "environment SHUTDOWN_DEADLINE_SECONDS=10 of app", "container router",
    ]
    error_message = "Other settings are lost: ${jsonencode(local.lost_settings)}."
  }
}

run "kept" {
  override_data {
    target = data.aws_ecs_task_definition.live[0]
    values = {
      container_definitions = <<-JSON
        [
          {"name": "app", "stopTimeout": 15, "dependsOn": [{"containerName": "router", "condition": "HEALTHY"}, {"containerName": "extra", "condition": "START"}],
           "environment": [{"name": "SHUTDOWN_CLEANUP_SECONDS", "value": "5"}, {"name": "SHUTDOWN_DEADLINE_SECONDS", "value": "10"}, {"name": "SHUTDOWN_DELAY_SECONDS", "value": "0"}, {"name": "SHUTDOWN_DRAIN_SECONDS", "value": "5"}]},
          {"name": "router", "stopTimeout": 15},
          {"name": "extra"}
        ]
      JSON
    }
  }
  variables {
    autoscaling = { min = 2, max = 4, cpu_target = 50 }
  }

  assert {
    condition     = length(aws_ecs_service.pipeline_autoscaled) == 1 && length(concat(aws_ecs_service.this, aws_ecs_service.autoscaled, aws_ecs_service.pipeline)) == 0
    error_message = "The copy that ignores the task definition and the number of tasks must stand alone."
  }
  assert {
    condition     = length(local.lost_settings) == 0
    error_message = "A revision that kept everything is faulted: ${jsonencode(local.lost_settings)}."
  }
}
