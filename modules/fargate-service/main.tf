# The settings. They come from the resource, not from the data source, because
# the plan of a resource shows each number as old → new when the profile changes.
resource "graceful_service" "this" {
  name = var.name

  workload           = var.profile.workload
  longest_work       = var.profile.longest_work
  on_interrupt       = var.profile.on_interrupt
  interrupt_time     = var.profile.interrupt_time
  cleanup            = var.profile.cleanup
  startup            = var.profile.startup
  longest_pause      = var.profile.longest_pause
  margin             = var.profile.margin
  load_balancer      = var.profile.load_balancer
  propagation        = var.profile.propagation
  capacity           = var.profile.capacity
  desired_count      = var.profile.desired_count
  max_surge_percent  = var.profile.max_surge_percent
  singleton          = var.profile.singleton
  sidecars           = var.profile.sidecars
  stop_signal        = var.profile.stop_signal
  framework          = var.profile.framework
  environment_prefix = var.profile.environment_prefix
  require            = var.profile.require

  # These stand here, and not at the resources that would suffer, so that nothing
  # else is planned when one of them fails.
  lifecycle {
    postcondition {
      condition     = self.deregistration_delay == null || self.connection_termination != null || (var.alb != null && var.nlb == null)
      error_message = "alb: the profile's load_balancer is \"alb\", so alb must be set and nlb must not. Set alb to the listener that routes to this service, or set profile.load_balancer to \"nlb\" or \"none\"."
    }
    postcondition {
      condition     = self.connection_termination == null || (var.nlb != null && var.alb == null)
      error_message = "nlb: the profile's load_balancer is \"nlb\", so nlb must be set and alb must not. Set nlb to the Network Load Balancer, or set profile.load_balancer to \"alb\" or \"none\"."
    }
    postcondition {
      condition     = self.deregistration_delay != null || (var.alb == null && var.nlb == null)
      error_message = "${var.alb != null ? "alb" : "nlb"}: this profile has no load balancer, so neither alb nor nlb may be set. Remove it, or set profile.load_balancer."
    }
    postcondition {
      condition     = self.deregistration_delay == null || var.container_port != null
      error_message = "container_port: the container maps no port, but the load balancer must reach one. Set container_port."
    }
    postcondition {
      condition     = self.deregistration_delay == null || var.service_registry_arn == null
      error_message = "service_registry_arn: with a load balancer callers must go through it, because only it stops sending before a task stops. Remove service_registry_arn, or set profile.load_balancer to \"none\"."
    }
    postcondition {
      condition     = self.visibility_timeout != null || var.queue.existing == null
      error_message = "queue.existing: only a profile with workload \"queue\" has a queue; given workload \"${var.profile.workload}\". Remove queue.existing."
    }
    postcondition {
      condition     = var.queue.existing == null || try(var.queue.existing.visibility_timeout_seconds >= self.visibility_timeout, true)
      error_message = "queue.existing.visibility_timeout_seconds: ${try(var.queue.existing.visibility_timeout_seconds, 0)} s is less than the ${coalesce(self.visibility_timeout, 0)} s that longest_work and the stop timeout need, so a message could come back while a worker still has it. Raise the queue's visibility timeout to at least ${coalesce(self.visibility_timeout, 0)}."
    }
    postcondition {
      condition     = try(var.autoscaling.backlog_per_task, null) == null || self.visibility_timeout != null
      error_message = "autoscaling.backlog_per_task: only a profile with workload \"queue\" has a backlog; given workload \"${var.profile.workload}\". Use cpu_target or memory_target."
    }
    postcondition {
      condition     = try(var.autoscaling.requests_per_target, null) == null || (self.deregistration_delay != null && self.connection_termination == null)
      error_message = "autoscaling.requests_per_target: only an Application Load Balancer counts requests, and this profile has none. Use cpu_target or memory_target."
    }
  }
}

locals {
  settings = graceful_service.this

  # Which load balancer the settings are for, read off the settings themselves:
  # only a load balancer has a deregistration delay, only an NLB flows to end.
  load_balancer = local.settings.deregistration_delay == null ? "none" : local.settings.connection_termination == null ? "alb" : "nlb"

  # The service needs two of the profile's own fields, so it needs their defaults.
  desired_count = coalesce(var.profile.desired_count, 2)
  capacity      = coalesce(var.profile.capacity, "on_demand")

  # arn:PARTITION:ecs:REGION:ACCOUNT:cluster/NAME has all that is needed of the
  # surroundings, so that no data source stands between a plan and its answer.
  cluster      = split(":", var.cluster_arn)
  partition    = local.cluster[1]
  cluster_name = trimprefix(local.cluster[5], "cluster/")
}
