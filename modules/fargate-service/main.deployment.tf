locals {
  deployment = local.settings.deployment

  capacity_providers = [for provider in local.settings.capacity_providers : {
    name   = provider.name
    base   = try(var.capacity_provider_strategy[provider.name].base, provider.base)
    weight = try(var.capacity_provider_strategy[provider.name].weight, provider.weight)
  } if var.launch_type == null]

  # The listener or rule that ECS moves traffic at.
  production_listener_rule = local.shifts ? one(concat([for name, rule in aws_lb_listener_rule.this : rule.arn if name != "test"], [for name, listener in aws_lb_listener.this : listener.arn if name != "test"])) : null
  test_listener_rule       = local.shifts ? try(aws_lb_listener_rule.this["test"].arn, aws_lb_listener.this["test"].arn, null) : null

  # Which of the copies is the service.
  service_copy = coalesce(join("_", compact([
    var.ignore_task_definition_changes ? "pipeline" : "",
    var.autoscaling == null ? "" : "autoscaled",
  ])), "this")

  service = one(concat(aws_ecs_service.this, aws_ecs_service.autoscaled, aws_ecs_service.pipeline, aws_ecs_service.pipeline_autoscaled))
}
