# A worker on Fargate Spot that hands its messages back when it is told to stop.
locals {
  # The CDK example reads the same file.
  profile = yamldecode(file("${path.module}/../../profiles/queue-worker-spot.yaml"))
}

module "worker" {
  source = "../../../modules/fargate-service"

  name        = "queue-worker"
  profile     = local.profile
  cluster_arn = aws_ecs_cluster.this.arn
  image       = "public.ecr.aws/docker/library/python:3.13-slim"
  vpc_id      = var.vpc_id
  subnet_ids  = var.subnet_ids

  # The app also gets QUEUE_URL.
  command     = ["python", "worker.py"]
  environment = { BUCKET = aws_s3_bucket.results.bucket }

  autoscaling = {
    min              = 1
    max              = 20
    backlog_per_task = 5
  }
  task_policy_statements = [{
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.results.arn}/*"]
  }]
}

resource "aws_s3_bucket" "results" {
  bucket_prefix = "queue-worker-results-"
}

resource "aws_ecs_cluster" "this" {
  name = "queue-worker"
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}
