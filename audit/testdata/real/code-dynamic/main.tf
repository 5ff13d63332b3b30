# Clean: a module of somebody's with everything behind variables and blocks that may be
# left out. As it stands it is on demand, behind a load balancer that drains for 30 s, with
# a breaker that goes back.
variable "breaker" {
  type    = object({ enable = bool, rollback = bool })
  default = { enable = true, rollback = true }
}

variable "providers_of_capacity" {
  type    = list(object({ capacity_provider = string, weight = number, base = number }))
  default = null
}

variable "groups" {
  default = [{ protocol = "HTTP", delay = 30 }]
}

resource "aws_lb_target_group" "main" {
  count                = length(var.groups)
  protocol             = var.groups[count.index].protocol
  deregistration_delay = var.groups[count.index].delay

  health_check {
    interval = 30
    path     = "/health"
    matcher  = "200"
  }
}

resource "aws_ecs_task_definition" "this" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = "[{\"name\":\"app\",\"image\":\"registry.example/app\"}]"
}

resource "aws_ecs_service" "this" {
  name                               = "app"
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = 1
  launch_type                        = var.providers_of_capacity != null ? null : "FARGATE"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 120

  dynamic "capacity_provider_strategy" {
    for_each = var.providers_of_capacity != null ? var.providers_of_capacity : []
    content {
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = capacity_provider_strategy.value.weight
      base              = capacity_provider_strategy.value.base
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = var.breaker != null ? [true] : []
    content {
      enable   = var.breaker.enable
      rollback = var.breaker.rollback
    }
  }

  dynamic "load_balancer" {
    for_each = aws_lb_target_group.main
    content {
      container_name   = "app"
      container_port   = 8080
      target_group_arn = load_balancer.value.arn
    }
  }
}
