output "cloudposse_alb_target_group" {
  description = "For cloudposse/alb-ingress/aws, which makes the target group."
  value = local.settings.load_balancer == "none" ? null : {
    deregistration_delay             = local.settings.deregistration_delay
    health_check_healthy_threshold   = local.settings.health_check.healthy_threshold
    health_check_interval            = local.settings.health_check.interval
    health_check_timeout             = local.settings.health_check.timeout
    health_check_unhealthy_threshold = local.settings.health_check.unhealthy_threshold
  }
}

output "cloudposse_ecs_alb_service_task" {
  description = "For cloudposse/ecs-alb-service-task/aws; null with a strategy other than rolling, which it cannot say."
  value = local.settings.deployment.strategy != "ROLLING" ? null : {
    availability_zone_rebalancing      = local.settings.deployment.availability_zone_rebalancing
    capacity_provider_strategies       = [for provider in local.settings.capacity_providers : { capacity_provider = provider.name, weight = provider.weight, base = provider.base }]
    circuit_breaker_deployment_enabled = try(local.settings.deployment.circuit_breaker.enable, false)
    circuit_breaker_rollback_enabled   = try(local.settings.deployment.circuit_breaker.rollback, false)
    container_definition_json          = jsonencode([for name, container in local.containers : merge({ name = name }, container)])
    deployment_maximum_percent         = local.settings.deployment.maximum_percent
    deployment_minimum_healthy_percent = local.settings.deployment.minimum_healthy_percent
    desired_count                      = local.settings.desired_count
    force_new_deployment               = true
    health_check_grace_period_seconds  = try(local.settings.health_check.grace_period, null)
    ignore_changes_desired_count       = var.autoscaling != null
  }
}

output "container_definitions" {
  description = "Your containers with what the profile gives, by name."
  value       = local.containers

  precondition {
    condition     = length(local.collisions) == 0
    error_message = "container_definitions: ${join(", ", local.collisions)} may not be set in environment or secrets: names that start with ${local.environment_prefix} come from the profile, and the framework's are computed. Rename them, or change profile.environment_prefix."
  }
  precondition {
    condition     = length(local.circles) == 0
    error_message = "container_definitions: dependsOn of ${join(", ", local.circles)} goes round in a circle, because the profile has it the other way: who stops later starts sooner. Remove it."
  }
}

output "scale_in_cooldown" {
  description = "The scaling policies' scale-in cooldown in seconds."
  value       = local.settings.scale_in_cooldown
}

output "settings" {
  description = "All settings of the profile, for resources of your own."
  value       = local.settings
}

output "terraform_aws_modules_alb" {
  description = "For terraform-aws-modules/alb/aws."
  value       = { idle_timeout = local.settings.idle_timeout }
}

output "terraform_aws_modules_alb_target_group" {
  description = "For an entry of target_groups of terraform-aws-modules/alb/aws; add path and matcher to health_check."
  value = local.settings.load_balancer == "none" ? null : {
    connection_termination = local.settings.connection_termination
    create_attachment      = false
    deregistration_delay   = local.settings.deregistration_delay
    target_type            = "ip"

    health_check = {
      enabled             = true
      healthy_threshold   = local.settings.health_check.healthy_threshold
      interval            = local.settings.health_check.interval
      timeout             = local.settings.health_check.timeout
      unhealthy_threshold = local.settings.health_check.unhealthy_threshold
    }
  }
}

output "terraform_aws_modules_ecs_service" {
  description = "For terraform-aws-modules/ecs/aws//modules/service, version 7."
  value = {
    autoscaling_max_capacity           = try(var.autoscaling.max, 1)
    autoscaling_min_capacity           = try(var.autoscaling.min, 1)
    autoscaling_policies               = local.autoscaling_policies
    availability_zone_rebalancing      = local.settings.deployment.availability_zone_rebalancing
    capacity_provider_strategy         = { for provider in local.settings.capacity_providers : provider.name => { capacity_provider = provider.name, base = provider.base, weight = provider.weight } }
    container_definitions              = local.containers
    deployment_circuit_breaker         = local.settings.deployment.circuit_breaker
    deployment_maximum_percent         = local.settings.deployment.maximum_percent
    deployment_minimum_healthy_percent = local.settings.deployment.minimum_healthy_percent
    desired_count                      = local.settings.desired_count
    enable_autoscaling                 = var.autoscaling != null
    force_new_deployment               = true
    health_check_grace_period_seconds  = try(local.settings.health_check.grace_period, null)
    skip_destroy                       = true
    wait_for_steady_state              = true

    deployment_configuration = {
      strategy             = local.settings.deployment.strategy
      bake_time_in_minutes = local.settings.deployment.bake_time_in_minutes
      linear_configuration = one([for linear in local.settings.deployment.linear[*] : { step_percent = linear.step_percent, step_bake_time_in_minutes = linear.step_bake_time_in_minutes }])
      canary_configuration = one([for canary in local.settings.deployment.canary[*] : { canary_percent = canary.percent, canary_bake_time_in_minutes = canary.bake_time_in_minutes }])
    }
    timeouts = { for wait in ["create", "update", "delete"] : wait => "${local.settings.estimates.deployment_timeout}s" }
  }
}

output "visibility_timeout" {
  description = "The queue's visibility timeout in seconds; null unless the workload is queue and its broker sqs."
  value       = local.settings.visibility_timeout
}
