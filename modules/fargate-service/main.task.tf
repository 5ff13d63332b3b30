locals {
  # A log group that is given is its owner's; its ARN is that of one in the cluster's
  # account and region.
  log_group_name = coalesce(var.log_group_name, "/ecs/${var.name}")
  log_group = var.create_log_group ? {
    arn    = one(aws_cloudwatch_log_group.this[*].arn)
    name   = one(aws_cloudwatch_log_group.this[*].name)
    region = one(aws_cloudwatch_log_group.this[*].region)
    } : {
    arn    = "arn:${local.partition}:logs:${local.cluster[3]}:${local.cluster[4]}:log-group:${local.log_group_name}"
    name   = local.log_group_name
    region = local.cluster[3]
  }
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create_log_group ? 1 : 0

  name              = local.log_group_name
  log_group_class   = var.log_group_class
  kms_key_id        = var.log_kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

# Old revisions stay, so that a deployment can be rolled back to one by hand.
resource "aws_ecs_task_definition" "this" {
  family                   = coalesce(var.task_family, var.name)
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = local.execution_role.arn
  task_role_arn            = local.task_role.arn
  container_definitions    = jsonencode(local.containers)
  enable_fault_injection   = var.enable_fault_injection ? true : null
  pid_mode                 = var.pid_mode
  skip_destroy             = true
  tags                     = merge(var.tags, var.task_tags)

  runtime_platform {
    cpu_architecture        = var.cpu_architecture
    operating_system_family = var.operating_system_family
  }

  dynamic "ephemeral_storage" {
    for_each = var.ephemeral_storage_gib[*]

    content {
      size_in_gib = ephemeral_storage.value
    }
  }

  dynamic "volume" {
    for_each = var.volumes

    content {
      name                = volume.key
      configure_at_launch = volume.value.managed_ebs_volume != null ? true : null

      dynamic "efs_volume_configuration" {
        for_each = volume.value.efs[*]
        iterator = efs

        content {
          file_system_id          = efs.value.file_system_id
          root_directory          = efs.value.root_directory
          transit_encryption      = efs.value.transit_encryption ? "ENABLED" : "DISABLED"
          transit_encryption_port = efs.value.transit_encryption_port

          dynamic "authorization_config" {
            for_each = efs.value.iam || efs.value.access_point != null ? [efs.value] : []

            content {
              access_point_id = try(authorization_config.value.access_point.id, null)
              iam             = authorization_config.value.iam ? "ENABLED" : "DISABLED"
            }
          }
        }
      }
    }
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
