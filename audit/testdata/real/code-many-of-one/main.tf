# One resource makes two services that share one target group: the same is to be said of
# each. What the group drains is what Terraform writes where nobody says anything.
variable "services" {
  default = {
    orders = { port = 8080, count = 1 }
    users  = { port = 8081, count = 2 }
  }
}

resource "aws_ecs_task_definition" "each" {
  for_each                 = var.services
  family                   = each.key
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = each.key, image = "registry.example/${each.key}", essential = true }])
}

resource "aws_ecs_service" "each" { # want: warning circuit-breaker-off; warning circuit-breaker-off
  for_each        = var.services
  name            = each.key
  task_definition = aws_ecs_task_definition.each[each.key].arn
  desired_count   = each.value.count
  launch_type     = "FARGATE"

  load_balancer {
    target_group_arn = aws_lb_target_group.default.arn
    container_name   = each.key
    container_port   = each.value.port
  }
}

resource "aws_lb_target_group" "default" { # want: info drain-by-default; info drain-by-default
  protocol    = "HTTP"
  target_type = "ip"
}
