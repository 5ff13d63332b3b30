variable "container_definitions" {
  description = "Your containers by name, in the spelling of the ECS API, as the community modules take them. What the profile gives is merged in: stop timeouts, order, environment, the framework's arguments, and `startPeriod` of the app's health check if it has one. Nothing of yours is lost."
  # Containers differ in what they set, which no one object type holds.
  type     = any
  nullable = false

  validation {
    condition     = contains(try(keys(var.container_definitions), []), var.app_container)
    error_message = "container_definitions has no container \"${var.app_container}\". Given: ${join(", ", try(keys(var.container_definitions), []))}. Add it, or set app_container to the name of your app's."
  }
  validation {
    condition     = alltrue([for container in try(values(var.container_definitions), []) : can(keys(container))])
    error_message = "container_definitions: ${join(", ", [for name, container in try(var.container_definitions, {}) : name if !can(keys(container))])} must be an object, as in the ECS API: { image = … }."
  }
  validation {
    condition     = alltrue([for container in try(values(var.container_definitions), []) : try(container.stopTimeout, null) == null])
    error_message = "container_definitions: stopTimeout comes from the profile. Remove it from ${join(", ", [for name, container in try(var.container_definitions, {}) : name if try(container.stopTimeout, null) != null])}."
  }
  validation {
    condition     = try(var.container_definitions[var.app_container].healthCheck.startPeriod, null) == null
    error_message = "container_definitions.${var.app_container}.healthCheck.startPeriod comes from the profile: it is startup. Remove it, or change startup."
  }
  validation {
    # The provider takes stop_timeout for nothing and StopTimeout for stopTimeout.
    condition     = length(flatten([for name, container in try(var.container_definitions, {}) : [for key in try(keys(container), []) : "${name}.${key}" if !contains(local.read_keys, key) && contains([for known in local.read_keys : lower(known)], lower(replace(key, "_", "")))]])) == 0
    error_message = "container_definitions: ${join(", ", flatten([for name, container in try(var.container_definitions, {}) : [for key in try(keys(container), []) : "${name}.${key}" if !contains(local.read_keys, key) && contains([for known in local.read_keys : lower(known)], lower(replace(key, "_", "")))]]))} must be spelt as in the ECS API, and stopTimeout comes from the profile: otherwise it is lost, or stands beside what is merged in."
  }
  validation {
    condition     = alltrue([for name, container in try(var.container_definitions, {}) : try(container.name, null) == null || try(container.name == name, false)])
    error_message = "container_definitions: a container's name is its key, by which others depend on it. Remove name from ${join(", ", [for name, container in try(var.container_definitions, {}) : name if try(container.name != null && container.name != name, false)])}, or change the key."
  }
  validation {
    condition     = length(flatten([for name, container in try(var.container_definitions, {}) : [for key in local.list_keys : "${name}.${key}" if try(container[key] != null, false) && (can(keys(container[key])) || can(tostring(container[key])))]])) == 0
    error_message = "container_definitions: ${join(", ", flatten([for name, container in try(var.container_definitions, {}) : [for key in local.list_keys : "${name}.${key}" if try(container[key] != null, false) && (can(keys(container[key])) || can(tostring(container[key])))]]))} must be a list, as in the ECS API: environment is [{ name = …, value = … }]."
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

  validation {
    condition     = !contains(local.profile_containers, var.app_container)
    error_message = "app_container: \"${var.app_container}\" is a sidecar or the front in the profile, and cannot be the app too. Give one of them another name."
  }
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
    condition     = var.autoscaling == null || try(var.autoscaling.min >= 0 && var.autoscaling.max >= var.autoscaling.min && floor(var.autoscaling.min) == var.autoscaling.min && floor(var.autoscaling.max) == var.autoscaling.max, false)
    error_message = "autoscaling.max must be at least autoscaling.min, and that at least 0, both whole numbers. Given: min ${try(coalesce(var.autoscaling.min), "null")}, max ${try(coalesce(var.autoscaling.max), "null")}."
  }
  validation {
    condition     = var.autoscaling == null || try(var.autoscaling.cpu, null) != null || try(var.autoscaling.memory, null) != null
    error_message = "autoscaling needs at least one of cpu and memory."
  }
  validation {
    condition     = alltrue([for target in try([var.autoscaling.cpu, var.autoscaling.memory], []) : target == null || try(target > 0 && target <= 100, false)])
    error_message = "autoscaling.cpu and autoscaling.memory are percentages from 1 to 100."
  }
  validation {
    condition     = try(var.profile.desired_count, null) == null || try(var.profile.desired_count >= var.autoscaling.min && var.profile.desired_count <= var.autoscaling.max, true)
    error_message = "autoscaling: profile.desired_count ${try(coalesce(var.profile.desired_count), 0)} is not between min ${try(var.autoscaling.min, 0)} and max ${try(var.autoscaling.max, 0)}, so the first deployment would be scaled away at once. Change one of them."
  }
  validation {
    condition     = var.autoscaling == null || !try(tobool(coalesce(var.profile.singleton)), false) || try(var.autoscaling.max <= 1, true)
    error_message = "autoscaling.max: the profile is a singleton, so two tasks must never run at once. Given: ${try(coalesce(var.autoscaling.max), 0)}. Set autoscaling.max to 1, or profile.singleton to false."
  }
  validation {
    condition     = try(var.profile.min_count, null) == null || try(var.autoscaling.min == var.profile.min_count, true)
    error_message = "autoscaling.min: ${try(coalesce(var.autoscaling.min), 0)} is not profile.min_count ${try(coalesce(var.profile.min_count), 0)}, from which the deployment percentages are computed. Remove min_count from the profile: autoscaling.min is taken."
  }
}

variable "framework_arguments" {
  description = "Append the framework's own stop settings to the command of the container that has one. Set to false when the image's configuration has them."
  type        = bool
  default     = true
  nullable    = false
}

variable "target_group_arns" {
  description = "With `drain_notice` in the profile: the target groups that the service is registered in, and with a strategy other than rolling the alternate one too, where the app looks for its drain. Its role must allow `elasticloadbalancing:DescribeTargetHealth` on every resource, which your module for the service gives it."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.target_group_arns : can(regex(":targetgroup/", arn))])
    error_message = "target_group_arns must be ARNs of target groups (…:targetgroup/…). Given: ${join(", ", var.target_group_arns)}."
  }
  validation {
    condition     = length(var.target_group_arns) == 0 || try(tobool(coalesce(var.profile.drain_notice)), false)
    error_message = "target_group_arns: nobody looks for a drain without drain_notice. Set profile.drain_notice to true, or remove target_group_arns."
  }
}
