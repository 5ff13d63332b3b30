variable "cluster_arn" {
  description = "ARN of the ECS cluster. Its capacity providers must include FARGATE and, with `capacity` spot or mixed, FARGATE_SPOT; one that has none can run a service with `launch_type` FARGATE."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]{1,255}$", var.cluster_arn))
    error_message = "cluster_arn must be the ARN of a cluster, like arn:aws:ecs:eu-central-1:123456789012:cluster/main. Given: ${var.cluster_arn}."
  }
}

variable "image" {
  description = "Image of the app container. It must declare the profile's `stop_signal` as STOPSIGNAL."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^\\s]+$", var.image))
    error_message = "image must be an image name without spaces, like registry.example.com/web-api:1.4.2. Given: \"${var.image}\"."
  }
}

variable "name" {
  description = "Name of the service, its task definition family and its log stream, and the base of every other name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,255}$", var.name))
    error_message = "name must hold 1 to 255 letters, digits, hyphens and underscores. Given: \"${var.name}\"."
  }
}

variable "profile" {
  description = "What the service does and what must survive when a task stops: the fields of a profile file, so `yamldecode(file(\"profile.yaml\"))` fits. `workload` and `longest_work` are required. Every number about stopping comes from here and from nowhere else. The provider checks names and values."
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

variable "subnet_ids" {
  description = "Subnets of the tasks, at least one; two or more Availability Zones if the service is to survive one of them."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "subnet_ids must name at least one subnet."
  }
}

variable "vpc_id" {
  description = "VPC of the subnets."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "vpc_id must be the id of a VPC, like vpc-0a1b2c3d. Given: \"${var.vpc_id}\"."
  }
}
