# EC2 refuses a rule that the group has already, when half of the service is made.
locals {
  # Who lets a security group reach a port, by the input that says so.
  let_in = concat(
    [for key, rule in local.balancer_ingress : { path = strcontains(key, " ") ? "routes.${split(" ", key)[0]}" : length(var.alb[*]) > 0 ? "alb" : "nlb", group = rule.group, port = rule.port }],
    [for key, rule in local.ingress_from_groups : { path = "ingress_security_group_ids[${split(" ", trimprefix(key, "group-"))[0]}]", group = rule.group, port = rule.port }],
    [for name, rule in var.ingress : { path = "ingress.${name}", group = rule.referenced_security_group_id, port = rule.from_port }
    if rule.referenced_security_group_id != null && rule.ip_protocol == "tcp" && rule.from_port == try(coalesce(rule.to_port), rule.from_port)],
  )

  let_in_faults = [for paths in values({ for rule in local.let_in : "${rule.group} ${rule.port}" => rule... }) :
    "${paths[1].path}: ${join(" and ", distinct(paths[*].path))} let the security group ${paths[0].group} reach port ${paths[0].port}, and EC2 takes a rule once. ${startswith(paths[1].path, "routes.") && contains(["alb", "nlb"], paths[0].path) ? "Remove security_group of the route, which then shares that of ${paths[0].path}" : "Remove one of them"}."
    if length(paths) > 1
  ]

  # Of alb and nlb it is the input, and a route would lose it without a word.
  misplaced_groups = concat(
    [for name, route in var.routes : "routes.${name}.alb" if try(route.alb.security_group_id, null) != null],
    [for name, route in var.routes : "routes.${name}.nlb" if try(route.nlb.security_group_id, null) != null],
  )
}
