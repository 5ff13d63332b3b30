variable "alb" {
  description = "Where an Application Load Balancer sends requests to this service: the listener, the rule's priority and at least one condition. `security_group_id` is the load balancer's. The load balancer's idle timeout is compared with the settings unless `check_idle_timeout` is false."
  type = object({
    listener_arn       = string
    priority           = number
    security_group_id  = string
    check_idle_timeout = optional(bool, true)
    health_check_path  = optional(string, "/healthz")
    health_check_port  = optional(number)
    host_headers       = optional(list(string), [])
    path_patterns      = optional(list(string), [])
    protocol_version   = optional(string, "HTTP1")
  })
  default = null

  validation {
    condition     = try(can(regex(":listener/app/", var.alb.listener_arn)), true) || var.alb == null
    error_message = "alb.listener_arn must be the ARN of an Application Load Balancer's listener (…:listener/app/…). Given: ${try(var.alb.listener_arn, "")}."
  }
  validation {
    condition     = try(var.alb.priority >= 1 && var.alb.priority <= 50000, true)
    error_message = "alb.priority must be a whole number from 1 to 50000. Given: ${try(var.alb.priority, 0)}."
  }
  validation {
    condition     = try(length(var.alb.host_headers) + length(var.alb.path_patterns) > 0, true)
    error_message = "alb.host_headers or alb.path_patterns must hold at least one condition: a rule without one would take every request of the listener."
  }
  validation {
    condition     = try(contains(["HTTP1", "HTTP2", "GRPC"], var.alb.protocol_version), true)
    error_message = "alb.protocol_version must be HTTP1, HTTP2 or GRPC. Given: \"${try(var.alb.protocol_version, "")}\"."
  }
  validation {
    condition     = try(startswith(var.alb.health_check_path, "/"), true)
    error_message = "alb.health_check_path must start with a slash. Given: \"${try(var.alb.health_check_path, "")}\"."
  }
  validation {
    condition     = try(contains(concat(local.app_ports, local.front_ports), var.alb.health_check_port), true)
    error_message = "alb.health_check_port: no container that takes requests maps port ${try(coalesce(var.alb.health_check_port), 0)}. Mapped: ${join(", ", concat(local.app_ports, local.front_ports))}. Add it to port_mappings."
  }
}

variable "assign_public_ip" {
  description = "Give each task a public IP address, for subnets without a NAT gateway."
  type        = bool
  default     = false
  nullable    = false
}

variable "autoscaling" {
  description = "Target tracking between `min` and `max` tasks; `min` is the profile's `min_count`. `cpu_target` and `memory_target` are percentages, `requests_per_target` is per minute (ALB, strategy rolling), `backlog_per_task` is messages (workload queue, broker sqs). Terraform then leaves the number of tasks alone; the scale-in cooldown comes from the settings."
  type = object({
    max                 = number
    min                 = number
    backlog_per_task    = optional(number)
    cpu_target          = optional(number)
    memory_target       = optional(number)
    requests_per_target = optional(number)
  })
  default = null

  validation {
    condition     = try(var.autoscaling.min >= 0 && var.autoscaling.max >= var.autoscaling.min, true)
    error_message = "autoscaling.max must be at least autoscaling.min, and that at least 0. Given: min ${try(var.autoscaling.min, 0)}, max ${try(var.autoscaling.max, 0)}."
  }
  validation {
    condition     = var.autoscaling == null || coalesce(var.profile.singleton, false) == false || try(var.autoscaling.max <= 1, true)
    error_message = "autoscaling.max: the profile is a singleton, so two tasks must never run at once. Given: ${try(var.autoscaling.max, 0)}. Set autoscaling.max to 1, or profile.singleton to false."
  }
  validation {
    condition     = var.profile.desired_count == null || try(var.profile.desired_count >= var.autoscaling.min && var.profile.desired_count <= var.autoscaling.max, true)
    error_message = "autoscaling: profile.desired_count ${coalesce(var.profile.desired_count, 0)} is not between min ${try(var.autoscaling.min, 0)} and max ${try(var.autoscaling.max, 0)}, so the first deployment would be scaled away at once. Change one of them."
  }
  validation {
    condition     = var.profile.min_count == null || try(var.autoscaling.min == var.profile.min_count, true)
    error_message = "autoscaling.min: ${try(var.autoscaling.min, 0)} is not profile.min_count ${coalesce(var.profile.min_count, 0)}, from which the deployment percentages are computed. Remove min_count from the profile: autoscaling.min is taken."
  }
  validation {
    condition     = var.autoscaling == null || length([for target in try([var.autoscaling.backlog_per_task, var.autoscaling.cpu_target, var.autoscaling.memory_target, var.autoscaling.requests_per_target], []) : target if target != null]) > 0
    error_message = "autoscaling needs at least one of cpu_target, memory_target, requests_per_target and backlog_per_task."
  }
  validation {
    condition     = alltrue([for target in try([var.autoscaling.cpu_target, var.autoscaling.memory_target], []) : target == null || try(target > 0 && target <= 100, false)])
    error_message = "autoscaling.cpu_target and autoscaling.memory_target are percentages from 1 to 100."
  }
}

variable "deployment_alarms" {
  description = "Names of CloudWatch alarms that roll a deployment back."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.deployment_alarms : length(name) > 0 && !startswith(name, "arn:")])
    error_message = "deployment_alarms must be names of alarms, not ARNs. Given: ${join(", ", var.deployment_alarms)}."
  }
}

variable "enable_execute_command" {
  description = "Allow ECS Exec into the tasks."
  type        = bool
  default     = false
  nullable    = false
}

variable "ingress_security_group_ids" {
  description = "Security groups that may reach the port that takes the requests, for callers that find the tasks by name."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.ingress_security_group_ids) == 0 || local.reached_port != null
    error_message = "ingress_security_group_ids: the container maps no port that they could reach. Set container_port."
  }
}

variable "log_retention_days" {
  description = "How long the tasks' logs are kept, in days."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. Given: ${var.log_retention_days}."
  }
}

variable "nlb" {
  description = "Where a Network Load Balancer sends connections to this service: the module creates the TCP listener on `port`, with the idle timeout of the settings. The tasks let in `security_group_id`, or `client_cidrs` for a load balancer without a security group."
  type = object({
    load_balancer_arn = string
    port              = number
    health_check_path = optional(string)
    health_check_port = optional(number)
    client_cidrs      = optional(list(string), [])
    security_group_id = optional(string)
  })
  default = null

  validation {
    condition     = var.nlb == null || try(can(regex(":loadbalancer/net/", var.nlb.load_balancer_arn)), true)
    error_message = "nlb.load_balancer_arn must be the ARN of a Network Load Balancer (…:loadbalancer/net/…). Given: ${try(var.nlb.load_balancer_arn, "")}."
  }
  validation {
    condition     = try(var.nlb.port >= 1 && var.nlb.port <= 65535, true)
    error_message = "nlb.port must be a whole number from 1 to 65535. Given: ${try(var.nlb.port, 0)}."
  }
  validation {
    condition     = var.nlb == null || try(var.nlb.security_group_id, null) != null || length(try(var.nlb.client_cidrs, [])) > 0
    error_message = "nlb.security_group_id or nlb.client_cidrs must be set: nothing else lets the load balancer reach the tasks."
  }
  validation {
    condition     = try(contains(concat(local.app_ports, local.front_ports), var.nlb.health_check_port), true)
    error_message = "nlb.health_check_port: no container that takes requests maps port ${try(coalesce(var.nlb.health_check_port), 0)}. Mapped: ${join(", ", concat(local.app_ports, local.front_ports))}. Add it to port_mappings."
  }
  validation {
    condition     = try(var.nlb.health_check_path, null) == null || startswith(coalesce(try(var.nlb.health_check_path, null), "/"), "/")
    error_message = "nlb.health_check_path must start with a slash. Given: \"${try(coalesce(var.nlb.health_check_path), "")}\"."
  }
}

variable "queue" {
  description = "The queue of a profile with workload queue and broker sqs. One with a dead-letter queue is created unless `existing` names one, whose visibility timeout is then checked."
  type = object({
    existing = optional(object({
      arn                        = string
      url                        = string
      visibility_timeout_seconds = number
    }))
    kms_key_arn       = optional(string)
    max_receive_count = optional(number, 5)
    retention_seconds = optional(number, 1209600)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.queue.existing == null || try(can(regex("^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.queue.existing.arn)), true)
    error_message = "queue.existing.arn must be the ARN of a standard SQS queue. Given: ${try(var.queue.existing.arn, "")}."
  }
  validation {
    condition     = var.queue.max_receive_count >= 1 && var.queue.max_receive_count <= 1000
    error_message = "queue.max_receive_count must be from 1 to 1000. Given: ${var.queue.max_receive_count}."
  }
  validation {
    condition     = var.queue.retention_seconds >= 60 && var.queue.retention_seconds <= 1209600
    error_message = "queue.retention_seconds must be from 60 to 1209600 (14 days). Given: ${var.queue.retention_seconds}."
  }
}

variable "service_registry_arn" {
  description = "ARN of a Cloud Map service (A records) in which the tasks are registered."
  type        = string
  default     = null

  validation {
    condition     = try(can(regex(":servicediscovery:.*:service/", var.service_registry_arn)), true) || var.service_registry_arn == null
    error_message = "service_registry_arn must be the ARN of a Cloud Map service. Given: \"${coalesce(var.service_registry_arn, "-")}\"."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : length(key) > 0 && length(key) <= 128 && !startswith(lower(key), "aws:")])
    error_message = "tags: a key has 1 to 128 characters and does not start with aws:. Given: ${join(", ", keys(var.tags))}."
  }
}

variable "task_policy_arns" {
  description = "Managed policies of the task role. The keys are any names that are known at plan."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.task_policy_arns) : can(regex("^arn:[a-z-]+:iam::[^:]*:policy/.", arn))])
    error_message = "task_policy_arns must be ARNs of IAM policies. Given: ${join(", ", values(var.task_policy_arns))}."
  }
}

variable "task_policy_statements" {
  description = "Further statements of the task role's own policy."
  type = list(object({
    actions   = list(string)
    resources = list(string)
    effect    = optional(string, "Allow")
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for s in var.task_policy_statements : contains(["Allow", "Deny"], s.effect) && length(s.actions) > 0 && length(s.resources) > 0])
    error_message = "task_policy_statements: each needs actions and resources, and effect Allow or Deny."
  }
}

variable "wait_for_steady_state" {
  description = "Let apply wait until the deployment is done, for at most the settings' `deployment_timeout`."
  type        = bool
  default     = false
  nullable    = false
}
