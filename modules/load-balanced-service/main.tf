# The service, on a listener of its own load balancer.
module "service" {
  source = "../fargate-service"

  cluster_arn                = local.cluster_arn
  cluster_capacity_providers = one(aws_ecs_cluster_capacity_providers.this[*].capacity_providers)

  # Passed on as they are; make generate writes them.
  assign_public_ip               = var.assign_public_ip
  autoscaling                    = var.autoscaling
  capacity_provider_strategy     = var.capacity_provider_strategy
  command                        = var.command
  container_definitions          = var.container_definitions
  container_name                 = var.container_name
  container_port                 = var.container_port
  container_port_ranges          = var.container_port_ranges
  cpu                            = var.cpu
  cpu_architecture               = var.cpu_architecture
  create_log_group               = var.create_log_group
  deployment_alarms              = var.deployment_alarms
  deployment_alarms_rollback     = var.deployment_alarms_rollback
  egress                         = var.egress
  enable_ecs_managed_tags        = var.enable_ecs_managed_tags
  enable_execute_command         = var.enable_execute_command
  enable_fault_injection         = var.enable_fault_injection
  entry_point                    = var.entry_point
  environment                    = var.environment
  ephemeral_storage_gib          = var.ephemeral_storage_gib
  execution_policy_arns          = var.execution_policy_arns
  execution_policy_statements    = var.execution_policy_statements
  execution_role                 = var.execution_role
  force_delete                   = var.force_delete
  force_new_deployment           = var.force_new_deployment
  framework_arguments            = var.framework_arguments
  front                          = var.front
  health_check_command           = var.health_check_command
  iam_role_names                 = var.iam_role_names
  iam_role_path                  = var.iam_role_path
  iam_role_permissions_boundary  = var.iam_role_permissions_boundary
  ignore_task_definition_changes = var.ignore_task_definition_changes
  image                          = var.image
  infrastructure_role            = var.infrastructure_role
  ingress                        = var.ingress
  ingress_security_group_ids     = var.ingress_security_group_ids
  init_containers                = var.init_containers
  launch_type                    = var.launch_type
  lifecycle_hooks                = var.lifecycle_hooks
  log_group_class                = var.log_group_class
  log_group_name                 = var.log_group_name
  log_kms_key_arn                = var.log_kms_key_arn
  log_retention_days             = var.log_retention_days
  memory                         = var.memory
  name                           = var.name
  operating_system_family        = var.operating_system_family
  pid_mode                       = var.pid_mode
  platform_version               = var.platform_version
  port_mappings                  = var.port_mappings
  profile                        = var.profile
  propagate_tags                 = var.propagate_tags
  readonly_root_filesystem       = var.readonly_root_filesystem
  secrets                        = var.secrets
  secrets_kms_key_arns           = var.secrets_kms_key_arns
  security_group                 = var.security_group
  security_group_description     = var.security_group_description
  security_group_ids             = var.security_group_ids
  security_group_name            = var.security_group_name
  security_group_tags            = var.security_group_tags
  service_connect                = var.service_connect
  service_registry               = var.service_registry
  service_tags                   = var.service_tags
  sidecars                       = var.sidecars
  sigint_rollback                = var.sigint_rollback
  subnet_ids                     = var.subnet_ids
  tags                           = var.tags
  task_family                    = var.task_family
  task_policy_arns               = var.task_policy_arns
  task_policy_statements         = var.task_policy_statements
  task_role                      = var.task_role
  task_tags                      = var.task_tags
  test_listener                  = var.test_listener
  triggers                       = var.triggers
  volumes                        = var.volumes
  vpc_id                         = var.vpc_id
  wait_for_steady_state          = var.wait_for_steady_state
  # End of what is passed on.

  alb = merge(var.alb, {
    security_group_id = aws_security_group.balancer.id
    listener_arn      = local.listener_arn
    priority          = 1
    path_patterns     = ["/*"]
    health_check_path = var.health_check_path
    idle_timeout      = aws_lb.this.idle_timeout
  })
}

locals {
  # What alb of fargate-service has: of the target group, of its rule, and this module's own.
  group_fields = ["health_check_port", "health_check_protocol", "load_balancing_algorithm_type", "load_balancing_anomaly_mitigation", "load_balancing_cross_zone_enabled", "matcher", "protocol", "protocol_version", "slow_start", "stickiness", "target_group_name"]
  rule_fields  = ["authenticate_cognito", "authenticate_oidc"]
  own_fields   = ["check_idle_timeout", "health_check_path", "host_headers", "http_headers", "http_methods", "idle_timeout", "listener_arn", "path_patterns", "priority", "query_strings", "rules", "security_group_id", "source_ips"]

  # From the function and not from the service, whose settings cannot be known
  # before its listener is.
  idle_timeout = provider::graceful::settings(var.profile).idle_timeout

  # Asked of its length, which is known and no secret whatever the client secret is.
  login = length([for name in try(keys(var.alb), []) : name if contains(local.rule_fields, name) && length(var.alb[name][*]) > 0]) > 0

  # Everybody, by the addresses that the load balancer has; from outside, where it can
  # be reached from there.
  dualstack    = var.ip_address_type != "ipv4"
  client_cidrs = var.client_cidrs != null ? var.client_cidrs : concat(["0.0.0.0/0"], local.dualstack && !var.internal ? ["::/0"] : [])

  encrypted    = var.certificate != null || var.domain != null
  listener_arn = local.encrypted ? aws_lb_listener.https[0].arn : aws_lb_listener.http.arn
  host         = var.domain == null ? aws_lb.this.dns_name : var.domain.name

  cluster_arn = var.cluster == null ? aws_ecs_cluster.this[0].arn : var.cluster.arn
}

resource "aws_ecs_cluster" "this" {
  count = var.cluster == null ? 1 : 0

  name = var.name
  tags = var.tags
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  count = var.cluster == null ? 1 : 0

  cluster_name       = aws_ecs_cluster.this[0].name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}
