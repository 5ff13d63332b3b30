locals {
  health_check_port = var.alb != null ? var.alb.health_check_port : try(var.nlb.health_check_port, null)
  health_check_path = var.alb != null ? var.alb.health_check_path : try(var.nlb.health_check_path, null)
  # LOAD_BALANCER/NAME/ID, the part of a listener's ARN that names its load balancer.
  balancer_suffix = var.alb == null ? null : try(regex("listener/(app/[^/]+/[^/]+)/", var.alb.listener_arn)[0], null)

  # The traffic that each target group gets until the first deployment moves it.
  first_weights = [100, 0]
}

# With a strategy that moves traffic there are two: they take turns, so they are
# alike in everything.
resource "aws_lb_target_group" "this" {
  count = local.settings.load_balancer == "none" ? 0 : local.shifts ? 2 : 1

  target_type            = "ip"
  vpc_id                 = var.vpc_id
  port                   = local.reached_port
  protocol               = local.settings.load_balancer == "alb" ? "HTTP" : "TCP"
  protocol_version       = local.settings.load_balancer == "alb" ? try(var.alb.protocol_version, null) : null
  deregistration_delay   = local.settings.deregistration_delay
  connection_termination = local.settings.connection_termination
  tags                   = var.tags

  health_check {
    enabled             = true
    protocol            = local.health_check_path == null ? "TCP" : "HTTP"
    port                = try(coalesce(local.health_check_port), "traffic-port")
    path                = local.health_check_path
    matcher             = local.health_check_path == null ? null : try(var.alb.protocol_version, "HTTP1") == "GRPC" ? "0" : "200"
    interval            = local.settings.health_check.interval
    timeout             = local.settings.health_check.timeout
    healthy_threshold   = local.settings.health_check.healthy_threshold
    unhealthy_threshold = local.settings.health_check.unhealthy_threshold
  }

  lifecycle {
    # A listener cannot lose its target group before it has another.
    create_before_destroy = true
  }
}

# ECS changes the weights with each deployment, so Terraform leaves alone where
# traffic goes, and makes the rule or the listener anew when other target groups
# take part: an update would send all of it back to the first one.
resource "terraform_data" "traffic" {
  count = local.settings.load_balancer == "none" ? 0 : 1

  input = aws_lb_target_group.this[*].arn
}

resource "aws_lb_listener_rule" "this" {
  count = local.settings.load_balancer == "alb" ? 1 : 0

  listener_arn = var.alb.listener_arn
  priority     = var.alb.priority
  tags         = var.tags

  action {
    type             = "forward"
    target_group_arn = local.shifts ? null : aws_lb_target_group.this[0].arn

    dynamic "forward" {
      for_each = local.shifts ? [aws_lb_target_group.this[*].arn] : []

      content {
        dynamic "target_group" {
          for_each = forward.value

          content {
            arn    = target_group.value
            weight = local.first_weights[target_group.key]
          }
        }
      }
    }
  }

  dynamic "condition" {
    for_each = length(var.alb.host_headers) > 0 ? [var.alb.host_headers] : []

    content {
      host_header {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(var.alb.path_patterns) > 0 ? [var.alb.path_patterns] : []

    content {
      path_pattern {
        values = condition.value
      }
    }
  }

  lifecycle {
    ignore_changes       = [action]
    replace_triggered_by = [terraform_data.traffic]
  }
}

resource "aws_lb_listener" "this" {
  count = local.settings.load_balancer == "nlb" ? 1 : 0

  load_balancer_arn        = var.nlb.load_balancer_arn
  port                     = var.nlb.port
  protocol                 = "TCP"
  tcp_idle_timeout_seconds = local.settings.idle_timeout
  tags                     = var.tags

  default_action {
    type             = "forward"
    target_group_arn = local.shifts ? null : aws_lb_target_group.this[0].arn

    dynamic "forward" {
      for_each = local.shifts ? [aws_lb_target_group.this[*].arn] : []

      content {
        dynamic "target_group" {
          for_each = forward.value

          content {
            arn    = target_group.value
            weight = local.first_weights[target_group.key]
          }
        }
      }
    }
  }

  lifecycle {
    ignore_changes       = [default_action]
    replace_triggered_by = [terraform_data.traffic]
  }
}

# The idle timeout of an ALB belongs to whoever owns it, so it is looked at here
# and never set.
data "aws_lb" "this" {
  count = var.alb != null && try(var.alb.check_idle_timeout, false) ? 1 : 0

  arn = replace(var.alb.listener_arn, "/:listener/(app/[^/]+/[^/]+)/.*$/", ":loadbalancer/$1")
}

check "alb_idle_timeout" {
  assert {
    condition     = alltrue([for lb in data.aws_lb.this : lb.idle_timeout >= local.settings.idle_timeout])
    error_message = "alb: the load balancer's idle timeout of ${join("", [for lb in data.aws_lb.this : lb.idle_timeout])} s is less than the ${coalesce(local.settings.idle_timeout, 0)} s that this profile needs, so it would cut a request that the app still works on. Set idle_timeout = ${coalesce(local.settings.idle_timeout, 0)} on the aws_lb."
  }
}
