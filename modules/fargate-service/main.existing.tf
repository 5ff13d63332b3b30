# Target groups and listeners that somebody else owns. A group that is made in the same
# configuration is given with its numbers: it has them before it can be read, and
# changes them in the same apply. Any other one is read.
locals {
  existing_groups = { for name, route in var.routes : name => route.target_group if route.target_group != null }
  existing_ports  = { for name in keys(local.existing_groups) : name => try(coalesce(var.routes[name].port, local.reached_port), null) }

  # Through the load balancer of alb, unless a route has one of its own.
  shared_existing_ports = [for name, port in local.existing_ports : port if port != null && length(var.alb[*]) > 0 && var.routes[name].security_group == null]

  # By the function and not by the resource, which needs routes and so the group.
  profile_settings = try(provider::graceful::settings(local.profile), null)
  group_settings = try(local.profile_settings.deregistration_delay, null) == null ? null : {
    deregistration_delay   = local.profile_settings.deregistration_delay
    connection_termination = local.profile_settings.connection_termination
    health_check           = { for field in ["interval", "timeout", "healthy_threshold", "unhealthy_threshold"] : field => local.profile_settings.health_check[field] }
  }

  wanted_numbers = local.group_settings == null ? {} : merge(
    { deregistration_delay = local.group_settings.deregistration_delay },
    { for field, seconds in local.group_settings.health_check : "health_check.${field}" => seconds },
  )

  # What each has, as it is given or as it is read.
  existing = { for name, group in local.existing_groups : name => merge(
    { for field in ["deregistration_delay", "connection_termination", "protocol", "target_type", "vpc_id"] :
    field => group.deregistration_delay == null ? data.aws_lb_target_group.existing[name][field] : group[field] },
    { for field in ["interval", "timeout", "healthy_threshold", "unhealthy_threshold", "port"] :
    "health_check.${field}" => group.deregistration_delay == null ? try(data.aws_lb_target_group.existing[name].health_check[0][field], null) : try(group.health_check[0][field], null) },
  ) }

  # What the tasks are registered in.
  registered = merge(
    { for name, route in local.routes : name => { arn = aws_lb_target_group.this[name].arn, container = route.container, port = route.port } },
    { for name, group in local.existing_groups : name => {
      arn       = group.arn
      container = contains(local.front_ports, coalesce(local.existing_ports[name], 0)) ? var.profile.front.name : local.app_name
      port      = local.existing_ports[name]
    } },
  )

  existing_faults = concat(
    flatten([for name, group in local.existing : [for at, fault in merge(
      { for at, wanted in local.wanted_numbers : at => {
        right = try(tonumber(group[at]) == wanted, false)
        rule  = "must be ${wanted}, which the profile gives; for its owner it stands in the output target_group_settings"
        given = group[at]
      } },
      { for wanted in try(local.group_settings.connection_termination, null)[*] : "connection_termination" => {
        right = contains(["HTTP", "HTTPS"], coalesce(group.protocol, "TCP")) || group.connection_termination == null && !wanted || try(group.connection_termination == wanted, false)
        rule  = "must be ${wanted}, which the profile gives; for its owner it stands in the output target_group_settings"
        given = group.connection_termination
      } },
      {
        protocol = {
          right = group.protocol == null || try(contains(concat(["HTTP", "HTTPS"], try(local.profile_settings.load_balancer, "nlb") == "nlb" ? ["TCP", "TLS"] : []), group.protocol), false)
          rule  = try(local.profile_settings.load_balancer, "nlb") == "nlb" ? "must be HTTP, HTTPS, TCP or TLS: a flow of UDP does not end with its task" : "must be HTTP or HTTPS with load_balancer alb. For a Network Load Balancer set profile.load_balancer to \"nlb\""
          given = group.protocol
        }
        target_type = {
          right = group.target_type == null || try(group.target_type == "ip", false)
          rule  = "must be ip: a task of Fargate is a target by its own address"
          given = group.target_type
        }
        "health_check.port" = {
          right = contains(concat(["traffic-port"], [for port in var.routes[name].security_group == null ? local.reachable_ports : [local.existing_ports[name]] : tostring(port)]), coalesce(group["health_check.port"], "traffic-port"))
          rule  = var.routes[name].security_group == null ? "must be traffic-port, or one that the app or the front maps: ${join(", ", local.reachable_ports)}. Add it to port_mappings or front.ports" : "must be traffic-port or the route's own: security_group opens no other. Open both with ingress, and remove security_group"
          given = group["health_check.port"]
        }
      }) : "routes.${name}.target_group.${at} ${fault.rule}. Given: ${try(tostring(coalesce(fault.given)), "null")}." if !fault.right
    ]]),
    # What only a listener that the module makes has.
    flatten([for name, nlb in local.nlb_routes : [for at, given in {
      load_balancer_arn = nlb.load_balancer_arn != null, port = nlb.port != null, protocol = nlb.protocol != "TCP", certificate_arn = nlb.certificate_arn != null, alpn_policy = nlb.alpn_policy != null
    } : "${local.way_paths[name]}.${at} is the listener's, and create_listener is false. Say it on the listener, and remove it here." if given] if !nlb.create_listener]),
    try(local.profile_settings.deployment.strategy, "ROLLING") == "ROLLING" ? [] : concat(
      [for name in keys(local.existing) : "routes.${name}.target_group: with strategy \"${local.profile.strategy}\" ECS moves traffic between two target groups at a rule or listener of the service's own, and this one is neither. Use alb or nlb, or set profile.strategy to \"rolling\"."],
      [for name, nlb in local.nlb_routes : "${local.way_paths[name]}.create_listener: with strategy \"${local.profile.strategy}\" ECS changes what the listener forwards to with each deployment, which whoever owns it would set back. Let the module create the listener, or set profile.strategy to \"rolling\"." if !nlb.create_listener],
    ),
  )
}

# What is not known at a first plan, as often as the VPC and the group are made in the
# same configuration. By itself, because it leaves its list open until it is.
locals {
  existing_place_faults = [for name, group in local.existing : "routes.${name}.target_group.vpc_id must be ${var.vpc_id}, where the tasks are. Given: ${try(tostring(coalesce(group.vpc_id)), "null")}."
  if !(group.vpc_id == null || try(group.vpc_id == var.vpc_id, false))]

  existing_doubles = [for names in values({ for name, group in local.existing_groups : group.arn => name... }) :
  "routes.${join(", routes.", names)}: two ways in have the same target group, where ECS registers a task once. Remove one of them." if length(names) > 1]
}

# Listeners that would cut a request that the app still works on.
locals {
  hasty_listeners = [for name, listener in var.listeners :
    "listeners.${name}: an idle timeout of ${listener.protocol == "TLS" ? local.tls_idle_timeout : coalesce(listener.tcp_idle_timeout_seconds, 0)} s is less than the ${coalesce(local.settings.idle_timeout, 0)} s that this profile needs${listener.protocol == "TLS" ? ", and nobody can change that of a TLS listener. Use TCP, or shorten longest_work" : ". Set tcp_idle_timeout_seconds = ${coalesce(local.settings.idle_timeout, 0)} on the aws_lb_listener"}."
  if try(contains(["TCP", "TLS"], listener.protocol), false) && try((listener.protocol == "TLS" ? local.tls_idle_timeout : listener.tcp_idle_timeout_seconds) < local.settings.idle_timeout, false)]
}

data "aws_lb_target_group" "existing" {
  for_each = { for name, group in local.existing_groups : name => group.arn if group.deregistration_delay == null }

  arn = each.value
}
