variable "deployment_alarms_rollback" {
  description = "Roll a deployment back that an alarm of `deployment_alarms` ends. With false it ends where it is."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_ecs_managed_tags" {
  description = "Let ECS tag the tasks with the cluster's and the service's name."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_fault_injection" {
  description = "Let the tasks take requests of AWS Fault Injection Service."
  type        = bool
  default     = false
  nullable    = false
}

variable "force_delete" {
  description = "Delete the service without first scaling it to no task. The tasks are stopped as always."
  type        = bool
  default     = false
  nullable    = false
}

variable "pid_mode" {
  description = "Whether the containers of a task see each other's processes: task, or null for not. Fargate has no other."
  type        = string
  default     = null

  validation {
    condition     = var.pid_mode == null || try(var.pid_mode == "task", false)
    error_message = "pid_mode must be task; Fargate has no host whose processes could be seen. Given: \"${coalesce(var.pid_mode, "-")}\"."
  }
}

variable "propagate_tags" {
  description = "Where the tasks have their tags from: SERVICE, TASK_DEFINITION or NONE."
  type        = string
  default     = "SERVICE"
  nullable    = false

  validation {
    condition     = contains(["SERVICE", "TASK_DEFINITION", "NONE"], var.propagate_tags)
    error_message = "propagate_tags must be SERVICE, TASK_DEFINITION or NONE. Given: \"${var.propagate_tags}\"."
  }
}

variable "security_group_tags" {
  description = "Further tags of the security group."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.security_group_tags) : length(key) > 0 && length(key) <= 128 && !startswith(lower(key), "aws:")])
    error_message = "security_group_tags: a key has 1 to 128 characters and does not start with aws:. Given: ${join(", ", keys(var.security_group_tags))}."
  }
}

variable "service_tags" {
  description = "Further tags of the service, and of its tasks while `propagate_tags` is SERVICE."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.service_tags) : length(key) > 0 && length(key) <= 128 && !startswith(lower(key), "aws:")])
    error_message = "service_tags: a key has 1 to 128 characters and does not start with aws:. Given: ${join(", ", keys(var.service_tags))}."
  }
}

variable "sigint_rollback" {
  description = "Roll a deployment back when `apply` is interrupted while it waits for it."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.sigint_rollback || var.wait_for_steady_state
    error_message = "sigint_rollback: only an apply that waits can be interrupted. Set wait_for_steady_state to true, or remove sigint_rollback."
  }
}

variable "task_family" {
  description = "Family of the task definition; null is the service's name."
  type        = string
  default     = null

  validation {
    condition     = var.task_family == null || can(regex("^[A-Za-z0-9_-]{1,255}$", var.task_family))
    error_message = "task_family holds 1 to 255 letters, digits, hyphens and underscores. Given: \"${coalesce(var.task_family, "-")}\"."
  }
}

variable "task_tags" {
  description = "Further tags of the task definition, and of the tasks while `propagate_tags` is TASK_DEFINITION."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.task_tags) : length(key) > 0 && length(key) <= 128 && !startswith(lower(key), "aws:")])
    error_message = "task_tags: a key has 1 to 128 characters and does not start with aws:. Given: ${join(", ", keys(var.task_tags))}."
  }
}

variable "triggers" {
  description = "Any values; when one changes, the service is deployed anew."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.triggers) == 0 || var.force_new_deployment
    error_message = "triggers: with force_new_deployment false nothing deploys. Set it to true, or remove triggers."
  }
}
