# Terraform cannot choose at plan what it ignores, so the service stands in the
# module four times. Edit it here: make generate writes main.service.*.tf from it.
resource "aws_ecs_service" "this" {
  count = local.service_copy == "this" ? 1 : 0

  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = local.settings.desired_count
  deployment_minimum_healthy_percent = local.deployment.minimum_healthy_percent
  deployment_maximum_percent         = local.deployment.maximum_percent
  availability_zone_rebalancing      = local.deployment.availability_zone_rebalancing
  health_check_grace_period_seconds  = try(local.settings.health_check.grace_period, null)
  enable_ecs_managed_tags            = var.enable_ecs_managed_tags
  enable_execute_command             = var.enable_execute_command
  force_delete                       = var.force_delete ? true : null
  force_new_deployment               = var.force_new_deployment
  launch_type                        = var.launch_type
  platform_version                   = var.platform_version
  propagate_tags                     = var.propagate_tags
  sigint_rollback                    = var.sigint_rollback ? true : null
  triggers                           = length(var.triggers) == 0 ? null : var.triggers
  wait_for_steady_state              = var.wait_for_steady_state
  tags                               = merge(var.tags, var.service_tags)

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = local.security_groups
    assign_public_ip = var.assign_public_ip
  }

  dynamic "capacity_provider_strategy" {
    for_each = local.capacity_providers
    content {
      capacity_provider = capacity_provider_strategy.value.name
      base              = capacity_provider_strategy.value.base
      weight            = capacity_provider_strategy.value.weight
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = local.deployment.circuit_breaker[*]
    content {
      enable   = deployment_circuit_breaker.value.enable
      rollback = deployment_circuit_breaker.value.rollback
    }
  }

  deployment_configuration {
    strategy             = local.deployment.strategy
    bake_time_in_minutes = local.deployment.bake_time_in_minutes

    dynamic "linear_configuration" {
      for_each = local.deployment.linear[*]
      content {
        step_percent              = linear_configuration.value.step_percent
        step_bake_time_in_minutes = linear_configuration.value.step_bake_time_in_minutes
      }
    }

    dynamic "canary_configuration" {
      for_each = local.deployment.canary[*]
      content {
        canary_percent              = canary_configuration.value.percent
        canary_bake_time_in_minutes = canary_configuration.value.bake_time_in_minutes
      }
    }

    dynamic "lifecycle_hook" {
      for_each = var.lifecycle_hooks
      content {
        hook_target_arn  = lifecycle_hook.value.hook_target_arn
        lifecycle_stages = lifecycle_hook.value.lifecycle_stages
        hook_details     = lifecycle_hook.value.hook_details
        role_arn         = lifecycle_hook.value.role == null ? aws_iam_role.hooks[0].arn : lifecycle_hook.value.role.arn
      }
    }
  }

  dynamic "alarms" {
    for_each = length(var.deployment_alarms) > 0 ? [var.deployment_alarms] : []
    content {
      alarm_names = alarms.value
      enable      = true
      rollback    = var.deployment_alarms_rollback
    }
  }

  dynamic "load_balancer" {
    for_each = local.registered
    content {
      target_group_arn = load_balancer.value.arn
      container_name   = load_balancer.value.container
      container_port   = load_balancer.value.port

      dynamic "advanced_configuration" {
        for_each = local.shifts ? [aws_lb_target_group.this["alternate"]] : []
        content {
          alternate_target_group_arn = advanced_configuration.value.arn
          production_listener_rule   = local.production_listener_rule
          role_arn                   = local.infrastructure_role.arn
          test_listener_rule         = local.test_listener_rule
        }
      }
    }
  }

  dynamic "service_connect_configuration" {
    for_each = var.service_connect[*]
    content {
      enabled   = true
      namespace = service_connect_configuration.value.namespace

      dynamic "access_log_configuration" {
        for_each = service_connect_configuration.value.access_log_configuration[*]
        content {
          format                   = access_log_configuration.value.format
          include_query_parameters = access_log_configuration.value.include_query_parameters ? "ENABLED" : "DISABLED"
        }
      }

      log_configuration {
        log_driver = try(service_connect_configuration.value.log_configuration.log_driver, local.log_configuration.logDriver)
        options    = try(service_connect_configuration.value.log_configuration.options, local.log_configuration.options)

        dynamic "secret_option" {
          for_each = try(service_connect_configuration.value.log_configuration.secret_options, {})
          content {
            name       = secret_option.key
            value_from = secret_option.value
          }
        }
      }

      dynamic "service" {
        for_each = local.connect_services
        content {
          port_name             = service.key
          discovery_name        = service.value.discovery_name
          ingress_port_override = service.value.ingress_port_override

          client_alias {
            dns_name = service.value.client_alias.dns_name
            port     = coalesce(service.value.client_alias.port, service.value.port)

            dynamic "test_traffic_rules" {
              for_each = service.value.client_alias.test_traffic_rules[*]
              content {
                header {
                  name = test_traffic_rules.value.header.name

                  value {
                    exact = test_traffic_rules.value.header.value.exact
                  }
                }
              }
            }
          }

          timeout {
            idle_timeout_seconds        = local.connect_unlimited ? 0 : service.value.tcp ? local.connect_idle.tcp : local.connect_idle.http
            per_request_timeout_seconds = service.value.tcp ? null : local.connect_unlimited ? 0 : local.connect_request
          }

          dynamic "tls" {
            for_each = service.value.tls[*]
            content {
              kms_key  = tls.value.kms_key
              role_arn = tls.value.role_arn

              issuer_cert_authority {
                aws_pca_authority_arn = tls.value.aws_pca_authority_arn
              }
            }
          }
        }
      }
    }
  }

  dynamic "service_registries" {
    for_each = var.service_registry[*]
    content {
      registry_arn   = service_registries.value.arn
      container_name = service_registries.value.container_port == null ? null : contains(local.front_ports, service_registries.value.container_port) ? var.profile.front.name : local.app_name
      container_port = service_registries.value.container_port
    }
  }

  dynamic "volume_configuration" {
    for_each = local.ebs_volumes
    content {
      name = volume_configuration.key

      managed_ebs_volume {
        role_arn                   = volume_configuration.value.role == null ? aws_iam_role.volumes[0].arn : volume_configuration.value.role.arn
        encrypted                  = volume_configuration.value.encrypted
        file_system_type           = volume_configuration.value.file_system_type
        iops                       = volume_configuration.value.iops
        kms_key_id                 = try(volume_configuration.value.kms_key.arn, null)
        size_in_gb                 = volume_configuration.value.size_in_gb
        snapshot_id                = volume_configuration.value.snapshot_id
        throughput                 = volume_configuration.value.throughput
        volume_initialization_rate = volume_configuration.value.volume_initialization_rate
        volume_type                = volume_configuration.value.volume_type

        dynamic "tag_specifications" {
          for_each = volume_configuration.value.tag_specifications
          content {
            propagate_tags = tag_specifications.value.propagate_tags
            resource_type  = tag_specifications.value.resource_type
            tags           = tag_specifications.value.tags
          }
        }
      }
    }
  }

  timeouts {
    create = "${local.settings.estimates.deployment_timeout}s"
    update = "${local.settings.estimates.deployment_timeout}s"
    delete = "${local.settings.estimates.deployment_timeout}s"
  }

  # ECS refuses a target group that no load balancer routes to yet, a task that
  # may not read its secrets never starts, one that may not leave its own security
  # group cannot pull its image, and one that nobody may reach never gets healthy.
  # A cluster refuses a service on capacity that it does not have yet. What is no
  # longer needed goes after the service has let go of it.
  depends_on = [
    aws_iam_role_policy.execution,
    aws_iam_role_policy.hooks,
    aws_iam_role_policy.task,
    aws_iam_role_policy.volumes,
    aws_iam_role_policy_attachment.execution,
    aws_iam_role_policy_attachment.infrastructure,
    aws_iam_role_policy_attachment.task,
    aws_iam_role_policy_attachment.volumes,
    aws_lb_listener.this,
    aws_lb_listener_rule.this,
    aws_vpc_security_group_egress_rule.this,
    aws_vpc_security_group_ingress_rule.group,
    aws_vpc_security_group_ingress_rule.load_balancer,
    aws_vpc_security_group_ingress_rule.load_balancer_cidr,
    aws_vpc_security_group_ingress_rule.this,
    var.cluster_capacity_providers,
    var.listeners,
  ]
}
