resource "aws_cloudwatch_log_group" "this" {
  name              = coalesce(var.log_group_name, "/ecs/${var.name}")
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

# Old revisions stay, so that a deployment can be rolled back to one by hand.
resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = local.execution_role.arn
  task_role_arn            = local.task_role.arn
  container_definitions    = jsonencode(local.containers)
  skip_destroy             = true
  tags                     = var.tags

  runtime_platform {
    cpu_architecture        = var.cpu_architecture
    operating_system_family = var.operating_system_family
  }

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = length(local.refused_front_environment) == 0
      error_message = "front.environment: ${join(", ", local.refused_front_environment)} may not be set. Names that start with ${local.environment_prefix} come from the profile, and the framework's variables are computed. Rename it, or change profile.environment_prefix."
    }
    precondition {
      condition     = length(local.refused_environment) == 0
      error_message = "environment: ${join(", ", local.refused_environment)} may not be set. Names that start with ${local.environment_prefix} come from the profile, and the framework's and the queue's variables are computed. Rename it, or change profile.environment_prefix."
    }
  }
}
