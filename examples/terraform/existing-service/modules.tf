# The same settings as inputs of the community modules terraform-aws-modules/ecs
# (its submodule service) and terraform-aws-modules/alb. The README has the calls.
locals {
  ecs_service_inputs = {
    deployment_minimum_healthy_percent = local.settings.deployment.minimum_healthy_percent
    deployment_maximum_percent         = local.settings.deployment.maximum_percent
    availability_zone_rebalancing      = local.settings.deployment.availability_zone_rebalancing
    health_check_grace_period_seconds  = local.settings.health_check.grace_period

    container_definition = {
      stopTimeout = local.settings.stop_timeout
      environment = [for name, value in local.settings.environment : { name = name, value = value }]
    }
  }

  alb_target_group_inputs = {
    deregistration_delay = local.settings.deregistration_delay

    health_check = {
      interval            = local.settings.health_check.interval
      timeout             = local.settings.health_check.timeout
      healthy_threshold   = local.settings.health_check.healthy_threshold
      unhealthy_threshold = local.settings.health_check.unhealthy_threshold
    }
  }
}
