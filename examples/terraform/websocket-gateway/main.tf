# Long connections behind an Application Load Balancer that another team owns:
# this stack knows its listener and its security group only.
locals {
  # The CDK example reads the same file.
  profile = yamldecode(file("${path.module}/../../profiles/websocket-gateway.yaml"))
}

module "gateway" {
  source = "../../../modules/fargate-service"

  name        = "websocket-gateway"
  profile     = local.profile
  cluster_arn = var.cluster_arn
  image       = "public.ecr.aws/docker/library/node:24-slim"
  vpc_id      = var.vpc_id
  subnet_ids  = var.subnet_ids
  cpu         = 512
  memory      = 1024

  container_port = 8080
  # The app's own container check, beside that of the load balancer.
  health_check_command = ["CMD", "node", "healthcheck.js"]

  alb = {
    listener_arn      = var.listener_arn
    priority          = 20
    host_headers      = ["live.example.com"]
    security_group_id = var.balancer_security_group_id
  }
}
