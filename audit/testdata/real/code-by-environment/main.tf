# One code for every environment, as many write it: what is right for dev and what for prod
# stands in conditions, and each of the two has what the other has not. Dev may be without
# anybody during a deployment, by intent; prod has two tasks, of which one may go, and that
# is well. All is on Spot, in front of nothing.
variable "environment" {
  type    = string
  default = "dev"
  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "dev or prod"
  }
}

resource "aws_ecs_task_definition" "plane" {
  family                   = "plane"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "plane", image = "registry.example/plane", essential = true }])
}

resource "aws_ecs_service" "plane" {
  name                               = "plane"
  task_definition                    = aws_ecs_task_definition.plane.arn
  desired_count                      = var.environment == "prod" ? 2 : 1
  deployment_minimum_healthy_percent = var.environment == "prod" ? 50 : 0
  deployment_maximum_percent         = 200

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
    base              = var.environment == "prod" ? 2 : 1
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}
