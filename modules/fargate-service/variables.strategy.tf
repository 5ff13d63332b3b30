variable "lifecycle_hooks" {
  description = "Lambda functions that a deployment with strategy blue_green, linear or canary calls, by any name: `hook_target_arn`, its `lifecycle_stages`, `hook_details` as JSON, and the `role` that calls it, without which the module makes one. A stage waits for its hook, so what hooks take together counts against the settings' `deployment_timeout`: declare it in `profile.bake_minutes`."
  type = map(object({
    hook_target_arn  = string
    lifecycle_stages = list(string)
    hook_details     = optional(string)
    role             = optional(object({ arn = string }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for hook in values(var.lifecycle_hooks) : can(regex("^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:.", hook.hook_target_arn))])
    error_message = "lifecycle_hooks: hook_target_arn must be the ARN of a Lambda function. Given: ${join(", ", values(var.lifecycle_hooks)[*].hook_target_arn)}."
  }
  validation {
    condition     = alltrue([for hook in values(var.lifecycle_hooks) : length(hook.lifecycle_stages) > 0 && length(setsubtract(hook.lifecycle_stages, ["RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"])) == 0])
    error_message = "lifecycle_hooks: lifecycle_stages are one or more of RECONCILE_SERVICE, PRE_SCALE_UP, POST_SCALE_UP, TEST_TRAFFIC_SHIFT, POST_TEST_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT and POST_PRODUCTION_TRAFFIC_SHIFT. Given: ${join(", ", flatten(values(var.lifecycle_hooks)[*].lifecycle_stages))}."
  }
  validation {
    condition     = alltrue([for hook in values(var.lifecycle_hooks) : try(hook.hook_details == null || can(keys(jsondecode(hook.hook_details))), true)])
    error_message = "lifecycle_hooks: hook_details must be a JSON object, for instance jsonencode({ key = \"value\" })."
  }
  validation {
    condition     = alltrue([for hook in values(var.lifecycle_hooks) : try(hook.role == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.", hook.role.arn)), true)])
    error_message = "lifecycle_hooks: role.arn must be the ARN of a role. Given: ${join(", ", [for hook in values(var.lifecycle_hooks) : hook.role.arn if hook.role != null])}."
  }
}

variable "test_listener" {
  description = "Where the new tasks of a deployment with strategy blue_green, linear or canary get test traffic. Behind an ALB a rule as in `alb`: `listener_arn`, `priority` and at least one condition. Behind an NLB a listener on `port`."
  type = object({
    host_headers  = optional(list(string), [])
    http_headers  = optional(map(list(string)), {})
    http_methods  = optional(list(string), [])
    listener_arn  = optional(string)
    path_patterns = optional(list(string), [])
    port          = optional(number)
    priority      = optional(number)
    query_strings = optional(list(object({ key = optional(string), value = string })), [])
    source_ips    = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.test_listener == null || try((var.test_listener.priority == null) != (var.test_listener.port == null), false)
    error_message = "test_listener has either priority and listener_arn, behind an ALB, or port, behind an NLB."
  }
  validation {
    condition     = try(var.test_listener.priority, null) == null ? true : try(can(regex(":listener/app/", var.test_listener.listener_arn)), true)
    error_message = "test_listener.listener_arn must be the ARN of an Application Load Balancer's listener (…:listener/app/…). Given: ${try(coalesce(var.test_listener.listener_arn), "none")}."
  }
  validation {
    condition     = try(var.test_listener.priority, null) == null ? true : try(var.test_listener.priority >= 1 && var.test_listener.priority <= 50000 && floor(var.test_listener.priority) == var.test_listener.priority, false)
    error_message = "test_listener.priority must be a whole number from 1 to 50000. Given: ${try(coalesce(var.test_listener.priority), 0)}."
  }
  validation {
    condition     = try(var.test_listener.port, null) == null ? true : try(var.test_listener.port >= 1 && var.test_listener.port <= 65535 && floor(var.test_listener.port) == var.test_listener.port, false)
    error_message = "test_listener.port must be a whole number from 1 to 65535. Given: ${try(coalesce(var.test_listener.port), 0)}."
  }
  validation {
    condition     = try(length(var.test_listener.host_headers) + length(var.test_listener.http_headers) + length(var.test_listener.http_methods) + length(var.test_listener.path_patterns) + length(var.test_listener.query_strings) + length(var.test_listener.source_ips) > 0, false) == (try(var.test_listener.priority, null) != null)
    error_message = "test_listener: a rule needs at least one of host_headers, http_headers, http_methods, path_patterns, query_strings and source_ips, and a listener of an NLB has none."
  }
  validation {
    condition     = try(length(var.test_listener.host_headers) + length(flatten(values(var.test_listener.http_headers))) + length(var.test_listener.http_methods) + length(var.test_listener.path_patterns) + length(var.test_listener.query_strings) + length(var.test_listener.source_ips) <= 5, true)
    error_message = "test_listener: a rule takes at most 5 values in all its conditions."
  }
  validation {
    condition     = try(var.test_listener.port != var.nlb.port, true)
    error_message = "test_listener.port: nlb.port is the same, ${try(coalesce(var.test_listener.port), 0)}. A load balancer has one listener on a port."
  }
  validation {
    condition     = try(var.test_listener.listener_arn != var.alb.listener_arn || var.test_listener.priority != var.alb.priority, true)
    error_message = "test_listener.priority: alb.priority on the same listener is ${try(coalesce(var.test_listener.priority), 0)} too. Give each its own."
  }
}
