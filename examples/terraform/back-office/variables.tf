variable "balancer_security_group_id" {
  description = "Security group of the load balancer that owns the listener."
  type        = string
}

variable "cluster_arn" {
  description = "ARN of the cluster."
  type        = string
}

variable "database_security_group_id" {
  description = "Security group that the database lets in."
  type        = string
}

variable "execution_role_arn" {
  description = "ARN of the role with which ECS starts tasks."
  type        = string
}

variable "listener_arn" {
  description = "ARN of the HTTPS listener that the service shares."
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

variable "task_role_arn" {
  description = "ARN of the role that the tasks run as."
  type        = string
}

variable "user_pool_arn" {
  description = "ARN of the Cognito user pool of the staff."
  type        = string
}

variable "user_pool_client_id" {
  description = "The user pool's client for this service, which calls back https://backoffice.example.com/oauth2/idpresponse."
  type        = string
}

variable "user_pool_domain" {
  description = "Domain of the user pool."
  type        = string
}

variable "vpc_id" {
  description = "VPC of the subnets."
  type        = string
}
