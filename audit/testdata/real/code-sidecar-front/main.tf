# A proxy in front of the app, drained for 10 s: requests that take longer are cut, and
# how long theirs take nobody here can know. Half of the tasks may go first. No breaker.
variable "namespace" { default = "library" }

locals { front = "proxy" }

resource "aws_ecs_task_definition" "task" {
  family                   = var.namespace
  requires_compatibilities = ["FARGATE"]
  container_definitions = jsonencode([
    { name = local.front, image = "nginx", essential = true },
    { name = "app", image = "registry.example/${var.namespace}", essential = true },
  ])
}

resource "aws_ecs_service" "service" { # want: warning circuit-breaker-off
  name                               = var.namespace
  task_definition                    = aws_ecs_task_definition.task.arn
  desired_count                      = 3
  launch_type                        = "FARGATE"
  deployment_minimum_healthy_percent = 50
  deployment_maximum_percent         = 200

  load_balancer {
    target_group_arn = aws_lb_target_group.http.arn
    container_name   = local.front
    container_port   = 9000
  }

  lifecycle { ignore_changes = [desired_count] }
}

resource "aws_lb_target_group" "http" {
  name                 = var.namespace
  protocol             = "HTTP"
  deregistration_delay = 10
  target_type          = "ip"

  health_check {
    interval            = 10
    path                = "/ok"
    timeout             = 5
    healthy_threshold   = 3
    unhealthy_threshold = 3
    matcher             = 200
  }
}
