# The settings. They come from the resource, not from the data source, because
# the plan of a resource shows each number as old → new when the profile changes.
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

  # These stand here, and not at the resources that would suffer, so that nothing
  # else is planned when one of them fails.
  lifecycle {
    precondition {
      condition     = length(local.container_faults) == 0
      error_message = join("\n", local.container_faults)
    }
    precondition {
      condition     = length(local.stop_number_faults) == 0
      error_message = join("\n", local.stop_number_faults)
    }
    precondition {
      condition     = length(local.existing_faults) == 0
      error_message = join("\n", local.existing_faults)
    }
    precondition {
      condition     = length(local.existing_place_faults) == 0
      error_message = join("\n", local.existing_place_faults)
    }
    precondition {
      condition     = length(local.existing_doubles) == 0
      error_message = join("\n", local.existing_doubles)
    }
    postcondition {
      condition     = self.load_balancer != "alb" || (length(local.alb_routes) + length(local.existing_groups) > 0 && length(local.nlb_routes) == 0)
      error_message = "alb: the profile's load_balancer is \"alb\", so alb must be set and nlb must not. Set alb to the listener that routes to this service, or set profile.load_balancer to \"nlb\" or \"none\"."
    }
    postcondition {
      condition     = self.load_balancer != "nlb" || length(local.nlb_routes) + length(local.existing_groups) > 0
      error_message = "nlb: the profile's load_balancer is \"nlb\", so nlb must be set. Set nlb to the Network Load Balancer, or set profile.load_balancer to \"alb\" or \"none\"."
    }
    postcondition {
      condition     = var.alb == null || var.nlb == null
      error_message = "nlb: alb is set too, and only one of them can be the main way in. Put the other one into routes."
    }
    postcondition {
      condition     = self.load_balancer != "none" || (var.alb == null && var.nlb == null && length(var.routes) == 0)
      error_message = "${length(var.alb[*]) > 0 ? "alb" : var.nlb != null ? "nlb" : "routes"}: this profile has no load balancer, so alb, nlb and routes may not be set. Remove it, or set profile.load_balancer."
    }
    postcondition {
      condition     = length(local.group_faults) + length(local.listener_faults) == 0
      error_message = join("\n", concat(local.group_faults, local.listener_faults))
    }
    postcondition {
      condition     = length(local.misplaced_groups) == 0
      error_message = join("\n", [for path in local.misplaced_groups : "${path}.security_group_id: a route has it as an object. Set security_group = { id = … }, or leave it out for the load balancer of alb or nlb."])
    }
    postcondition {
      condition     = !local.own_security_group || length(local.let_in_faults) == 0
      error_message = join("\n", local.let_in_faults)
    }
    postcondition {
      condition     = length(local.place_faults) == 0
      error_message = join("\n", local.place_faults)
    }
    # One each, because a list with a value that is not known yet is judged at apply.
    postcondition {
      condition     = length(local.login_faults) == 0
      error_message = join("\n", local.login_faults)
    }
    postcondition {
      condition     = length(local.login_url_faults) == 0
      error_message = join("\n", local.login_url_faults)
    }
    postcondition {
      condition     = length(local.login_id_faults) == 0
      error_message = join("\n", local.login_id_faults)
    }
    postcondition {
      condition     = alltrue([for nlb in local.nlb_routes : try(can(regex("^arn:[a-z-]+:(acm|iam):", nlb.certificate_arn)), false) == (nlb.protocol == "TLS") && (nlb.protocol == "TLS" || nlb.certificate_arn == null)])
      error_message = "nlb.certificate_arn: a listener with protocol TLS needs the ARN of a certificate in ACM or IAM, and one with TCP has none. Given: ${join(", ", [for nlb in local.nlb_routes : "${nlb.protocol} with ${coalesce(nlb.certificate_arn, "none")}"])}."
    }
    postcondition {
      condition     = alltrue([for nlb in local.nlb_routes : nlb.protocol != "TLS"]) || try(self.idle_timeout <= local.tls_idle_timeout, true)
      error_message = "nlb.protocol: a TLS listener closes a connection that is silent for ${local.tls_idle_timeout} s, nobody can change that, and this profile needs ${coalesce(self.idle_timeout, 0)} s. Set protocol to TCP, or shorten longest_work."
    }
    postcondition {
      condition     = length(distinct(local.group_names)) == length(local.group_names)
      error_message = "target_group_name: two ways in have the same. Given: ${join(", ", local.group_names)}."
    }
    postcondition {
      condition     = self.deployment.strategy == "ROLLING" || self.load_balancer == "none" || (length(setsubtract(keys(local.rules), ["test"])) + length(local.nlb_routes) <= 1 && length(var.routes) == 0)
      error_message = "${length(var.routes) > 0 ? "routes" : "alb.rules"}: with strategy \"${coalesce(local.profile.strategy, "rolling")}\" ECS moves traffic at one rule or listener, and others would lead to a target group that is empty half of the time. Remove them, or set profile.strategy to \"rolling\"."
    }
    postcondition {
      condition     = var.test_listener == null || (self.load_balancer != "none" && self.deployment.strategy != "ROLLING")
      error_message = "test_listener: only a deployment that moves traffic between two target groups has test traffic. Remove it, or set profile.strategy to blue_green, linear or canary, behind a load balancer."
    }
    postcondition {
      condition     = var.test_listener == null || self.load_balancer == "none" || (try(var.test_listener.port, null) != null) == (self.load_balancer == "nlb")
      error_message = "test_listener: the profile's load_balancer is \"${self.load_balancer}\". Set listener_arn, priority and conditions with an alb, and port with an nlb."
    }
    postcondition {
      condition     = self.deployment.strategy != "ROLLING" || length([for service in values(local.given_connect_services) : service if service.client_alias.test_traffic_rules != null]) == 0
      error_message = "service_connect.services: client_alias.test_traffic_rules: only a deployment with strategy blue_green, linear or canary has test traffic. Remove them, or set profile.strategy."
    }
    postcondition {
      condition     = length(var.lifecycle_hooks) == 0 || self.deployment.strategy != "ROLLING"
      error_message = "lifecycle_hooks: ECS calls them in deployments with strategy blue_green, linear or canary only. Remove them, or set profile.strategy."
    }
    postcondition {
      condition     = var.cluster_capacity_providers == null || var.launch_type != null || alltrue([for provider in self.capacity_providers : contains(coalesce(var.cluster_capacity_providers, []), provider.name)])
      error_message = "cluster_capacity_providers: the cluster has ${join(", ", coalesce(var.cluster_capacity_providers, []))}, and this profile needs ${join(", ", [for provider in self.capacity_providers : provider.name])}. Add them to the cluster, or change profile.capacity."
    }
    postcondition {
      condition     = self.load_balancer == "none" || local.reached_port != null
      error_message = "container_port: the container maps no port, but the load balancer must reach one. Set container_port."
    }
    postcondition {
      condition     = self.load_balancer == "none" || try(self.front_settings.shutdown_delay, self.shutdown_delay) >= local.names_age
      error_message = "${var.service_registry != null ? "service_registry" : "service_connect.services"}: who calls the tasks by name learns of a stop at the signal, and may go on calling for ${local.names_age} s, but the container serves for ${try(self.front_settings.shutdown_delay, self.shutdown_delay)} s after it. Set profile.propagation to at least ${local.names_age}, with a longest_work that leaves it room, or let callers go through the load balancer."
    }
    postcondition {
      condition     = contains(["http", "websocket"], self.workload) || length(try(var.service_connect.services, {})) == 0
      error_message = "service_connect.services: with workload \"${self.workload}\" no request of others is the work that a stop waits for. Remove them: the tasks can still call others."
    }
    postcondition {
      condition     = self.visibility_timeout != null || var.queue.existing == null
      error_message = "queue.existing: only a profile with workload \"queue\" and broker \"sqs\" has a queue; given workload \"${var.profile.workload}\"${try(", broker \"${coalesce(var.profile.broker)}\"", "")}. Remove queue.existing."
    }
    postcondition {
      condition     = self.visibility_timeout == null || var.queue.existing != null || length(local.own_queue_name) <= 68
      error_message = "queue.name: \"${local.own_queue_name}\" has ${length(local.own_queue_name)} characters; with -dead-letter a queue's name has at most 80. Set queue.name to one of at most 68."
    }
    postcondition {
      condition     = var.queue.existing == null || try(var.queue.existing.visibility_timeout_seconds >= self.visibility_timeout, true)
      error_message = "queue.existing.visibility_timeout_seconds: ${try(var.queue.existing.visibility_timeout_seconds, 0)} s is less than the ${coalesce(self.visibility_timeout, 0)} s that ${local.profile.heartbeat == null ? "longest_work and the stop timeout" : "three heartbeats"} need, so a message could come back while a worker still has it. Raise the queue's visibility timeout to at least ${coalesce(self.visibility_timeout, 0)}."
    }
    postcondition {
      condition     = try(var.autoscaling.backlog_per_task, null) == null || self.visibility_timeout != null
      error_message = "autoscaling.backlog_per_task: only a profile with workload \"queue\" and broker \"sqs\" has a backlog that is measured. Use cpu_target or memory_target."
    }
    postcondition {
      condition     = try(var.autoscaling.requests_per_target, null) == null || contains(keys(local.alb_routes), "main")
      error_message = "autoscaling.requests_per_target: only an Application Load Balancer counts requests, those of the rules in alb, and there is none. Use cpu_target or memory_target."
    }
    postcondition {
      condition     = try(var.autoscaling.requests_per_target, null) == null || self.deployment.strategy == "ROLLING"
      error_message = "autoscaling.requests_per_target: with strategy \"${coalesce(local.profile.strategy, "rolling")}\" two target groups take turns, and a policy counts the requests of one. Use cpu_target or memory_target."
    }
    postcondition {
      condition     = length(local.own_requests) == 0 || (contains(keys(local.alb_routes), "main") && self.deployment.strategy == "ROLLING")
      error_message = "autoscaling.predictive: ${join(", ", local.own_requests)} would count the requests of the rules in alb, of which there are none, or with strategy \"${coalesce(local.profile.strategy, "rolling")}\" of one of two target groups that take turns. Set resource_label, or predefined_metric_type to one of CPU or memory."
    }
    postcondition {
      condition     = var.capacity_provider_strategy == null || toset(keys(coalesce(var.capacity_provider_strategy, {}))) == toset(self.capacity_providers[*].name)
      error_message = "capacity_provider_strategy: given are ${join(", ", keys(coalesce(var.capacity_provider_strategy, {})))}, and this profile's capacity is ${join(" and ", self.capacity_providers[*].name)}, from which it says what survives. Name the same, or change profile.capacity."
    }
    postcondition {
      condition     = var.launch_type == null || jsonencode(self.capacity_providers[*].name) == jsonencode(["FARGATE"])
      error_message = "launch_type: FARGATE is on demand alone, and this profile's capacity is ${join(" and ", self.capacity_providers[*].name)}. Remove launch_type, or set profile.capacity to \"on_demand\"."
    }
    postcondition {
      condition     = (var.infrastructure_role == null && var.iam_role_names.infrastructure == null) || (self.load_balancer != "none" && self.deployment.strategy != "ROLLING")
      error_message = "${var.infrastructure_role != null ? "infrastructure_role" : "iam_role_names.infrastructure"}: only a deployment that moves traffic between two target groups has an infrastructure role. Remove it, or set profile.strategy to blue_green, linear or canary, behind a load balancer."
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

  # Whether a deployment moves traffic between two target groups.
  shifts = local.settings.load_balancer != "none" && local.settings.deployment.strategy != "ROLLING"

  # arn:PARTITION:ecs:REGION:ACCOUNT:cluster/NAME has all that is needed of the
  # surroundings, so that no data source stands between a plan and its answer.
  cluster      = split(":", var.cluster_arn)
  partition    = local.cluster[1]
  cluster_name = trimprefix(local.cluster[5], "cluster/")
}
