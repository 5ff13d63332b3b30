variable "balancer_security_group_id" {
  description = "Security group of the load balancer."
  type        = string
}

variable "cluster_arn" {
  description = "ARN of the ECS cluster."
  type        = string
}

variable "listener_arn" {
  description = "ARN of the load balancer's listener."
  type        = string
}

variable "region" {
  description = "Region of the VPC."
  type        = string
  default     = "us-east-1"
}

variable "subnet_ids" {
  description = "Subnets of the tasks, in two Availability Zones."
  type        = list(string)
}

variable "vpc_id" {
  description = "VPC of the subnets."
  type        = string
}
