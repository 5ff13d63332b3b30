# An HTTP API behind an Application Load Balancer: gunicorn, a log router beside
# it, autoscaling and a rollback on errors.
locals {
  # The CDK example reads the same file.
  profile = yamldecode(file("${path.module}/../../profiles/web-api.yaml"))
}

module "api" {
  source = "../../../modules/fargate-service"

  name        = "web-api"
  profile     = local.profile
  cluster_arn = aws_ecs_cluster.this.arn
  image       = "public.ecr.aws/docker/library/python:3.13-slim"
  vpc_id      = var.vpc_id
  subnet_ids  = var.subnet_ids

  # The arguments that gunicorn needs for its drain and its keep-alive are appended.
  command        = ["gunicorn", "--bind", "0.0.0.0:8080", "app:app"]
  container_port = 8080

  alb = {
    listener_arn      = aws_lb_listener.http.arn
    priority          = 10
    path_patterns     = ["/api/*"]
    security_group_id = aws_security_group.balancer.id
  }
  sidecars = {
    log-router = { image = "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable" }
  }
  # The app logs through the router, which sends on what it holds after the app
  # has ended. Its own words go to the service's log group by themselves.
  container_definitions = {
    app = { logConfiguration = { logDriver = "awsfirelens", options = {
      Name              = "cloudwatch_logs"
      region            = var.region
      log_group_name    = "/ecs/web-api"
      log_stream_prefix = "routed-"
    } } }
    log-router = { firelensConfiguration = { type = "fluentbit" } }
  }
  task_policy_statements = [{ actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], resources = ["arn:aws:logs:${var.region}:*:log-group:/ecs/web-api:*"] }]
  autoscaling = {
    min                 = 3
    max                 = 12
    cpu_target          = 60
    requests_per_target = 1000
  }
  deployment_alarms = [aws_cloudwatch_metric_alarm.errors.alarm_name]
}
