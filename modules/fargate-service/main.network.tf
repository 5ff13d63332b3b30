locals {
  # Who may reach which port: each load balancer its targets and their health
  # check, the given groups what takes the requests. The ways through the load
  # balancer of alb or nlb share its rules.
  route_ports = { for name, route in local.routes : name => distinct(compact([route.port, route.health_check_port])) }
  main_group  = length(var.alb[*]) > 0 ? var.alb.security_group_id : try(var.nlb.security_group_id, null)

  balancer_ingress = merge(
    { for port in distinct(concat(local.shared_existing_ports, flatten([for name, route in local.routes : local.route_ports[name] if !route.own_group && length(route.cidrs) == 0]))) : port => { port = port, group = local.main_group } },
    concat(
      [for name, route in local.routes : { for port in local.route_ports[name] : "${name} ${port}" => { port = port, group = route.group } } if route.own_group && length(route.cidrs) == 0],
      [for name, port in local.existing_ports : { for balancer in var.routes[name].security_group[*] : "${name} ${port}" => { port = port, group = balancer.id } } if port != null],
    )...
  )
  balancer_cidr_ingress = merge([for name, route in local.routes : {
    for pair in setproduct(local.route_ports[name], distinct(route.cidrs)) : !route.own_group ? "${pair[0]} ${pair[1]}" : "${name} ${pair[0]} ${pair[1]}" => { port = pair[0], cidr = pair[1] }
  }]...)
  # A group that is given is its owner's, with all its rules.
  own_security_group = var.security_group == null
  security_group_id  = local.own_security_group ? one(aws_security_group.this[*].id) : var.security_group.id
  security_groups    = concat([local.security_group_id], var.security_group_ids)

  ingress_from_groups = local.reached_port == null ? {} : merge(
    { for i, id in var.ingress_security_group_ids : "group-${i}" => { group = id, port = local.reached_port } },
    { for pair in setproduct(range(length(var.ingress_security_group_ids)), local.connect_ports) : "group-${pair[0]} ${pair[1]}" => { group = var.ingress_security_group_ids[pair[0]], port = pair[1] } },
  )
}

resource "aws_security_group" "this" {
  count = local.own_security_group ? 1 : 0

  name        = var.security_group_name
  name_prefix = var.security_group_name == null ? "${substr(var.name, 0, 90)}-" : null
  description = coalesce(var.security_group_description, "${substr(var.name, 0, 200)}: traffic to the tasks")
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, var.security_group_tags)

  lifecycle {
    create_before_destroy = true
  }
}

# A port that is no longer used stays open until the tasks that listen on it have
# gone, which is when the service has been deployed.
resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  for_each = local.own_security_group ? local.balancer_ingress : {}

  security_group_id            = aws_security_group.this[0].id
  description                  = "Load balancer to target"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  referenced_security_group_id = each.value.group
  tags                         = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer_cidr" {
  for_each = local.own_security_group ? local.balancer_cidr_ingress : {}

  security_group_id = aws_security_group.this[0].id
  description       = "Load balancer to target"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr
  tags              = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "group" {
  for_each = local.own_security_group ? local.ingress_from_groups : {}

  security_group_id            = aws_security_group.this[0].id
  description                  = "Callers of ${substr(var.name, 0, 200)}"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  referenced_security_group_id = each.value.group
  tags                         = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local.own_security_group ? var.ingress : {}

  security_group_id            = aws_security_group.this[0].id
  description                  = each.value.description
  ip_protocol                  = each.value.ip_protocol
  from_port                    = each.value.from_port
  to_port                      = each.value.to_port != null ? each.value.to_port : each.value.from_port
  cidr_ipv4                    = each.value.cidr_ipv4
  cidr_ipv6                    = each.value.cidr_ipv6
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.referenced_security_group_id
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.own_security_group ? var.egress : {}

  security_group_id            = aws_security_group.this[0].id
  description                  = each.value.description
  ip_protocol                  = each.value.ip_protocol
  from_port                    = each.value.from_port
  to_port                      = each.value.to_port != null ? each.value.to_port : each.value.from_port
  cidr_ipv4                    = each.value.cidr_ipv4
  cidr_ipv6                    = each.value.cidr_ipv6
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.referenced_security_group_id
  tags                         = var.tags
}
