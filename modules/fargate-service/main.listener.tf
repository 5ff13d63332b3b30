# What the caller says of a Network Load Balancer's listener. UDP is refused, for a
# flow of it ends 120 s after its last datagram and not with its task.
locals {
  # Of a TLS listener; the stop model has the same number.
  tls_idle_timeout = 350

  listener_faults = flatten([for name, nlb in local.nlb_routes : [for at, fault in {
    protocol = {
      right = contains(["TCP", "TLS"], nlb.protocol)
      rule  = "must be TCP or TLS: a flow of UDP ends 120 s after its last datagram and not with its task, so the profile would not hold for it"
      given = nlb.protocol
    }
    alpn_policy = {
      right = nlb.alpn_policy == null || try(nlb.protocol == "TLS" && contains(["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"], nlb.alpn_policy), false)
      rule  = "must be HTTP1Only, HTTP2Only, HTTP2Optional, HTTP2Preferred or None, and needs protocol TLS"
      given = nlb.alpn_policy
    }
    ssl_policy = {
      right = can(regex("^ELBSecurityPolicy-[A-Za-z0-9-]+$", nlb.ssl_policy))
      rule  = "must be the name of one of Elastic Load Balancing's policies, ELBSecurityPolicy-…"
      given = nlb.ssl_policy
    }
    target_protocol = {
      right = contains(nlb.protocol == "TLS" || !nlb.create_listener ? ["TCP", "TLS"] : ["TCP"], nlb.target_protocol)
      rule  = "must be TCP, or TLS behind a listener with protocol TLS"
      given = nlb.target_protocol
    }
    stickiness = {
      right = nlb.protocol != "TLS" || !try(nlb.stickiness.enabled, false)
      rule  = "does not go with protocol TLS. Remove one of them"
      given = nlb.protocol
    }
  } : "${local.way_paths[name]}.${at} ${fault.rule}. Given: ${try(tostring(coalesce(fault.given)), "null")}." if !fault.right]])
}

resource "aws_lb_listener" "this" {
  for_each = local.nlb_listeners

  load_balancer_arn        = each.value.load_balancer_arn
  port                     = each.value.port
  protocol                 = each.value.protocol
  alpn_policy              = each.value.alpn_policy
  certificate_arn          = each.value.certificate_arn
  ssl_policy               = each.value.protocol == "TLS" ? each.value.ssl_policy : null
  tcp_idle_timeout_seconds = each.value.protocol == "TCP" ? local.settings.idle_timeout : null
  tags                     = var.tags

  default_action {
    type             = "forward"
    target_group_arn = local.shifts ? null : aws_lb_target_group.this[each.key].arn

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

  lifecycle {
    ignore_changes       = [default_action[0].forward[0].stickiness, default_action[0].forward[0].target_group]
    replace_triggered_by = [terraform_data.traffic[each.key]]
  }
}
