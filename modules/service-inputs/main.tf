# The settings. They come from the resource, because the plan of a resource shows
# each number as old → new when the profile changes, and warns of promises in doubt.
resource "graceful_service" "this" {
  name = var.name

  workload           = local.profile.workload
  longest_work       = local.profile.longest_work
  on_interrupt       = local.profile.on_interrupt
  interrupt_time     = local.profile.interrupt_time
  drain_notice       = local.profile.drain_notice
  notice_spread      = local.profile.notice_spread
  cleanup            = local.profile.cleanup
  startup            = local.profile.startup
  provisioning       = local.profile.provisioning
  health_time        = local.profile.health_time
  longest_pause      = local.profile.longest_pause
  margin             = local.profile.margin
  load_balancer      = local.profile.load_balancer
  propagation        = local.profile.propagation
  capacity           = local.profile.capacity
  desired_count      = local.profile.desired_count
  min_count          = local.profile.min_count
  max_surge_percent  = local.profile.max_surge_percent
  singleton          = local.profile.singleton
  strategy           = local.profile.strategy
  bake_minutes       = local.profile.bake_minutes
  step_percent       = local.profile.step_percent
  step_minutes       = local.profile.step_minutes
  sidecars           = local.profile.sidecars
  front              = local.profile.front
  broker             = local.profile.broker
  heartbeat          = local.profile.heartbeat
  stop_signal        = local.profile.stop_signal
  framework          = local.profile.framework
  environment_prefix = local.profile.environment_prefix
  acknowledge        = local.profile.acknowledge
  require            = local.profile.require

  lifecycle {
    postcondition {
      condition     = length(local.unknown_dependencies) == 0
      error_message = "container_definitions: dependsOn names ${join(", ", local.unknown_dependencies)}, which is no container here."
    }
    postcondition {
      condition     = try(self.desired_count <= var.autoscaling.max, true)
      error_message = "autoscaling.max: ${try(var.autoscaling.max, 0)} is less than the profile's desired_count ${self.desired_count}, so the first deployment would be scaled away at once. Change one of them."
    }
  }
}

locals {
  profile_fields = [
    "workload", "longest_work", "on_interrupt", "interrupt_time", "drain_notice", "notice_spread", "cleanup", "startup", "provisioning", "health_time",
    "longest_pause", "margin", "load_balancer", "propagation", "capacity", "desired_count", "min_count", "max_surge_percent", "singleton", "strategy", "bake_minutes",
    "step_percent", "step_minutes", "sidecars", "front", "broker", "heartbeat", "stop_signal", "framework", "environment_prefix", "acknowledge", "require",
  ]

  # The fewest tasks that autoscaling leaves are the profile's min_count.
  profile = merge({ for field in local.profile_fields : field => null }, var.profile, {
    min_count = try(coalesce(var.profile.min_count), var.autoscaling.min, null)
  })

  settings = graceful_service.this

  # The profile's other containers, by what they are to the app.
  sidecar_names      = try([for sidecar in var.profile.sidecars : sidecar.name], [])
  front_name         = try(var.profile.front.name, null)
  profile_containers = concat(local.sidecar_names, compact([local.front_name]))

  # What is read of a container or merged into it, and what of it are lists.
  list_keys = ["command", "dependsOn", "environment", "secrets"]
  read_keys = concat(local.list_keys, ["healthCheck", "name", "stopTimeout"])
}

locals {
  scaling_metrics = { cpu = "ECSServiceAverageCPUUtilization", memory = "ECSServiceAverageMemoryUtilization" }

  autoscaling_policies = { for name, target in { cpu = try(var.autoscaling.cpu, null), memory = try(var.autoscaling.memory, null) } : name => {
    policy_type = "TargetTrackingScaling"

    target_tracking_scaling_policy_configuration = {
      predefined_metric_specification = { predefined_metric_type = local.scaling_metrics[name] }
      scale_in_cooldown               = local.settings.scale_in_cooldown
      scale_out_cooldown              = 60 # Scaling out costs nothing that stops.
      target_value                    = target
    }
  } if target != null }
}
