output "alternate_target_group_arn" {
  description = "ARN of the target group that a deployment with strategy blue_green, linear or canary moves traffic to; null without one. It takes turns with `target_group_arn`."
  value       = try(aws_lb_target_group.this["alternate"].arn, null)
}

output "app_container_name" {
  description = "Name of the app container."
  value       = local.app.name
}

output "availability_zone_rebalancing" {
  description = "The service's `availabilityZoneRebalancing`."
  value       = local.settings.deployment.availability_zone_rebalancing
}

output "container_settings" {
  description = "What a revision of the task definition must have, by container and in its own names: `stopTimeout`, `dependsOn`, and of the `environment` what the settings give. For a pipeline that registers revisions."
  value       = local.container_settings
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue; null unless the module created a queue."
  value       = one(aws_sqs_queue.dead_letter[*].arn)
}

output "deployment_timeout" {
  description = "How long a deployment may take, in seconds; Terraform's own waits use it."
  value       = local.settings.estimates.deployment_timeout
}

output "deregistration_delay" {
  description = "The target group's deregistration delay in seconds; null without a load balancer."
  value       = local.settings.deregistration_delay
}

output "environment" {
  description = "The environment variables that tell the app its times."
  value       = local.settings.environment
}

output "execution_policy_json" {
  description = "What the role with which ECS starts the tasks must allow, beside AmazonECSTaskExecutionRolePolicy; the module's own role allows it."
  value       = local.execution_policy_json
}

output "execution_role_arn" {
  description = "ARN of the role with which ECS starts the tasks."
  value       = local.execution_role.arn
}

output "explanation_markdown" {
  description = "Why each number is what it is, as Markdown."
  value       = provider::graceful::explain(local.profile).markdown
}

output "framework_arguments" {
  description = "The framework's own stop settings for its command line; empty unless the profile names a framework."
  value       = try(local.framework.arguments, [])
}

output "framework_configuration" {
  description = "Lines for the framework's own file or code, where it takes a setting neither as an argument nor as a variable."
  value       = try(local.framework.configuration, [])
}

output "front_container_name" {
  description = "Name of the front container; null without one."
  value       = try(local.settings.front_settings.name, null)
}

output "front_environment" {
  description = "The environment variables that tell the front its times; null without one."
  value       = try(local.settings.front_settings.environment, null)
}

output "front_framework_configuration" {
  description = "Lines for the own file of the front's framework, where it takes a setting neither as an argument nor as a variable."
  value       = try(local.settings.front_settings.framework_settings.configuration, [])
}

output "front_stop_timeout" {
  description = "The front container's `stopTimeout` in seconds; null without one."
  value       = try(local.settings.front_settings.stop_timeout, null)
}

output "guarantees" {
  description = "What survives, for each cause of a stop."
  value       = local.settings.guarantees
}

output "health_check_grace_period" {
  description = "How long a new task's failing checks are ignored, in seconds; null without a load balancer."
  value       = try(local.settings.health_check.grace_period, null)
}

output "idle_timeout" {
  description = "The idle timeout in seconds that the load balancer should have; null without one. The module sets it on an NLB listener; the owner of an ALB sets it there."
  value       = local.settings.idle_timeout
}

output "infrastructure_role_arn" {
  description = "ARN of the role with which ECS moves traffic between the target groups; null with strategy rolling."
  value       = local.infrastructure_role.arn
}

output "keep_alive_timeout" {
  description = "The keep-alive timeout, in seconds, of what the load balancer talks to: the front or the app; null without a load balancer."
  value       = local.settings.keep_alive_timeout
}

output "listener_arn" {
  description = "ARN of the NLB listener that the module created; null without one."
  value       = try(aws_lb_listener.this["main"].arn, null)

  # Here, for a listener of somebody else may come from any other output.
  precondition {
    condition     = length(local.hasty_listeners) == 0
    error_message = join("\n", local.hasty_listeners)
  }
}

output "listener_rule_arn" {
  description = "ARN of the ALB listener rule; null without one."
  value       = try(aws_lb_listener_rule.this["main"].arn, null)
}

output "log_group_name" {
  description = "Name of the tasks' log group."
  value       = local.log_group.name
}

output "maximum_percent" {
  description = "The service's `maximumPercent`."
  value       = local.settings.deployment.maximum_percent
}

output "minimum_healthy_percent" {
  description = "The service's `minimumHealthyPercent`."
  value       = local.settings.deployment.minimum_healthy_percent
}

output "notes" {
  description = "Advice on the profile that stops nothing."
  value       = local.settings.notes
}

output "queue_arn" {
  description = "ARN of the queue; null unless the workload is queue and its broker sqs."
  value       = local.settings.visibility_timeout == null ? null : local.queue_arn
}

output "queue_url" {
  description = "URL of the queue; null unless the workload is queue and its broker sqs."
  value       = local.settings.visibility_timeout == null ? null : local.queue_url
}

output "route_target_group_arns" {
  description = "ARN of the target group of each of `routes`, by name."
  value       = { for name in keys(var.routes) : name => try(local.registered[name].arn, null) }
}

output "scale_in_cooldown" {
  description = "The scaling policies' scale-in cooldown in seconds."
  value       = local.settings.scale_in_cooldown
}

output "security_group_id" {
  description = "Id of the tasks' security group."
  value       = local.security_group_id
}

output "service_arn" {
  description = "ARN of the service."
  value       = local.service.arn
}

output "service_name" {
  description = "Name of the service."
  value       = local.service.name
}

output "shutdown_deadline" {
  description = "The app's own deadline in seconds, counted from the stop signal."
  value       = local.settings.shutdown_deadline
}

output "shutdown_delay" {
  description = "How long the app goes on serving after the stop signal, in seconds."
  value       = local.settings.shutdown_delay
}

output "sidecar_framework_settings" {
  description = "What the framework of each sidecar must be told, by name; only sidecars that name one."
  value       = local.settings.sidecar_framework_settings
}

output "sidecar_stop_timeouts" {
  description = "The `stopTimeout` of each sidecar in seconds, by name."
  value       = local.settings.sidecar_stop_timeouts
}

output "step_policy_arns" {
  description = "ARN of each policy of `autoscaling.steps`, by name, for the actions of your alarms."
  value       = { for name, policy in aws_appautoscaling_policy.step : name => policy.arn }
}

output "stop_timeout" {
  description = "The app container's `stopTimeout` in seconds."
  value       = local.settings.stop_timeout
}

output "target_group_arn" {
  description = "ARN of the target group; null without a load balancer."
  value       = try(aws_lb_target_group.this["main"].arn, null)
}

output "target_group_settings" {
  description = "What a target group that somebody else owns must have, in the words of `aws_lb_target_group`: `deregistration_delay`, `connection_termination` and of `health_check` `interval`, `timeout`, `healthy_threshold` and `unhealthy_threshold`. It needs nothing but the profile, so that the group may take it and be given to `routes`; the other outputs would be a cycle. Null without a load balancer."
  value       = local.group_settings
}

output "task_definition_arn" {
  description = "ARN of the task definition with its revision."
  value       = aws_ecs_task_definition.this.arn
}

output "task_policy_json" {
  description = "What the tasks' own role must allow; null if nothing. The module's own role allows it."
  value       = local.task_policy ? local.task_policy_json : null
}

output "task_protection_minutes" {
  description = "How long the app protects its task while it works on a unit, in minutes; null where a stop is long enough."
  value       = local.settings.task_protection_minutes
}

output "task_role_arn" {
  description = "ARN of the tasks' own role."
  value       = local.task_role.arn
}

output "task_role_name" {
  description = "Name of the tasks' own role, for further policies; null if `task_role` is given."
  value       = one(aws_iam_role.task[*].name)
}

output "timeline_markdown" {
  description = "How each stop goes, second by second, as Markdown."
  value       = provider::graceful::timeline(local.profile).markdown
}

output "visibility_timeout" {
  description = "The queue's visibility timeout in seconds; null unless the workload is queue and its broker sqs."
  value       = local.settings.visibility_timeout
}
