# A service that a team has already, in plain resources. What is new is the first
# resource, and each line that reads local.settings instead of a number.
resource "graceful_service" "reports" {
  name         = "reports"
  workload     = local.profile.workload
  longest_work = local.profile.longest_work
  cleanup      = local.profile.cleanup
}

locals {
  profile  = { workload = "http", longest_work = 240, cleanup = 10 }
  settings = graceful_service.reports
}

resource "aws_ecs_task_definition" "reports" {
  family                   = "reports"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = var.execution_role_arn

  container_definitions = jsonencode([{
    name         = "app"
    image        = "public.ecr.aws/docker/library/python:3.13-slim"
    essential    = true
    portMappings = [{ containerPort = 8080 }]
    stopTimeout  = local.settings.stop_timeout
    environment  = [for name, value in local.settings.environment : { name = name, value = value }]
  }])
}

resource "aws_lb_target_group" "reports" {
  target_type          = "ip"
  vpc_id               = var.vpc_id
  port                 = 8080
  protocol             = "HTTP"
  deregistration_delay = local.settings.deregistration_delay

  health_check {
    path                = "/healthz"
    interval            = local.settings.health_check.interval
    timeout             = local.settings.health_check.timeout
    healthy_threshold   = local.settings.health_check.healthy_threshold
    unhealthy_threshold = local.settings.health_check.unhealthy_threshold
  }
}

resource "aws_lb" "reports" {
  name         = "reports"
  internal     = true
  subnets      = var.subnet_ids
  idle_timeout = local.settings.idle_timeout
}

resource "aws_lb_listener" "reports" {
  load_balancer_arn = aws_lb.reports.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.reports.arn
  }
}

resource "aws_ecs_service" "reports" {
  name            = "reports"
  cluster         = var.cluster_arn
  task_definition = aws_ecs_task_definition.reports.arn
  launch_type     = "FARGATE"
  desired_count   = local.settings.desired_count

  deployment_minimum_healthy_percent = local.settings.deployment.minimum_healthy_percent
  deployment_maximum_percent         = local.settings.deployment.maximum_percent
  availability_zone_rebalancing      = local.settings.deployment.availability_zone_rebalancing
  health_check_grace_period_seconds  = local.settings.health_check.grace_period

  network_configuration {
    subnets = var.subnet_ids
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.reports.arn
    container_name   = "app"
    container_port   = 8080
  }

  deployment_circuit_breaker {
    enable   = local.settings.deployment.circuit_breaker.enable
    rollback = local.settings.deployment.circuit_breaker.rollback
  }

  depends_on = [aws_lb_listener.reports]
}
