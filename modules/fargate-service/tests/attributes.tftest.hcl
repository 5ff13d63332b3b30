# Capacity and names of one's own, and what a service and its task are told beside
# the profile.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  image       = "registry.example.com/app:1"
  name        = "app"
  profile     = { workload = "queue", longest_work = 10, broker = "other" }
  subnet_ids  = ["subnet-0a", "subnet-0b"]
  vpc_id      = "vpc-0a1b2c3d"
}

run "weights_of_its_own" {
  command = plan
  variables {
    capacity_provider_strategy = { FARGATE = { base = 100000 }, FARGATE_SPOT = { weight = 1000 } }
    deployment_alarms          = ["errors"]
    deployment_alarms_rollback = false
    enable_ecs_managed_tags    = false
    enable_fault_injection     = true
    force_delete               = true
    pid_mode                   = "task"
    platform_version           = "1.4.0"
    profile                    = { workload = "queue", longest_work = 10, broker = "other", capacity = "mixed" }
    propagate_tags             = "TASK_DEFINITION"
    security_group_tags        = { kind = "group" }
    service_tags               = { kind = "service" }
    sigint_rollback            = true
    tags                       = { team = "web", kind = "all" }
    task_family                = "tasks"
    task_tags                  = { kind = "task" }
    triggers                   = { redeployed = "1" }
  }

  assert {
    condition     = { for s in aws_ecs_service.this[0].capacity_provider_strategy : s.capacity_provider => [s.base, s.weight] } == { FARGATE = [100000, 0], FARGATE_SPOT = [0, 1000] }
    error_message = "The weights and the base are not the caller's."
  }
  assert {
    condition     = jsonencode([aws_ecs_service.this[0].enable_ecs_managed_tags, aws_ecs_service.this[0].force_delete, aws_ecs_service.this[0].sigint_rollback, aws_ecs_service.this[0].platform_version, aws_ecs_service.this[0].propagate_tags, aws_ecs_service.this[0].triggers, one(aws_ecs_service.this[0].alarms).rollback]) == jsonencode([false, true, true, "1.4.0", "TASK_DEFINITION", { redeployed = "1" }, false])
    error_message = "The service is not told what the caller says."
  }
  assert {
    condition     = jsonencode([aws_ecs_task_definition.this.family, aws_ecs_task_definition.this.pid_mode, aws_ecs_task_definition.this.enable_fault_injection]) == jsonencode(["tasks", "task", true])
    error_message = "The task is not told what the caller says."
  }
  assert {
    condition     = jsonencode([aws_ecs_service.this[0].tags, aws_ecs_task_definition.this.tags, aws_security_group.this[0].tags, aws_iam_role.task[0].tags]) == jsonencode([for kind in ["service", "task", "group", "all"] : { kind = kind, team = "web" }])
    error_message = "A resource lacks its tags."
  }
}

run "a_bare_cluster" {
  command = plan
  variables {
    cluster_capacity_providers = ["FARGATE_SPOT"]
    launch_type                = "FARGATE"
  }

  assert {
    condition     = aws_ecs_service.this[0].launch_type == "FARGATE" && length(aws_ecs_service.this[0].capacity_provider_strategy) == 0
    error_message = "A service without capacity providers asks for one."
  }
}

run "refused_words" {
  command = plan
  variables {
    capacity_provider_strategy = { FARGATE = { weight = 1 }, gpu = { weight = 1 } }
    pid_mode                   = "host"
    platform_version           = "1.3.9"
    propagate_tags             = "service"
    security_group_tags        = { "aws:a" = "b" }
    service_tags               = { "" = "b" }
    sigint_rollback            = true
    task_family                = "a.b"
    task_tags                  = { "AWS:a" = "b" }
    triggers                   = { a = "b" }
    force_new_deployment       = false
    wait_for_steady_state      = false
  }
  expect_failures = [var.capacity_provider_strategy, var.pid_mode, var.platform_version, var.propagate_tags, var.security_group_tags, var.service_tags, var.sigint_rollback, var.task_family, var.task_tags, var.triggers]
}

run "refused_numbers" {
  command = plan
  variables {
    capacity_provider_strategy = { FARGATE = { weight = 1001 } }
    platform_version           = "latest"
  }
  expect_failures = [var.capacity_provider_strategy, var.platform_version]
}

run "refused_launch_type" {
  command = plan
  variables {
    launch_type = "EC2"
  }
  expect_failures = [var.launch_type]
}

run "refused_two_bases" {
  command = plan
  variables {
    capacity_provider_strategy = { FARGATE = { base = 1, weight = 1 }, FARGATE_SPOT = { base = 1 } }
  }
  expect_failures = [var.capacity_provider_strategy]
}

run "refused_base_alone" {
  command = plan
  variables {
    capacity_provider_strategy = { FARGATE = { base = 1 } }
  }
  expect_failures = [var.capacity_provider_strategy]
}

run "refused_other_capacity_than_the_profiles" {
  command = plan
  variables {
    capacity_provider_strategy = { FARGATE = { weight = 1 }, FARGATE_SPOT = { weight = 1 } }
  }
  expect_failures = [graceful_service.this]
}

run "refused_launch_type_on_spot" {
  command = plan
  variables {
    launch_type = "FARGATE"
    profile     = { workload = "queue", longest_work = 10, broker = "other", capacity = "spot" }
  }
  expect_failures = [graceful_service.this]
}
