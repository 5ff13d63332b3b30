variable "capacity_provider_strategy" {
  description = "Weights and base of one's own, by the provider's name: `FARGATE`, `FARGATE_SPOT` or both, as the profile's `capacity` is on_demand, spot or mixed. So many tasks as `base` says run on a provider first, and the rest is shared by `weight`. Null is what the settings say: with mixed one task on FARGATE, and of the rest every second."
  type = map(object({
    base   = optional(number, 0)
    weight = optional(number, 0)
  }))
  default = null

  validation {
    condition     = alltrue([for name in keys(coalesce(var.capacity_provider_strategy, {})) : contains(["FARGATE", "FARGATE_SPOT"], name)])
    error_message = "capacity_provider_strategy: only FARGATE and FARGATE_SPOT run Fargate tasks; the instances of another provider end in their own time, which no profile covers. Given: ${join(", ", keys(coalesce(var.capacity_provider_strategy, {})))}."
  }
  validation {
    condition = alltrue([for s in values(coalesce(var.capacity_provider_strategy, {})) :
      s.weight >= 0 && s.weight <= 1000 && floor(s.weight) == s.weight && s.base >= 0 && s.base <= 100000 && floor(s.base) == s.base
    ])
    error_message = "capacity_provider_strategy: weight is a whole number from 0 to 1000, base one from 0 to 100000."
  }
  validation {
    condition     = var.capacity_provider_strategy == null || length([for s in values(coalesce(var.capacity_provider_strategy, {})) : s if s.weight > 0]) > 0
    error_message = "capacity_provider_strategy: at least one provider needs a weight above 0."
  }
  validation {
    condition     = alltrue([for s in values(coalesce(var.capacity_provider_strategy, {})) : s.weight > 0 || s.base > 0])
    error_message = "capacity_provider_strategy: a provider with neither weight nor base never gets a task. Give it one, or change profile.capacity."
  }
  validation {
    condition     = length([for s in values(coalesce(var.capacity_provider_strategy, {})) : s if s.base > 0]) <= 1
    error_message = "capacity_provider_strategy: only one provider can have a base."
  }
}

variable "cluster_capacity_providers" {
  description = "Capacity providers of the cluster, if they are set in the same configuration: the attribute `capacity_providers` of its `aws_ecs_cluster_capacity_providers`. The service then waits for them. Null looks at nothing."
  type        = set(string)
  default     = null

  validation {
    condition     = var.cluster_capacity_providers == null || try(contains(var.cluster_capacity_providers, "FARGATE") || contains(var.cluster_capacity_providers, "FARGATE_SPOT"), false)
    error_message = "cluster_capacity_providers: a Fargate service needs FARGATE or FARGATE_SPOT. Given: ${join(", ", coalesce(var.cluster_capacity_providers, []))}."
  }
}

variable "launch_type" {
  description = "FARGATE runs the tasks on demand without a capacity provider, so also in a cluster that has none; it needs the profile's `capacity` on_demand. Null uses the capacity providers that the profile asks for, between which a service that runs can change. **A change from or to null makes the service anew.**"
  type        = string
  default     = null

  validation {
    condition     = var.launch_type == null || try(var.launch_type == "FARGATE", false)
    error_message = "launch_type must be FARGATE: on EC2 and elsewhere the instance's own end decides how long a task has, which no profile covers. Given: \"${coalesce(var.launch_type, "-")}\"."
  }
  validation {
    condition     = var.launch_type == null || var.capacity_provider_strategy == null
    error_message = "launch_type: ECS takes it or a capacity provider strategy, and capacity_provider_strategy is given. Remove one of them."
  }
}

variable "platform_version" {
  description = "Fargate's platform version: LATEST, or one from 1.4.0; null is LATEST."
  type        = string
  default     = null

  validation {
    condition     = var.platform_version == null || try(var.platform_version == "LATEST", false) || (can(regex("^1\\.[0-9]{1,3}\\.[0-9]{1,3}$", var.platform_version)) && try(tonumber(split(".", var.platform_version)[1]) >= 4, false))
    error_message = "platform_version must be LATEST or at least 1.4.0; earlier ones lack secrets by key and the task metadata that an app asks about its stop. Given: \"${coalesce(var.platform_version, "-")}\"."
  }
}
