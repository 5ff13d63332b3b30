# The service, on a listener of its own load balancer.
module "service" {
  source = "../fargate-service"

  name                       = var.name
  image                      = var.image
  profile                    = var.profile
  cluster_arn                = local.cluster_arn
  cluster_capacity_providers = one(aws_ecs_cluster_capacity_providers.this[*].capacity_providers)
  container_port             = var.container_port
  vpc_id                     = var.vpc_id
  subnet_ids                 = var.subnet_ids
  assign_public_ip           = var.assign_public_ip
  autoscaling                = var.autoscaling
  command                    = var.command
  cpu                        = var.cpu
  cpu_architecture           = var.cpu_architecture
  deployment_alarms          = var.deployment_alarms
  enable_execute_command     = var.enable_execute_command
  entry_point                = var.entry_point
  environment                = var.environment
  front                      = var.front
  memory                     = var.memory
  secrets                    = var.secrets
  sidecars                   = var.sidecars
  task_policy_arns           = var.task_policy_arns
  task_policy_statements     = var.task_policy_statements
  tags                       = var.tags

  alb = {
    security_group_id = aws_security_group.balancer.id
    listener_arn      = local.encrypted ? aws_lb_listener.https[0].arn : aws_lb_listener.http.arn
    priority          = 1
    path_patterns     = ["/*"]
    health_check_path = var.health_check_path
    idle_timeout      = aws_lb.this.idle_timeout
  }
}

locals {
  # From the function and not from the service, whose settings cannot be known
  # before its listener is.
  idle_timeout = provider::graceful::settings(var.profile).idle_timeout

  encrypted = var.certificate_arn != null || var.domain != null
  host      = var.domain == null ? aws_lb.this.dns_name : var.domain.name

  cluster_arn = var.cluster_arn == null ? aws_ecs_cluster.this[0].arn : var.cluster_arn
}

resource "aws_ecs_cluster" "this" {
  count = var.cluster_arn == null ? 1 : 0

  name = var.name
  tags = var.tags
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  count = var.cluster_arn == null ? 1 : 0

  cluster_name       = aws_ecs_cluster.this[0].name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}
