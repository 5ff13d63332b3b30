variable "certificate_arn" {
  description = "ARN of the certificate of the HTTPS listener."
  type        = string
}

variable "public_subnet_ids" {
  description = "Public subnets of the load balancer, in two Availability Zones."
  type        = list(string)
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
