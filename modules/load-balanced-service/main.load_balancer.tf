resource "aws_lb" "this" {
  name                       = var.load_balancer_name
  name_prefix                = var.load_balancer_name == null ? "${substr(replace(var.name, "/[^A-Za-z0-9]/", ""), 0, 5)}-" : null
  load_balancer_type         = "application"
  internal                   = var.internal
  ip_address_type            = var.ip_address_type
  subnets                    = var.public_subnet_ids
  security_groups            = [aws_security_group.balancer.id]
  idle_timeout               = local.idle_timeout
  drop_invalid_header_fields = true
  enable_deletion_protection = var.deletion_protection
  tags                       = var.tags

  lifecycle {
    create_before_destroy = true

    # Not at the variable, which would then be judged only once alb is right.
    precondition {
      condition     = var.ip_address_type != "dualstack-without-public-ipv4" || !local.login
      error_message = "ip_address_type: a load balancer asks the identity provider over IPv4, and without a public IPv4 address every login ends with status 500. Set ip_address_type to dualstack, or remove the login from alb."
    }
  }
}

# What meets no rule of the service gets an answer that is not the service's.
resource "aws_lb_listener" "https" {
  count = local.encrypted ? 1 : 0

  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = var.ssl_policy
  certificate_arn   = var.certificate != null ? var.certificate.arn : aws_acm_certificate_validation.this[0].certificate_arn
  tags              = var.tags

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"
  tags              = var.tags

  default_action {
    type = local.encrypted ? "redirect" : "fixed-response"

    dynamic "redirect" {
      for_each = local.encrypted ? [true] : []

      content {
        port        = "443"
        protocol    = "HTTPS"
        status_code = "HTTP_301"
      }
    }

    dynamic "fixed_response" {
      for_each = local.encrypted ? [] : [true]

      content {
        content_type = "text/plain"
        status_code  = "404"
      }
    }
  }

  lifecycle {
    # Not at the variable, which would then be judged only once certificate and domain are right.
    precondition {
      condition     = local.encrypted || !local.login
      error_message = "alb: authenticate_cognito and authenticate_oidc need a listener with HTTPS. Set certificate or domain, or remove the login."
    }
  }
}

resource "aws_security_group" "balancer" {
  name_prefix = "${substr(var.name, 0, 80)}-balancer-"
  description = "${var.name}: clients of the load balancer"
  vpc_id      = var.vpc_id
  tags        = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = { for pair in setproduct(local.encrypted ? ["80", "443"] : ["80"], distinct(local.client_cidrs)) : "${pair[0]} ${pair[1]}" => pair }

  security_group_id = aws_security_group.balancer.id
  description       = "Clients"
  ip_protocol       = "tcp"
  from_port         = each.value[0]
  to_port           = each.value[0]
  cidr_ipv4         = strcontains(each.value[1], ":") ? null : each.value[1]
  cidr_ipv6         = strcontains(each.value[1], ":") ? each.value[1] : null
  tags              = var.tags
}

resource "aws_vpc_security_group_egress_rule" "tasks" {
  security_group_id            = aws_security_group.balancer.id
  description                  = "Load balancer to target"
  ip_protocol                  = "-1"
  referenced_security_group_id = module.service.security_group_id
  tags                         = var.tags
}

# Who has logged in is asked of the identity provider.
resource "aws_vpc_security_group_egress_rule" "login" {
  count = local.login ? 1 : 0

  security_group_id = aws_security_group.balancer.id
  description       = "Allow to IdP endpoint"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  tags              = var.tags
}
