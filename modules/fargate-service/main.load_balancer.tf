locals {
  # With a strategy that moves traffic there are two target groups, which take
  # turns, so they are alike in everything.
  target_groups = merge(local.routes, local.shifts ? { alternate = merge(local.routes["main"], {
    name = local.routes["main"].name == null ? null : "${local.routes["main"].name}-alternate"
  }) } : {})

  # What ECS starts from; it changes the weights with each deployment.
  first_weights = [100, 0]

  # The target groups that each rule or listener leads to.
  led_to = { for name, route in merge({ for name, rule in local.rules : name => rule.route }, { for name in keys(local.nlb_listeners) : name => contains(keys(local.test_listeners), name) ? "main" : name }) :
    name => concat([route], local.shifts ? ["alternate"] : [])
  }

  # LOAD_BALANCER/NAME/ID, the part of a listener's ARN that names its load balancer.
  balancer_suffix = try(regex("listener/(app/[^/]+/[^/]+)/", values(local.alb_rules["main"])[0].listener_arn)[0], null)

  # Targets are registered with their own port; this one is of no use but required,
  # and to change it would make the target group anew.
  any_port = 80
}

resource "aws_lb_target_group" "this" {
  for_each = local.target_groups

  name                              = each.value.name
  target_type                       = "ip"
  vpc_id                            = var.vpc_id
  port                              = local.any_port
  protocol                          = each.value.protocol
  protocol_version                  = each.value.protocol_version
  deregistration_delay              = local.settings.deregistration_delay
  connection_termination            = each.value.kind == "nlb" ? local.settings.connection_termination : null
  load_balancing_algorithm_type     = each.value.algorithm
  load_balancing_anomaly_mitigation = each.value.anomaly_mitigation
  load_balancing_cross_zone_enabled = each.value.cross_zone
  preserve_client_ip                = each.value.preserve_client_ip
  proxy_protocol_v2                 = each.value.proxy_protocol_v2
  slow_start                        = each.value.slow_start
  tags                              = var.tags

  health_check {
    enabled             = true
    protocol            = each.value.health_check_protocol
    port                = try(coalesce(each.value.health_check_port), "traffic-port")
    path                = each.value.health_check_path
    matcher             = each.value.matcher
    interval            = local.settings.health_check.interval
    timeout             = local.settings.health_check.timeout
    healthy_threshold   = local.settings.health_check.healthy_threshold
    unhealthy_threshold = local.settings.health_check.unhealthy_threshold
  }

  dynamic "stickiness" {
    for_each = each.value.stickiness[*]

    content {
      enabled         = stickiness.value.enabled
      type            = stickiness.value.type
      cookie_duration = stickiness.value.type == "lb_cookie" || stickiness.value.type == "app_cookie" ? stickiness.value.cookie_duration : null
      cookie_name     = stickiness.value.cookie_name
    }
  }

  # A task that is registered behind a closed port is replaced as a sick one.
  depends_on = [
    aws_vpc_security_group_ingress_rule.load_balancer,
    aws_vpc_security_group_ingress_rule.load_balancer_cidr,
  ]

  lifecycle {
    # A listener cannot lose its target group before it has another.
    create_before_destroy = true
    ignore_changes        = [port]
  }
}

# With a strategy that moves traffic ECS changes the weights with each deployment.
# So Terraform leaves alone what stands in forward, which there is only then, and
# makes the rule or the listener anew when other target groups take part. An update
# would keep the old ones, and on the way back to rolling it would name the first
# beside both, which ELB refuses. Everything else of an action is Terraform's, such as
# a login, which goes with rolling only.
resource "terraform_data" "traffic" {
  for_each = local.led_to

  input = [for name in each.value : aws_lb_target_group.this[name].arn]
}

resource "aws_lb_listener_rule" "this" {
  for_each = local.rules

  listener_arn = each.value.listener_arn
  priority     = each.value.priority
  tags         = var.tags

  dynamic "action" {
    for_each = local.logins[each.key].cognito

    content {
      type  = "authenticate-cognito"
      order = 1

      authenticate_cognito {
        authentication_request_extra_params = action.value.authentication_request_extra_params
        on_unauthenticated_request          = action.value.on_unauthenticated_request
        scope                               = action.value.scope
        session_cookie_name                 = action.value.session_cookie_name
        session_timeout                     = action.value.session_timeout
        user_pool_arn                       = action.value.user_pool_arn
        user_pool_client_id                 = action.value.user_pool_client_id
        user_pool_domain                    = action.value.user_pool_domain
      }
    }
  }

  dynamic "action" {
    for_each = local.logins[each.key].oidc

    content {
      type  = "authenticate-oidc"
      order = 1

      authenticate_oidc {
        authentication_request_extra_params = action.value.authentication_request_extra_params
        authorization_endpoint              = action.value.authorization_endpoint
        client_id                           = action.value.client_id
        client_secret                       = action.value.client_secret
        issuer                              = action.value.issuer
        on_unauthenticated_request          = action.value.on_unauthenticated_request
        scope                               = action.value.scope
        session_cookie_name                 = action.value.session_cookie_name
        session_timeout                     = action.value.session_timeout
        token_endpoint                      = action.value.token_endpoint
        user_info_endpoint                  = action.value.user_info_endpoint
      }
    }
  }

  action {
    type             = "forward"
    order            = length(local.logins[each.key].cognito) + length(local.logins[each.key].oidc) > 0 ? 2 : null
    target_group_arn = local.shifts ? null : aws_lb_target_group.this[each.value.route].arn

    dynamic "forward" {
      for_each = local.shifts ? [local.led_to[each.key]] : []

      content {
        dynamic "target_group" {
          for_each = forward.value

          content {
            arn    = aws_lb_target_group.this[target_group.value].arn
            weight = local.first_weights[target_group.key]
          }
        }
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.conditions

    content {
      dynamic "host_header" {
        for_each = condition.value.kind == "host_header" ? [condition.value] : []

        content {
          values = host_header.value.values
        }
      }

      dynamic "http_header" {
        for_each = condition.value.kind == "http_header" ? [condition.value] : []

        content {
          http_header_name = http_header.value.name
          values           = http_header.value.values
        }
      }

      dynamic "http_request_method" {
        for_each = condition.value.kind == "http_request_method" ? [condition.value] : []

        content {
          values = http_request_method.value.values
        }
      }

      dynamic "path_pattern" {
        for_each = condition.value.kind == "path_pattern" ? [condition.value] : []

        content {
          values = path_pattern.value.values
        }
      }

      dynamic "query_string" {
        for_each = condition.value.pairs

        content {
          key   = query_string.value.key
          value = query_string.value.value
        }
      }

      dynamic "source_ip" {
        for_each = condition.value.kind == "source_ip" ? [condition.value] : []

        content {
          values = source_ip.value.values
        }
      }
    }
  }

  lifecycle {
    ignore_changes       = [action[0].forward[0].stickiness, action[0].forward[0].target_group]
    replace_triggered_by = [terraform_data.traffic[each.key]]
  }
}
