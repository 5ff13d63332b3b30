# EC2 refuses a rule that the group has already, when half of the service is made.
locals {
  # Whether the module lets a route's load balancer in without a word of the route: by
  # the rules of alb or nlb, or because that is the owner's business.
  routes_may_share = { for name, route in var.routes : name => length(route.target_group[*]) > 0 || length(route.alb[*]) > 0 && length(var.alb[*]) > 0 || length(route.nlb[*]) > 0 && length(var.nlb[*]) > 0 }

  # Who lets somebody reach a port, by the input that says so, and what of it may go.
  let_in = concat(
    [for key, rule in local.balancer_ingress : {
      path = strcontains(key, " ") ? "routes.${split(" ", key)[0]}" : length(var.alb[*]) > 0 ? "alb" : "nlb"
      peer = "the security group ${rule.group}"
      port = rule.port
      out  = strcontains(key, " ") && try(local.routes_may_share[split(" ", key)[0]], false) ? "security_group of routes.${split(" ", key)[0]}" : ""
    }],
    [for key, rule in local.balancer_cidr_ingress : {
      path = length(split(" ", key)) > 2 ? "routes.${split(" ", key)[0]}" : "nlb"
      peer = rule.cidr
      port = rule.port
      out  = length(split(" ", key)) > 2 && try(local.routes_may_share[split(" ", key)[0]] || length(distinct(var.routes[split(" ", key)[0]].nlb.client_cidrs)) > 1, false) ? "it from client_cidrs of routes.${split(" ", key)[0]}" : ""
    }],
    [for key, rule in local.ingress_from_groups : {
      path = "ingress_security_group_ids[${split(" ", trimprefix(key, "group-"))[0]}]"
      peer = "the security group ${rule.group}"
      port = rule.port
      out  = "ingress_security_group_ids[${split(" ", trimprefix(key, "group-"))[0]}]"
    }],
    [for name, rule in var.ingress : {
      path = "ingress.${name}"
      peer = rule.referenced_security_group_id != null ? "the security group ${rule.referenced_security_group_id}" : try(coalesce(rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id), "")
      port = rule.from_port
      out  = "ingress.${name}"
    } if rule.ip_protocol == "tcp" && rule.from_port == try(coalesce(rule.to_port), rule.from_port)],
  )

  let_in_faults = [for rules in values({ for rule in local.let_in : "${rule.peer} ${rule.port}" => rule... }) :
    "${rules[1].path}: ${join(" and ", distinct(rules[*].path))} let ${rules[0].peer} reach port ${rules[0].port}, and EC2 takes a rule once. ${length(compact(rules[*].out)) > 0 ? "Remove ${join(" or ", compact(rules[*].out))}" : "Put one of them into ${startswith(rules[0].peer, "the ") ? "alb or nlb, whose security group the other routes through that load balancer share, or give each load balancer a security group of its own" : "nlb, whose client_cidrs the other routes share"}"}."
    if length(rules) > 1
  ]

  # Of alb and nlb it is the input, and a route would lose it without a word.
  misplaced_groups = concat(
    [for name, route in var.routes : "routes.${name}" if try(route.security_group_id, null) != null],
    [for name, route in var.routes : "routes.${name}.alb" if try(route.alb.security_group_id, null) != null],
    [for name, route in var.routes : "routes.${name}.nlb" if try(route.nlb.security_group_id, null) != null],
  )
}
