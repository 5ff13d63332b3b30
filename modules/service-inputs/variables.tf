variable "container_definitions" {
  description = "Your containers by name, in the spelling of the ECS API, as the community modules take them. What the profile gives is merged in: stop timeouts, order, environment, the framework's arguments. Nothing of yours is lost."
  # Containers differ in what they set, which no one object type holds.
  type     = any
  nullable = false

  validation {
    condition     = contains(try(keys(var.container_definitions), []), var.app_container)
    error_message = "container_definitions has no container \"${var.app_container}\". Given: ${join(", ", try(keys(var.container_definitions), []))}. Add it, or set app_container to the name of your app's."
  }
  validation {
    condition     = alltrue([for container in try(values(var.container_definitions), []) : try(container.stopTimeout, null) == null])
    error_message = "container_definitions: stopTimeout comes from the profile. Remove it from ${join(", ", [for name, container in try(var.container_definitions, {}) : name if try(container.stopTimeout, null) != null])}."
  }
  validation {
    condition     = length(setsubtract(local.profile_containers, try(keys(var.container_definitions), []))) == 0
    error_message = "container_definitions: the profile names ${join(", ", setsubtract(local.profile_containers, try(keys(var.container_definitions), [])))}, which is no container here. Add it, or remove it from the profile."
  }
}

variable "name" {
  description = "Name of the service; the plan shows its settings under it."
  type        = string
  nullable    = false
}

variable "profile" {
  description = "What the service does and what must survive when a task stops: the fields of a profile file, so `yamldecode(file(\"profile.yaml\"))` fits."
  # Not an object type: Terraform would drop a misspelt field, and its default would be taken.
  type     = any
  nullable = false

  validation {
    condition     = can(keys(var.profile))
    error_message = "profile must be an object with the fields of a profile, at least workload and longest_work."
  }
  validation {
    # The function speaks for itself: its fault names the field and the way out.
    condition     = !can(keys(var.profile)) || try(length(setsubtract(keys(var.profile), local.profile_fields)) == 0 && var.profile.workload != null && var.profile.longest_work != null, false) ? true : provider::graceful::settings(var.profile) == null
    error_message = "profile has a field that does not exist, or lacks workload or longest_work."
  }
}

variable "app_container" {
  description = "Name of the app's container."
  type        = string
  default     = "app"
  nullable    = false
}

variable "autoscaling" {
  description = "The fewest and the most tasks that autoscaling leaves, and the targets by which it scales: `cpu` and `memory` in percent. Null is a fixed number of tasks."
  type = object({
    min    = number
    max    = number
    cpu    = optional(number)
    memory = optional(number)
  })
  default = null

  validation {
    condition     = try(var.autoscaling.min >= 0 && var.autoscaling.max >= var.autoscaling.min, true)
    error_message = "autoscaling.max must be at least autoscaling.min, and that at least 0. Given: min ${try(var.autoscaling.min, 0)}, max ${try(var.autoscaling.max, 0)}."
  }
  validation {
    condition     = var.autoscaling == null || try(var.autoscaling.cpu, null) != null || try(var.autoscaling.memory, null) != null
    error_message = "autoscaling needs at least one of cpu and memory."
  }
}

variable "framework_arguments" {
  description = "Append the framework's own stop settings to the command of the container that has one. Set to false when the image's configuration has them."
  type        = bool
  default     = true
  nullable    = false
}
