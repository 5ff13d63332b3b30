locals {
  capacity_providers = {
    on_demand = [{ name = "FARGATE", base = 0, weight = 1 }]
    spot      = [{ name = "FARGATE_SPOT", base = 0, weight = 1 }]
    mixed     = [{ name = "FARGATE", base = 1, weight = 1 }, { name = "FARGATE_SPOT", base = 0, weight = 1 }]
  }[local.capacity]

  service = one(concat(aws_ecs_service.this, aws_ecs_service.autoscaled))
}

# Terraform cannot choose at plan what it ignores, so the service stands here
# twice: with a fixed number of tasks, and with one that autoscaling changes.
# Both are the same but for that.
resource "aws_ecs_service" "this" {
  count = var.autoscaling == null ? 1 : 0

  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = local.desired_count
  deployment_minimum_healthy_percent = local.settings.deployment.minimum_healthy_percent
  deployment_maximum_percent         = local.settings.deployment.maximum_percent
  availability_zone_rebalancing      = local.settings.deployment.availability_zone_rebalancing
  health_check_grace_period_seconds  = try(local.settings.health_check.grace_period, null)
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.enable_execute_command
  propagate_tags                     = "SERVICE"
  wait_for_steady_state              = var.wait_for_steady_state
  tags                               = var.tags

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = var.assign_public_ip
  }

  dynamic "capacity_provider_strategy" {
    for_each = local.capacity_providers

    content {
      capacity_provider = capacity_provider_strategy.value.name
      base              = capacity_provider_strategy.value.base
      weight            = capacity_provider_strategy.value.weight
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  dynamic "alarms" {
    for_each = length(var.deployment_alarms) > 0 ? [var.deployment_alarms] : []

    content {
      alarm_names = alarms.value
      enable      = true
      rollback    = true
    }
  }

  dynamic "load_balancer" {
    for_each = aws_lb_target_group.this

    content {
      target_group_arn = load_balancer.value.arn
      container_name   = local.app.name
      container_port   = var.container_port
    }
  }

  dynamic "service_registries" {
    for_each = var.service_registry_arn == null ? [] : [var.service_registry_arn]

    content {
      registry_arn = service_registries.value
    }
  }

  timeouts {
    create = "${local.settings.estimates.deployment_timeout}s"
    update = "${local.settings.estimates.deployment_timeout}s"
    delete = "${local.settings.estimates.deployment_timeout}s"
  }

  # ECS refuses a target group that no load balancer routes to yet, a task that
  # may not read its secrets never starts, and one that may not leave its own
  # security group cannot pull its image.
  depends_on = [
    aws_iam_role_policy.execution,
    aws_iam_role_policy.task,
    aws_iam_role_policy_attachment.execution,
    aws_iam_role_policy_attachment.task,
    aws_lb_listener.this,
    aws_lb_listener_rule.this,
    aws_vpc_security_group_egress_rule.all,
  ]
}

resource "aws_ecs_service" "autoscaled" {
  count = var.autoscaling == null ? 0 : 1

  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = local.desired_count
  deployment_minimum_healthy_percent = local.settings.deployment.minimum_healthy_percent
  deployment_maximum_percent         = local.settings.deployment.maximum_percent
  availability_zone_rebalancing      = local.settings.deployment.availability_zone_rebalancing
  health_check_grace_period_seconds  = try(local.settings.health_check.grace_period, null)
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.enable_execute_command
  propagate_tags                     = "SERVICE"
  wait_for_steady_state              = var.wait_for_steady_state
  tags                               = var.tags

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = var.assign_public_ip
  }

  dynamic "capacity_provider_strategy" {
    for_each = local.capacity_providers

    content {
      capacity_provider = capacity_provider_strategy.value.name
      base              = capacity_provider_strategy.value.base
      weight            = capacity_provider_strategy.value.weight
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  dynamic "alarms" {
    for_each = length(var.deployment_alarms) > 0 ? [var.deployment_alarms] : []

    content {
      alarm_names = alarms.value
      enable      = true
      rollback    = true
    }
  }

  dynamic "load_balancer" {
    for_each = aws_lb_target_group.this

    content {
      target_group_arn = load_balancer.value.arn
      container_name   = local.app.name
      container_port   = var.container_port
    }
  }

  dynamic "service_registries" {
    for_each = var.service_registry_arn == null ? [] : [var.service_registry_arn]

    content {
      registry_arn = service_registries.value
    }
  }

  timeouts {
    create = "${local.settings.estimates.deployment_timeout}s"
    update = "${local.settings.estimates.deployment_timeout}s"
    delete = "${local.settings.estimates.deployment_timeout}s"
  }

  # ECS refuses a target group that no load balancer routes to yet, a task that
  # may not read its secrets never starts, and one that may not leave its own
  # security group cannot pull its image.
  depends_on = [
    aws_iam_role_policy.execution,
    aws_iam_role_policy.task,
    aws_iam_role_policy_attachment.execution,
    aws_iam_role_policy_attachment.task,
    aws_lb_listener.this,
    aws_lb_listener_rule.this,
    aws_vpc_security_group_egress_rule.all,
  ]

  lifecycle {
    ignore_changes = [desired_count]
  }
}
