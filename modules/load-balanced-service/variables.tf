variable "image" {
  description = "Image of the app container. It must declare the profile's `stop_signal` as STOPSIGNAL."
  type        = string
  nullable    = false
}

variable "name" {
  description = "Name of the service, and the base of every other name."
  type        = string
  nullable    = false
}

variable "profile" {
  description = "What the service does and what must survive when a task stops, as in `fargate-service`: workload http or websocket, behind an Application Load Balancer."
  type        = any
  nullable    = false

  validation {
    condition     = contains(["alb"], try(coalesce(var.profile.load_balancer), "alb")) && contains(["http", "websocket"], try(var.profile.workload, ""))
    error_message = "profile: this module makes an Application Load Balancer, so workload must be \"http\" or \"websocket\" and load_balancer \"alb\" or absent. For other services use the module fargate-service."
  }
}

variable "public_subnet_ids" {
  description = "Subnets of the load balancer, at least two, in different Availability Zones."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(distinct(var.public_subnet_ids)) >= 2
    error_message = "public_subnet_ids must name at least two subnets, in different Availability Zones. Given: ${length(distinct(var.public_subnet_ids))}."
  }
}

variable "subnet_ids" {
  description = "Subnets of the tasks."
  type        = list(string)
  nullable    = false
}

variable "vpc_id" {
  description = "VPC of the subnets."
  type        = string
  nullable    = false
}

variable "alb" {
  description = "What `alb` of `fargate-service` says of the target group and of the login at its rule, which needs `certificate` or `domain`. The listener, its rule, the health check's path and the load balancer's own are this module's."
  type        = any
  default     = {}
  nullable    = false

  validation {
    # Not an object type of this module either: Terraform would drop a misspelt field.
    condition     = can(keys(var.alb)) && length(setsubtract(try(keys(var.alb), []), concat(local.group_fields, local.rule_fields, local.own_fields))) == 0
    error_message = "alb: ${can(keys(var.alb)) ? join(", ", setsubtract(try(keys(var.alb), []), concat(local.group_fields, local.rule_fields, local.own_fields))) : "a value that is no object"} is nothing that a target group is told here; the numbers about stopping come from the profile. Allowed: ${join(", ", concat(local.group_fields, local.rule_fields))}."
  }
  validation {
    condition     = length(setintersection(try(keys(var.alb), []), local.own_fields)) == 0
    error_message = "alb: ${join(", ", setintersection(try(keys(var.alb), []), local.own_fields))} is this module's own. Remove it. For another path of the health check set health_check_path; for rules of your own use fargate-service with a listener of yours."
  }
}

variable "certificate" {
  description = "Certificate of the HTTPS listener. With neither this nor `domain` there is only HTTP."
  # An object, so that one made in the same configuration does not leave open whether there is one.
  type    = object({ arn = string })
  default = null

  validation {
    condition     = var.certificate == null || try(can(regex("^arn:[a-z-]+:(acm|iam):", var.certificate.arn)), false)
    error_message = "certificate.arn must be the ARN of a certificate in ACM or IAM. Given: \"${try(coalesce(var.certificate.arn), "-")}\"."
  }
}

variable "client_cidrs" {
  description = "Networks that may reach the load balancer, of IPv6 too with `ip_address_type` dualstack. Null is everybody: `0.0.0.0/0`, and `::/0` where the load balancer is dualstack and not internal."
  type        = list(string)
  default     = null

  validation {
    condition     = var.client_cidrs == null ? true : alltrue([for cidr in var.client_cidrs : can(cidrhost(cidr, 0))])
    error_message = "client_cidrs must be networks like 10.0.0.0/8 or 2001:db8::/32. Given: ${var.client_cidrs == null ? "none" : join(", ", var.client_cidrs)}."
  }
  validation {
    condition     = var.client_cidrs == null || var.ip_address_type != "ipv4" ? true : length([for cidr in var.client_cidrs : cidr if strcontains(cidr, ":")]) == 0
    error_message = "client_cidrs: ${var.client_cidrs == null ? "none" : join(", ", [for cidr in var.client_cidrs : cidr if strcontains(cidr, ":")])} is of IPv6, and the load balancer has IPv4 addresses alone. Remove it, or set ip_address_type to dualstack."
  }
}

variable "cluster" {
  description = "The ECS cluster. Null makes one, with Fargate and Fargate Spot."
  # An object, so that one made in the same configuration does not leave open whether there is one.
  type    = object({ arn = string })
  default = null
}

variable "container_port" {
  description = "Port on which the app listens."
  type        = number
  default     = 80
  nullable    = false
}

variable "deletion_protection" {
  description = "Let AWS refuse to delete the load balancer."
  type        = bool
  default     = false
  nullable    = false
}

variable "domain" {
  description = "Name of the service in a Route 53 zone: the module adds its record, and a certificate unless `certificate` is given."
  type = object({
    name    = string
    zone_id = string
  })
  default = null
}

variable "health_check_path" {
  description = "What the load balancer asks the app for."
  type        = string
  default     = "/health"
  nullable    = false
}

variable "load_balancer_name" {
  description = "Name of the load balancer. Null makes one up from the service's, so that a load balancer can be replaced."
  type        = string
  default     = null

  validation {
    condition     = var.load_balancer_name == null || can(regex("^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$", var.load_balancer_name)) && !try(startswith(var.load_balancer_name, "internal-"), false)
    error_message = "load_balancer_name holds 1 to 32 letters, digits and hyphens, none at either end, and does not start with internal-. Given: \"${coalesce(var.load_balancer_name, "-")}\"."
  }
}

variable "internal" {
  description = "Reach the load balancer only from inside the VPC."
  type        = bool
  default     = false
  nullable    = false
}

variable "ip_address_type" {
  description = "Addresses of the load balancer: `ipv4`, `dualstack`, or `dualstack-without-public-ipv4`, which clients reach over IPv6 alone from outside. With IPv6 its subnets need networks and routes of IPv6, and `domain` gets an AAAA record too. The tasks keep their IPv4 addresses."
  type        = string
  default     = "ipv4"
  nullable    = false

  validation {
    condition     = contains(["ipv4", "dualstack", "dualstack-without-public-ipv4"], var.ip_address_type)
    error_message = "ip_address_type is ipv4, dualstack or dualstack-without-public-ipv4. Given: \"${var.ip_address_type}\"."
  }
  validation {
    condition     = var.ip_address_type != "dualstack-without-public-ipv4" || !var.internal
    error_message = "ip_address_type: an internal load balancer has no public address, so there is none to leave out. Set ip_address_type to dualstack, or internal to false."
  }
}

variable "ssl_policy" {
  description = "TLS policy of the HTTPS listener."
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  nullable    = false

  validation {
    condition     = startswith(var.ssl_policy, "ELBSecurityPolicy-")
    error_message = "ssl_policy is one of ELB's policies, like ELBSecurityPolicy-TLS13-1-2-2021-06. Given: \"${var.ssl_policy}\"."
  }
}
