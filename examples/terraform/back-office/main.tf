# A back office on a listener, in roles and in a security group that exist; a pipeline
# deploys the image.
module "backoffice" {
  source = "../../../modules/fargate-service"

  name           = "backoffice"
  profile        = yamldecode(file("${path.module}/../../profiles/back-office.yaml"))
  cluster_arn    = var.cluster_arn
  image          = "registry.example.com/backoffice:first"
  vpc_id         = var.vpc_id
  subnet_ids     = var.subnet_ids
  container_port = 8080

  # The pipeline registers revisions; what they must keep is in container_settings.
  ignore_task_definition_changes = true

  execution_role     = { arn = var.execution_role_arn }
  task_role          = { arn = var.task_role_arn }
  security_group_ids = [var.database_security_group_id]

  alb = {
    listener_arn      = var.listener_arn
    security_group_id = var.balancer_security_group_id
    priority          = 30
    host_headers      = ["backoffice.example.com"]

    # Staff come by the host and log in, machines by a path of another one and do not:
    # each rule has its own login, or none.
    authenticate_cognito = {
      user_pool_arn       = var.user_pool_arn
      user_pool_client_id = var.user_pool_client_id
      user_pool_domain    = var.user_pool_domain
      session_timeout     = 28800
    }

    rules = {
      hooks = {
        listener_arn  = var.listener_arn
        priority      = 20
        host_headers  = ["hooks.example.com"]
        path_patterns = ["/backoffice/*"]
      }
    }
  }
}
