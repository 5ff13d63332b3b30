# All on Spot, to save money, and nobody set the drain: two minutes are all there is, and
# 300 s are taken. What makes the variable without a default is asked for at the apply, and
# how many tasks run is not known.
variable "desired_count" { type = number }

resource "aws_ecs_task_definition" "task" {
  family                   = "pages"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "pages", image = "registry.example/pages", essential = true }])
}

resource "aws_ecs_service" "service" { # want: warning circuit-breaker-off
  name            = "pages"
  task_definition = aws_ecs_task_definition.task.arn
  desired_count   = var.desired_count

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 100
    base              = 0
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.app.arn
    container_name   = "pages"
    container_port   = 1337
  }
}

resource "aws_lb_target_group" "app" { # want: info drain-by-default; warning spot-drain
  protocol    = "HTTP"
  target_type = "ip"

  health_check {
    healthy_threshold   = 2
    interval            = 30
    matcher             = "200"
    timeout             = 10
    unhealthy_threshold = 3
  }
}
