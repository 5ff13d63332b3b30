# Both tasks of two go before a new one comes, at every deployment: that is no singleton,
# and whoever asks meanwhile meets nobody.
resource "aws_ecs_task_definition" "task" {
  family                   = "shop"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "shop", image = "registry.example/shop", essential = true }])
}

resource "aws_ecs_service" "service" { # want: warning circuit-breaker-off
  name            = "shop"
  task_definition = aws_ecs_task_definition.task.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  deployment_minimum_healthy_percent = 0 # want: error all-go-first
  deployment_maximum_percent         = 100

  load_balancer {
    target_group_arn = aws_lb_target_group.group.arn
    container_name   = "shop"
    container_port   = 8080
  }
}

resource "aws_lb_target_group" "group" {
  protocol             = "HTTP"
  target_type          = "ip"
  deregistration_delay = 30

  health_check {
    path     = "/ok"
    interval = 10
  }
}
