variable "cluster_arn" {
  description = "ARN of the ECS cluster."
  type        = string
}

variable "execution_role_arn" {
  description = "ARN of the role with which ECS starts the tasks."
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
