locals {
  # Who may reach which port: the load balancer its targets and their health
  # check, the given groups what takes the requests.
  balanced_ports      = distinct(compact([local.reached_port, local.health_check_port]))
  balancer_group      = var.alb != null ? var.alb.security_group_id : try(var.nlb.security_group_id, null)
  balancer_has_group  = var.alb != null || try(var.nlb.security_group_id, null) != null
  balancer_cidrs      = try(var.nlb.client_cidrs, [])
  ingress_from_groups = local.reached_port == null ? {} : { for i, id in var.ingress_security_group_ids : "group-${i}" => id }
}

resource "aws_security_group" "this" {
  name_prefix = "${substr(var.name, 0, 90)}-"
  description = "${var.name}: traffic to the tasks"
  vpc_id      = var.vpc_id
  tags        = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  for_each = local.balancer_has_group ? toset(local.balanced_ports) : toset([])

  security_group_id            = aws_security_group.this.id
  description                  = "Load balancer to target"
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
  referenced_security_group_id = local.balancer_group
  tags                         = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer_cidr" {
  for_each = { for pair in setproduct(local.balanced_ports, local.balancer_cidrs) : "${pair[0]} ${pair[1]}" => pair }

  security_group_id = aws_security_group.this.id
  description       = "Load balancer to target"
  ip_protocol       = "tcp"
  from_port         = each.value[0]
  to_port           = each.value[0]
  cidr_ipv4         = each.value[1]
  tags              = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "group" {
  for_each = local.ingress_from_groups

  security_group_id            = aws_security_group.this.id
  description                  = "Callers of ${var.name}"
  ip_protocol                  = "tcp"
  from_port                    = local.reached_port
  to_port                      = local.reached_port
  referenced_security_group_id = each.value
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.this.id
  description       = "Allow all outbound traffic by default"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
  tags              = var.tags
}
