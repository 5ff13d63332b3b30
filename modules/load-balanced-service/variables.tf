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
    condition     = length(var.public_subnet_ids) >= 2
    error_message = "public_subnet_ids must name at least two subnets, in different Availability Zones. Given: ${length(var.public_subnet_ids)}."
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

variable "assign_public_ip" {
  description = "Give each task a public IP address, for subnets without a NAT gateway."
  type        = bool
  default     = false
  nullable    = false
}

variable "autoscaling" {
  description = "As in `fargate-service`."
  type        = any
  default     = null
}

variable "certificate_arn" {
  description = "ARN of the certificate of the HTTPS listener. With neither this nor `domain` there is only HTTP."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || try(can(regex("^arn:[a-z-]+:(acm|iam):", var.certificate_arn)), true)
    error_message = "certificate_arn must be the ARN of a certificate in ACM or IAM. Given: \"${coalesce(var.certificate_arn, "-")}\"."
  }
}

variable "client_cidrs" {
  description = "Networks that may reach the load balancer."
  type        = list(string)
  default     = ["0.0.0.0/0"]
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.client_cidrs : can(cidrhost(cidr, 0))])
    error_message = "client_cidrs must be networks like 10.0.0.0/8. Given: ${join(", ", var.client_cidrs)}."
  }
}

variable "cluster_arn" {
  description = "ARN of the ECS cluster. Null makes one, with Fargate and Fargate Spot."
  type        = string
  default     = null
}

variable "command" {
  description = "As in `fargate-service`."
  type        = list(string)
  default     = null
}

variable "container_port" {
  description = "Port on which the app listens."
  type        = number
  default     = 80
  nullable    = false
}

variable "cpu" {
  description = "CPU units of the task."
  type        = number
  default     = 256
  nullable    = false
}

variable "cpu_architecture" {
  description = "CPU architecture of the image: X86_64 or ARM64."
  type        = string
  default     = "X86_64"
  nullable    = false
}

variable "deletion_protection" {
  description = "Let AWS refuse to delete the load balancer."
  type        = bool
  default     = false
  nullable    = false
}

variable "deployment_alarms" {
  description = "Names of CloudWatch alarms that roll a deployment back."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "domain" {
  description = "Name of the service in a Route 53 zone: the module adds its record, and a certificate unless `certificate_arn` is given."
  type = object({
    name    = string
    zone_id = string
  })
  default = null
}

variable "enable_execute_command" {
  description = "Allow ECS Exec into the tasks."
  type        = bool
  default     = false
  nullable    = false
}

variable "entry_point" {
  description = "As in `fargate-service`."
  type        = list(string)
  default     = null
}

variable "environment" {
  description = "Environment variables of the app container."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "front" {
  description = "As in `fargate-service`."
  type        = any
  default     = null
}

variable "health_check_path" {
  description = "What the load balancer asks the app for."
  type        = string
  default     = "/health"
  nullable    = false
}

variable "internal" {
  description = "Reach the load balancer only from inside the VPC."
  type        = bool
  default     = false
  nullable    = false
}

variable "memory" {
  description = "Memory of the task in MiB."
  type        = number
  default     = 512
  nullable    = false
}

variable "secrets" {
  description = "Secrets of the app container: variable name to the ARN of a Secrets Manager secret or an SSM parameter."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "sidecars" {
  description = "As in `fargate-service`."
  type        = any
  default     = {}
  nullable    = false
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "task_policy_arns" {
  description = "Managed policies of the task role. The keys are any names that are known at plan."
  type        = map(string)
  default     = {}
  nullable    = false
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
}
