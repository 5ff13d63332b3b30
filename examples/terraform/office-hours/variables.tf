variable "domain_name" {
  description = "Name of the shop."
  type        = string
  default     = "shop.example.com"
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

variable "zone_id" {
  description = "Route 53 zone of the domain."
  type        = string
}
