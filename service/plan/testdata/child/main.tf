variable "vpc" { type = string }
variable "image" { type = string }
variable "delay" {
  type    = number
  default = 45
}
resource "aws_lb" "this" {
  name               = "api"
  load_balancer_type = "application"
  subnets            = ["subnet-1", "subnet-2"]
  idle_timeout       = 75
}
resource "aws_lb_target_group" "this" {
  name                 = "api"
  port                 = 80
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = var.vpc
  deregistration_delay = var.delay
  health_check {
    interval          = 10
    timeout           = 4
    healthy_threshold = 2
  }
}
resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}
resource "aws_ecs_cluster" "this" { name = "shop" }
resource "aws_ecs_task_definition" "this" {
  family                   = "api"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions = jsonencode([{
    name         = "app", image = var.image, essential = true, stopTimeout = 60
    environment  = [{ name = "SHUTDOWN_DEADLINE_SECONDS", value = "55" }]
    dependsOn    = [{ containerName = "log", condition = "START" }]
    portMappings = [{ containerPort = 80 }]
  }, { name = "log", image = "fluent-bit", essential = false, stopTimeout = 20, firelensConfiguration = { type = "fluentbit" } }])
}
resource "aws_ecs_service" "this" {
  name                               = "api"
  cluster                            = aws_ecs_cluster.this.id
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = 3
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 150
  health_check_grace_period_seconds  = 50
  tags                               = { team = "shop" }
  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.this.arn
    container_name   = "app"
    container_port   = 80
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = false
  }
  network_configuration { subnets = ["subnet-1"] }
}
resource "aws_appautoscaling_target" "this" {
  min_capacity       = 2
  max_capacity       = 9
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.this.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
}
resource "aws_appautoscaling_policy" "this" {
  name               = "cpu"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  target_tracking_scaling_policy_configuration {
    target_value      = 60
    scale_in_cooldown = 90
    predefined_metric_specification { predefined_metric_type = "ECSServiceAverageCPUUtilization" }
  }
}
output "group" { value = aws_lb_target_group.this.arn }
