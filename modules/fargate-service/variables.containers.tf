variable "container_definitions" {
  description = "What a container needs beside what the profile and the other variables give, by the container's name: members of the ECS API's ContainerDefinition in its own spelling, like `{ app = { user = \"1000\", ulimits = […] } }`. `logConfiguration` with the driver `awsfirelens` sends logs through the sidecar that has a `firelensConfiguration`. What stops a task, what has a variable of its own and what Fargate does not take are refused."
  # Not an object type: Terraform would drop a misspelt member.
  type     = any
  default  = {}
  nullable = false

  validation {
    condition     = can(keys(var.container_definitions))
    error_message = "container_definitions must be a map of containers, like { app = { user = \"1000\" } }."
  }
}

variable "container_name" {
  description = "Name of the app container."
  type        = string
  default     = "app"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,255}$", var.container_name))
    error_message = "container_name must hold 1 to 255 letters, digits, hyphens and underscores. Given: \"${var.container_name}\"."
  }
}

variable "ephemeral_storage_gib" {
  description = "Storage of each task in GiB, from 21 to 200. Null has Fargate's own 20."
  type        = number
  default     = null

  validation {
    condition     = try(var.ephemeral_storage_gib >= 21 && var.ephemeral_storage_gib <= 200 && floor(var.ephemeral_storage_gib) == var.ephemeral_storage_gib, var.ephemeral_storage_gib == null)
    error_message = "ephemeral_storage_gib must be a whole number from 21 to 200, or null for Fargate's own 20. Given: ${coalesce(var.ephemeral_storage_gib, 0)}."
  }
}

variable "init_containers" {
  description = "Containers that end before the app starts, such as a migration. Each starts when those in its `after` have ended, or have started if they are sidecars; `after` may name init containers before it in the list. `condition` says when it has ended well: `SUCCESS`, or `COMPLETE` with any exit code. They are no part of a stop; the time that they take belongs into the profile's `provisioning`."
  type = list(object({
    name               = string
    image              = string
    after              = optional(list(string), [])
    command            = optional(list(string))
    condition          = optional(string, "SUCCESS")
    cpu                = optional(number)
    entry_point        = optional(list(string))
    environment        = optional(map(string), {})
    memory_reservation = optional(number)
    secrets            = optional(map(string), {})

    # Refused: the profile gives them, and Terraform would drop them without a word.
    dependsOn    = optional(list(object({})))
    stop_timeout = optional(string)
    stopTimeout  = optional(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for c in var.init_containers : can(regex("^[A-Za-z0-9_-]{1,255}$", c.name))])
    error_message = "init_containers: names must hold 1 to 255 letters, digits, hyphens and underscores. Given: ${join(", ", var.init_containers[*].name)}."
  }
  validation {
    condition     = length(var.init_containers) == 0 || length(distinct(concat(var.init_containers[*].name, [var.container_name], local.front_names, local.sidecar_names))) == length(var.init_containers) + 1 + length(local.front_names) + length(local.sidecar_names)
    error_message = "init_containers: every container of the task needs a name of its own. Given: ${join(", ", concat([var.container_name], local.front_names, local.sidecar_names, var.init_containers[*].name))}. Rename one."
  }
  validation {
    condition     = alltrue([for c in var.init_containers : contains(["COMPLETE", "SUCCESS"], c.condition)])
    error_message = "init_containers: condition must be COMPLETE or SUCCESS. Given: ${join(", ", var.init_containers[*].condition)}."
  }
  validation {
    condition     = alltrue([for i, c in var.init_containers : length(setsubtract(c.after, concat(slice(var.init_containers[*].name, 0, i), local.sidecar_names))) == 0])
    error_message = "init_containers: after may name sidecars and init containers before it. Given: ${join("; ", [for c in var.init_containers : "${c.name} after ${join(", ", c.after)}" if length(c.after) > 0])}. Put them into order, or remove what is not one."
  }
  validation {
    condition     = alltrue(flatten([for c in var.init_containers : [for arn in values(c.secrets) : can(regex("^arn:[a-z-]+:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:|ssm:[a-z0-9-]+:[0-9]{12}:parameter/).", arn))]]))
    error_message = "init_containers: secrets must be ARNs of Secrets Manager secrets or SSM parameters."
  }
  validation {
    condition     = alltrue([for c in var.init_containers : length(setintersection(keys(c.secrets), keys(c.environment))) == 0])
    error_message = "init_containers: ${join(", ", flatten([for c in var.init_containers : setintersection(keys(c.secrets), keys(c.environment))]))} is set both in environment and in secrets."
  }
}
