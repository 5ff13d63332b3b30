# Reports that are kept on a file system; Fluent Bit sends the logs where you want them.
locals {
  # The CDK example reads the same file.
  profile = yamldecode(file("${path.module}/../../profiles/files-and-logs.yaml"))
}

module "reports" {
  source = "../../../modules/fargate-service"

  name                       = "reports"
  profile                    = local.profile
  cluster_arn                = aws_ecs_cluster.this.arn
  cluster_capacity_providers = aws_ecs_cluster_capacity_providers.this.capacity_providers
  image                      = "registry.example.com/reports:1.4.2"
  vpc_id                     = var.vpc_id
  subnet_ids                 = var.subnet_ids
  container_port             = 8080

  # The secret is under a customer key, so who reads it needs the key too.
  secrets                     = { DATABASE_PASSWORD = aws_secretsmanager_secret.database.arn }
  execution_policy_statements = [{ actions = ["kms:Decrypt"], resources = [aws_kms_key.secrets.arn] }]
  task_policy_statements      = [{ actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], resources = ["${aws_cloudwatch_log_group.app.arn}:*"] }]

  sidecars = {
    log-router = { image = "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable" }
  }
  volumes = {
    reports = {
      efs = {
        file_system_id = aws_efs_file_system.reports.id
        access_point   = { id = aws_efs_access_point.reports.id }
        iam            = true
      }
    }
  }
  container_definitions = {
    app = {
      user        = "1000"
      mountPoints = [{ sourceVolume = "reports", containerPath = "/var/reports" }]
      logConfiguration = {
        logDriver = "awsfirelens"
        options = {
          Name              = "cloudwatch_logs"
          region            = var.region
          log_group_name    = aws_cloudwatch_log_group.app.name
          log_stream_prefix = "app-"
        }
      }
    }
    log-router = {
      firelensConfiguration = { type = "fluentbit" }
    }
  }

  alb = {
    listener_arn      = aws_lb_listener.https.arn
    priority          = 10
    path_patterns     = ["/reports/*"]
    security_group_id = aws_security_group.balancer.id
    idle_timeout      = aws_lb.this.idle_timeout
  }
}
