variable "environment" {
  type    = string
  default = "dev"

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "environment is dev or prod."
  }
}

variable "desired_count" {
  type    = number
  default = 2
}

variable "use_spot" {
  type    = bool
  default = false
}

resource "aws_lb_target_group" "api" {
  protocol             = "HTTP"
  deregistration_delay = var.environment == "prod" ? 10 : 30

  health_check {
    path     = "/health"
    interval = 10
    timeout  = 5
  }
}

resource "aws_ecs_task_definition" "api" {
  family                   = "api"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "app", image = "api", stopTimeout = 60 }])
}

resource "aws_ecs_service" "api" {
  name                               = "api"
  task_definition                    = aws_ecs_task_definition.api.arn
  desired_count                      = var.desired_count
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 150
  health_check_grace_period_seconds  = 60

  capacity_provider_strategy {
    capacity_provider = var.use_spot ? "FARGATE_SPOT" : "FARGATE"
    weight            = 1
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.api.arn
    container_name   = "app"
    container_port   = 8080
  }
}
