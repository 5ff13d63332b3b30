variable "assign_public_ip" {
  description = "Give each task a public IP address, for subnets without a NAT gateway."
  type        = bool
  default     = false
  nullable    = false
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

variable "force_new_deployment" {
  description = "Deploy whenever a change reaches the service, even one that would not need it, such as `desired_count`. hashicorp/aws changes the capacity providers of a service in no other way: with false, a change of `capacity` fails the plan."
  type        = bool
  default     = true
  nullable    = false
}

variable "queue" {
  description = "The queue of a profile with workload queue and broker sqs. One with a dead-letter queue is created unless `existing` names one, whose visibility timeout is then checked. `name` is that of the created queue, null the service's: keep it when the service is renamed, or the messages go with the old queue."
  type = object({
    existing = optional(object({
      arn                        = string
      url                        = string
      visibility_timeout_seconds = number
    }))
    kms_key_arn       = optional(string)
    max_receive_count = optional(number, 5)
    name              = optional(string)
    retention_seconds = optional(number, 1209600)

    visibility_timeout_seconds = optional(string) # Refused: the profile gives it.
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.queue.existing == null || try(can(regex("^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+(\\.fifo)?$", var.queue.existing.arn)), true)
    error_message = "queue.existing.arn must be the ARN of an SQS queue. Given: ${try(var.queue.existing.arn, "")}."
  }
  validation {
    condition     = var.queue.name == null || can(regex("^[A-Za-z0-9_-]{1,68}$", var.queue.name))
    error_message = "queue.name holds 1 to 68 letters, digits, hyphens and underscores, so that there is room for -dead-letter. Given: \"${coalesce(var.queue.name, "-")}\"."
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

variable "wait_for_steady_state" {
  description = "Let apply wait until the deployment is done, for at most the settings' `deployment_timeout`. With false, what the old tasks still need, such as the open port that they listen on, is taken away while they serve."
  type        = bool
  default     = true
  nullable    = false
}
