# What a service stands in. Most teams have these already, many of them made by
# terraform-aws-modules.
resource "aws_ecs_cluster" "this" {
  name = "reports"
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

resource "aws_cloudwatch_log_group" "app" {
  name              = "/reports/app"
  retention_in_days = 30
}

resource "aws_kms_key" "secrets" {
  description         = "reports: secrets"
  enable_key_rotation = true
}

resource "aws_secretsmanager_secret" "database" {
  name_prefix = "reports-database-"
  kms_key_id  = aws_kms_key.secrets.arn
}

resource "aws_security_group" "balancer" {
  name_prefix = "reports-balancer-"
  description = "reports: the load balancer"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = aws_security_group.balancer.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "tasks" {
  security_group_id            = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
  referenced_security_group_id = module.reports.security_group_id
}

resource "aws_lb" "this" {
  name            = "reports"
  subnets         = var.public_subnet_ids
  security_groups = [aws_security_group.balancer.id]

  # The load balancer is the caller's, so its idle timeout is set here.
  idle_timeout = provider::graceful::settings(local.profile).idle_timeout
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}
