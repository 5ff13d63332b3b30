# One switch puts the service onto Spot to save money: then the drain that nobody set takes
# two and a half times the two minutes that there are. Without it the default drain is only
# long, and a release that never becomes healthy is started again and again either way.
variable "use_fargate_spot" {
  type    = bool
  default = false
}

resource "aws_ecs_task_definition" "api" {
  family                   = "api"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "api", image = "registry.example/api", essential = true }])
}

resource "aws_ecs_service" "api" { # want: warning circuit-breaker-off
  name            = "api"
  task_definition = aws_ecs_task_definition.api.arn
  desired_count   = 1
  launch_type     = var.use_fargate_spot ? null : "FARGATE"

  dynamic "capacity_provider_strategy" {
    for_each = var.use_fargate_spot ? [1] : []
    content {
      capacity_provider = "FARGATE_SPOT"
      weight            = 1
    }
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.api.arn
    container_name   = "api"
    container_port   = 8000
  }
}

resource "aws_lb_target_group" "api" { # want: info drain-by-default; warning spot-drain if var.use_fargate_spot is true
  protocol    = "HTTP"
  target_type = "ip"

  health_check {
    matcher  = "200"
    interval = 10
    timeout  = 5
  }
}
