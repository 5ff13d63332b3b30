# The profile against the containers, the environment, the queue and the framework.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  profile        = { workload = "http", longest_work = 10, load_balancer = "none" }
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"
}

run "sidecars_accept" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
    sidecars = { router = { image = "router:1" } }
  }
}

run "sidecar_of_the_profile_without_a_container" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
  }
  expect_failures = [var.sidecars]
}

run "container_without_a_sidecar_in_the_profile" {
  command = plan
  variables {
    sidecars = { router = { image = "router:1" } }
  }
  expect_failures = [var.sidecars]
}

run "sidecar_by_another_name" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
    sidecars = { Router = { image = "router:1" } }
  }
  expect_failures = [var.sidecars]
}

run "sidecar_called_app" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "app", flush = 10 }] }
    sidecars = { app = { image = "router:1" } }
  }
  expect_failures = [var.sidecars]
}

run "sidecar_with_the_apps_port" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
    sidecars = { router = { image = "router:1", ports = [8080] } }
  }
  expect_failures = [var.port_mappings]
}

run "sidecar_with_port_0" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
    sidecars = { router = { image = "router:1", ports = [0] } }
  }
  expect_failures = [var.sidecars]
}

run "sidecar_with_a_secret_in_the_clear" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
    sidecars = { router = { image = "router:1", secrets = { KEY = "abc" } } }
  }
  expect_failures = [var.sidecars]
}

run "sidecar_with_a_name_twice" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
    sidecars = { router = { image = "router:1", environment = { KEY = "" }, secrets = { KEY = "arn:aws:ssm:eu-central-1:123456789012:parameter/key" } } }
  }
  expect_failures = [var.sidecars]
}

run "environment_refuses_the_prefix" {
  command = plan
  variables {
    environment = { SHUTDOWN_DELAY_SECONDS = "1" }
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "environment_refuses_any_name_with_the_prefix" {
  command = plan
  variables {
    environment = { SHUTDOWN_HOOK = "1" }
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "secrets_refuse_the_prefix" {
  command = plan
  variables {
    secrets = { SHUTDOWN_KEY = "arn:aws:ssm:eu-central-1:123456789012:parameter/key" }
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "environment_accepts_the_default_prefix_beside_another" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", environment_prefix = "STOP_" }
    environment = { SHUTDOWN_HOOK = "1" }
  }
}

run "environment_refuses_another_prefix" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", environment_prefix = "STOP_" }
    environment = { STOP_HOOK = "1" }
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "environment_refuses_what_the_framework_needs" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", framework = "spring_boot" }
    command     = ["app"]
    environment = { SERVER_SHUTDOWN = "immediate" }
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "environment_refuses_the_queue" {
  command = plan
  variables {
    profile     = { workload = "queue", longest_work = 900 }
    environment = { QUEUE_URL = "x" }
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "environment_accepts_queue_url_without_a_queue" {
  command = plan
  variables {
    environment = { QUEUE_URL = "x" }
  }
}

run "existing_queue_accepts" {
  command = plan
  variables {
    profile = { workload = "queue", longest_work = 900 }
    queue   = { existing = { arn = "arn:aws:sqs:eu-central-1:123456789012:jobs", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs", visibility_timeout_seconds = 1020 } }
  }
}

run "existing_queue_refuses_a_short_visibility_timeout" {
  command = plan
  variables {
    profile = { workload = "queue", longest_work = 900 }
    queue   = { existing = { arn = "arn:aws:sqs:eu-central-1:123456789012:jobs", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs", visibility_timeout_seconds = 1019 } }
  }
  expect_failures = [graceful_service.this]
}

run "existing_queue_accepts_three_heartbeats" {
  command = plan
  variables {
    profile = { workload = "queue", longest_work = 900, heartbeat = 20 }
    queue   = { existing = { arn = "arn:aws:sqs:eu-central-1:123456789012:jobs", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs", visibility_timeout_seconds = 60 } }
  }
}

run "existing_queue_refuses_less_than_three_heartbeats" {
  command = plan
  variables {
    profile = { workload = "queue", longest_work = 900, heartbeat = 20 }
    queue   = { existing = { arn = "arn:aws:sqs:eu-central-1:123456789012:jobs", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs", visibility_timeout_seconds = 59 } }
  }
  expect_failures = [graceful_service.this]
}

run "existing_queue_refuses_a_topic" {
  command = plan
  variables {
    profile = { workload = "queue", longest_work = 900 }
    queue   = { existing = { arn = "arn:aws:sns:eu-central-1:123456789012:jobs", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs", visibility_timeout_seconds = 1020 } }
  }
  expect_failures = [var.queue]
}

run "existing_queue_needs_workload_queue" {
  command = plan
  variables {
    queue = { existing = { arn = "arn:aws:sqs:eu-central-1:123456789012:jobs", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs", visibility_timeout_seconds = 1020 } }
  }
  expect_failures = [graceful_service.this]
}

run "existing_queue_needs_broker_sqs" {
  command = plan
  variables {
    profile = { workload = "queue", longest_work = 900, broker = "other" }
    queue   = { existing = { arn = "arn:aws:sqs:eu-central-1:123456789012:jobs", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs", visibility_timeout_seconds = 1020 } }
  }
  expect_failures = [graceful_service.this]
}

run "broker_other_has_no_queue" {
  command = plan
  variables {
    profile = { workload = "queue", longest_work = 900, broker = "other" }
  }

  assert {
    condition     = length(aws_sqs_queue.this) + length(aws_sqs_queue.dead_letter) == 0 && output.queue_url == null && output.visibility_timeout == null
    error_message = "A queue that is not SQS needs none of SQS."
  }
}

run "backlog_needs_broker_sqs" {
  command = plan
  variables {
    profile     = { workload = "queue", longest_work = 900, broker = "other" }
    autoscaling = { min = 1, max = 4, backlog_per_task = 5 }
  }
  expect_failures = [graceful_service.this]
}

run "backlog_needs_workload_queue" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 4, backlog_per_task = 5 }
  }
  expect_failures = [graceful_service.this]
}

run "framework_arguments_go_nowhere_without_a_command" {
  command = plan
  variables {
    profile = { workload = "http", longest_work = 10, load_balancer = "none", framework = "gunicorn" }
  }
  expect_failures = [check.framework_arguments]
}

run "framework_arguments_are_in_the_image" {
  command = plan
  variables {
    profile             = { workload = "http", longest_work = 10, load_balancer = "none", framework = "gunicorn" }
    framework_arguments = false
  }
}

run "profile_refuses_what_is_no_object" {
  command = plan
  variables {
    profile = "http"
  }
  expect_failures = [var.profile]
}

run "sidecar_leaves_the_app_no_cpu" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
    sidecars = { router = { image = "router:1", cpu = 256 } }
  }
  expect_failures = [var.sidecars]
}

run "sidecar_leaves_the_app_a_unit" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
    sidecars = { router = { image = "router:1", cpu = 255, memory_reservation = 512 } }
  }
}

run "sidecar_takes_more_memory_than_there_is" {
  command = plan
  variables {
    profile  = { workload = "http", longest_work = 10, load_balancer = "none", sidecars = [{ name = "router", flush = 10 }] }
    sidecars = { router = { image = "router:1", memory_reservation = 513 } }
  }
  expect_failures = [var.sidecars]
}
