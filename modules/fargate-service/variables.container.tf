variable "command" {
  description = "Command of the app container. The framework's own stop settings are appended when the profile names a framework and `framework_arguments` is true. Null runs the image's command."
  type        = list(string)
  default     = null

  validation {
    condition     = try(length(var.command) > 0, true)
    error_message = "command must hold at least one word, or be null to run the image's own command."
  }
}

variable "container_port" {
  description = "Port on which the app listens. Required with a load balancer, but with a front only the front reaches it."
  type        = number
  default     = null

  validation {
    condition     = try(var.container_port >= 1 && var.container_port <= 65535 && floor(var.container_port) == var.container_port, true)
    error_message = "container_port must be a whole number from 1 to 65535. Given: ${coalesce(var.container_port, 0)}."
  }
}

variable "cpu" {
  description = "CPU units of the task: 256, 512, 1024, 2048, 4096, 8192 or 16384."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = contains(keys(local.fargate_memory), tostring(var.cpu))
    error_message = "cpu must be a size that Fargate offers: ${join(", ", local.fargate_cpus)}. Given: ${var.cpu}."
  }
}

variable "cpu_architecture" {
  description = "CPU architecture of the image: X86_64 or ARM64."
  type        = string
  default     = "X86_64"
  nullable    = false

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "cpu_architecture must be X86_64 or ARM64. Given: \"${var.cpu_architecture}\"."
  }
}

variable "entry_point" {
  description = "Entry point of the app container. Null runs the image's own."
  type        = list(string)
  default     = null

  validation {
    condition     = try(length(var.entry_point) > 0, true)
    error_message = "entry_point must hold at least one word, or be null to run the image's own."
  }
}

variable "environment" {
  description = "Environment variables of the app container. The profile's own variables are added; a name with its prefix is refused."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Za-z_][A-Za-z0-9_.-]*$", name))])
    error_message = "environment: names must start with a letter or an underscore. Given: ${join(", ", keys(var.environment))}."
  }
}

variable "framework_arguments" {
  description = "Append the framework's own stop settings to `command`. Set to false when the image's configuration has them."
  type        = bool
  default     = true
  nullable    = false
}

variable "front" {
  description = "Container that takes the requests and hands them to the app, such as a TLS proxy; required if the profile has a `front`, which names it. The load balancer reaches its `port`; `ports` and `container_port_ranges` are further ones. The framework's own stop settings are appended to `command` unless `framework_arguments` is false."
  type = object({
    image                 = string
    port                  = number
    command               = optional(list(string))
    container_port_ranges = optional(list(string), [])
    cpu                   = optional(number)
    entry_point           = optional(list(string))
    environment           = optional(map(string), {})
    framework_arguments   = optional(bool, true)
    memory_reservation    = optional(number)
    ports                 = optional(list(number), [])
    secrets               = optional(map(string), {})

    # Refused: the profile gives them, and Terraform would drop them without a word.
    dependsOn    = optional(list(object({})))
    stop_timeout = optional(string)
    stopTimeout  = optional(string)
  })
  default = null

  validation {
    condition     = var.front != null || try(var.profile.front, null) == null
    error_message = "front: the profile's front \"${try(var.profile.front.name, "")}\" has no container. Set front, or remove front from the profile."
  }
  validation {
    condition     = var.front == null || try(var.profile.front, null) != null
    error_message = "front: the profile has no front, so nothing says how long the container takes to stop. Add front = { name = … } to the profile, or remove front."
  }
  validation {
    condition     = var.front == null || try(var.profile.front.name != var.container_name, true)
    error_message = "front: \"${var.container_name}\" is the name of the app container. Give the front another name in the profile."
  }
  validation {
    condition     = var.front == null || alltrue([for port in try(concat([var.front.port], var.front.ports), []) : port >= 1 && port <= 65535 && floor(port) == port])
    error_message = "front: port and ports must be whole numbers from 1 to 65535. Given: ${try(join(", ", concat([var.front.port], var.front.ports)), "")}."
  }
  validation {
    condition     = var.front == null || try(length(var.front.container_port_ranges) <= 100 && alltrue([for range in var.front.container_port_ranges : try(tonumber(regex("^([1-9][0-9]*)-([1-9][0-9]*)$", range)[0]) < tonumber(regex("^([1-9][0-9]*)-([1-9][0-9]*)$", range)[1]) && tonumber(regex("^([1-9][0-9]*)-([1-9][0-9]*)$", range)[1]) <= 65535, false)]), true)
    error_message = "front: container_port_ranges are up to 100 ranges like 8000-8010, of two ports from 1 to 65535, the first below the last. Given: ${try(join(", ", var.front.container_port_ranges), "")}."
  }
  validation {
    condition     = try(alltrue([for arn in values(var.front.secrets) : can(regex("^arn:[a-z-]+:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:|ssm:[a-z0-9-]+:[0-9]{12}:parameter/).", arn))]), true)
    error_message = "front: secrets must be ARNs of Secrets Manager secrets or SSM parameters."
  }
  validation {
    condition     = try(length(setintersection(keys(var.front.secrets), keys(var.front.environment))) == 0, true)
    error_message = "front: ${try(join(", ", setintersection(keys(var.front.secrets), keys(var.front.environment))), "")} is set both in environment and in secrets."
  }
}

variable "health_check_command" {
  description = "Container health check, such as [\"CMD-SHELL\", \"curl -f localhost:8080/healthz\"]. Null has none."
  type        = list(string)
  default     = null

  validation {
    condition     = var.health_check_command == null || try(length(var.health_check_command) > 1 && contains(["CMD", "CMD-SHELL"], var.health_check_command[0]), false)
    error_message = "health_check_command must start with CMD or CMD-SHELL and go on with the command."
  }
}

variable "memory" {
  description = "Memory of the task in MiB, a size that Fargate offers for `cpu`."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = contains(lookup(local.fargate_memory, tostring(var.cpu), [var.memory]), var.memory)
    error_message = "memory: Fargate has no ${var.memory} MiB with cpu ${var.cpu}. Allowed: ${join(", ", lookup(local.fargate_memory, tostring(var.cpu), []))}."
  }
}

variable "operating_system_family" {
  description = "Operating system of the image. Only LINUX: Windows containers get no stop signal."
  type        = string
  default     = "LINUX"
  nullable    = false

  validation {
    condition     = var.operating_system_family == "LINUX"
    error_message = "operating_system_family must be LINUX: a Windows container gets CTRL_SHUTDOWN_EVENT instead of a stop signal, so no setting of this module would hold. Given: \"${var.operating_system_family}\"."
  }
}

variable "port_mappings" {
  description = "Further ports of the app container, such as a metrics port."
  type        = list(number)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for port in var.port_mappings : port >= 1 && port <= 65535 && floor(port) == port])
    error_message = "port_mappings must be whole numbers from 1 to 65535. Given: ${join(", ", var.port_mappings)}."
  }
  validation {
    condition     = length(distinct(concat(var.port_mappings, local.other_ports))) == length(concat(var.port_mappings, local.other_ports))
    error_message = "port_mappings: all containers of a task share its ports, so container_port, port_mappings and the ports of front and sidecars must differ. Given: ${join(", ", concat(var.port_mappings, local.other_ports))}."
  }
}

variable "readonly_root_filesystem" {
  description = "Mount the app container's root filesystem read-only."
  type        = bool
  default     = false
  nullable    = false
}

variable "secrets" {
  description = "Secrets of the app container: variable name to the ARN of a Secrets Manager secret or an SSM parameter."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.secrets) : can(regex("^arn:[a-z-]+:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:|ssm:[a-z0-9-]+:[0-9]{12}:parameter/).", arn))])
    error_message = "secrets must be ARNs of Secrets Manager secrets or SSM parameters. Given: ${join(", ", values(var.secrets))}."
  }
  validation {
    condition     = length(setintersection(keys(var.secrets), keys(var.environment))) == 0
    error_message = "secrets: ${join(", ", setintersection(keys(var.secrets), keys(var.environment)))} is set in environment already."
  }
}

variable "sidecars" {
  description = "Containers beside the app, by name. The names are those of the profile's `sidecars`, which say how long each needs to flush. With `condition` `HEALTHY` the app waits until its health check in `container_definitions` passes."
  type = map(object({
    image                 = string
    command               = optional(list(string))
    condition             = optional(string, "START")
    container_port_ranges = optional(list(string), [])
    cpu                   = optional(number)
    entry_point           = optional(list(string))
    environment           = optional(map(string), {})
    essential             = optional(bool, true)
    memory_reservation    = optional(number)
    ports                 = optional(list(number), [])
    secrets               = optional(map(string), {})

    # Refused: the profile gives them, and Terraform would drop them without a word.
    dependsOn    = optional(list(object({})))
    stop_timeout = optional(string)
    stopTimeout  = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for s in values(var.sidecars) : contains(["HEALTHY", "START"], s.condition)])
    error_message = "sidecars: condition must be START or HEALTHY; a container that ends before the app starts belongs into init_containers. Given: ${join(", ", [for s in values(var.sidecars) : s.condition])}."
  }
  validation {
    condition     = length(setsubtract(local.sidecar_names, keys(var.sidecars))) == 0
    error_message = "sidecars: profile.sidecars names ${join(", ", setsubtract(local.sidecar_names, keys(var.sidecars)))}, but sidecars has no container of that name. Add it to sidecars, or remove it from profile.sidecars."
  }
  validation {
    condition     = length(setsubtract(keys(var.sidecars), local.sidecar_names)) == 0
    error_message = "sidecars: ${join(", ", setsubtract(keys(var.sidecars), local.sidecar_names))} is not in profile.sidecars, so nothing says how long it needs to flush. Add {name, flush} to profile.sidecars, or remove the container."
  }
  validation {
    condition     = sum(concat([0], local.front_cpu, [for s in values(var.sidecars) : s.cpu if s.cpu != null])) < var.cpu
    error_message = "sidecars: their cpu and the front's, ${join(" + ", concat(local.front_cpu, [for s in values(var.sidecars) : s.cpu if s.cpu != null]))}, leave the app nothing of the task's ${var.cpu}. Raise cpu."
  }
  validation {
    condition     = sum(concat([0], local.front_memory, [for s in values(var.sidecars) : s.memory_reservation if s.memory_reservation != null])) <= var.memory
    error_message = "sidecars: their memory_reservation and the front's, ${join(" + ", concat(local.front_memory, [for s in values(var.sidecars) : s.memory_reservation if s.memory_reservation != null]))}, are more than the task's ${var.memory} MiB. Raise memory."
  }
  validation {
    condition     = !contains(keys(var.sidecars), var.container_name)
    error_message = "sidecars: \"${var.container_name}\" is the name of the app container. Give the sidecar another name."
  }
  validation {
    condition     = alltrue(flatten([for s in values(var.sidecars) : [for port in s.ports : port >= 1 && port <= 65535 && floor(port) == port]]))
    error_message = "sidecars: ports must be whole numbers from 1 to 65535."
  }
  validation {
    condition     = alltrue([for s in values(var.sidecars) : length(s.container_port_ranges) <= 100 && alltrue([for range in s.container_port_ranges : try(tonumber(regex("^([1-9][0-9]*)-([1-9][0-9]*)$", range)[0]) < tonumber(regex("^([1-9][0-9]*)-([1-9][0-9]*)$", range)[1]) && tonumber(regex("^([1-9][0-9]*)-([1-9][0-9]*)$", range)[1]) <= 65535, false)])])
    error_message = "sidecars: container_port_ranges are up to 100 ranges like 8000-8010, of two ports from 1 to 65535, the first below the last. Given: ${join(", ", flatten(values(var.sidecars)[*].container_port_ranges))}."
  }
  validation {
    condition     = alltrue(flatten([for s in values(var.sidecars) : [for arn in values(s.secrets) : can(regex("^arn:[a-z-]+:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:|ssm:[a-z0-9-]+:[0-9]{12}:parameter/).", arn))]]))
    error_message = "sidecars: secrets must be ARNs of Secrets Manager secrets or SSM parameters."
  }
  validation {
    condition     = alltrue([for s in values(var.sidecars) : length(setintersection(keys(s.secrets), keys(s.environment))) == 0])
    error_message = "sidecars: ${join(", ", flatten([for s in values(var.sidecars) : setintersection(keys(s.secrets), keys(s.environment))]))} is set both in environment and in secrets."
  }
}
