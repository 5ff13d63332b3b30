locals {
  # What is said of each load balancer, by its path. Whether there is an alb is asked of
  # its length: a comparison with null would make a secret of the answer where the
  # client secret of a login is marked as one.
  given_albs = merge({ for alb in var.alb[*] : "alb" => alb }, { for name, route in var.routes : "routes.${name}.alb" => route.alb if length(route.alb[*]) > 0 })
  given_nlbs = merge({ for nlb in var.nlb[*] : "nlb" => nlb }, { for name, route in var.routes : "routes.${name}.nlb" => route.nlb if route.nlb != null })

  # The ways in by name, each with a target group of its own. That of alb or nlb
  # is "main", so that a service that has only one keeps it as others come. An alb
  # without a rule only says whose security group the ways through it have.
  alb_routes = merge(
    { for alb in var.alb[*] : "main" => merge(alb, { reached = null, own_group = false, group = alb.security_group_id }) if alb.priority != null || length(alb.rules) > 0 },
    { for name, route in var.routes : name => merge(route.alb, { reached = route.port, own_group = route.alb.security_group != null, group = try(route.alb.security_group.id, null) }) if length(route.alb[*]) > 0 },
  )
  nlb_routes = merge(
    { for nlb in var.nlb[*] : "main" => merge(nlb, { reached = null, own_group = false, group = nlb.security_group_id, cidrs = nlb.client_cidrs }) },
    { for name, route in var.routes : name => merge(route.nlb, {
      reached   = route.port
      own_group = route.nlb.security_group != null || length(route.nlb.client_cidrs) > 0
      group     = try(route.nlb.security_group.id, null)
      cidrs     = route.nlb.security_group == null && length(route.nlb.client_cidrs) == 0 ? flatten(var.nlb[*].client_cidrs) : route.nlb.client_cidrs
    }) if route.nlb != null },
  )

  # What the target group of each way and the service must know.
  routes = { for name, route in local.ways : name => merge(route, {
    container = contains(local.front_ports, coalesce(route.port, 0)) ? var.profile.front.name : local.app_name
  }, local.group_attributes[name]) }
  ways = merge(
    { for name, alb in local.alb_routes : name => {
      kind              = "alb"
      own_group         = alb.own_group
      group             = alb.group
      cidrs             = []
      port              = alb.reached == null ? local.reached_port : alb.reached
      protocol_version  = alb.protocol_version
      health_check_port = alb.health_check_port
      health_check_path = alb.health_check_path
    } },
    { for name, nlb in local.nlb_routes : name => {
      kind              = "nlb"
      own_group         = nlb.own_group
      group             = nlb.group
      cidrs             = nlb.cidrs
      port              = nlb.reached == null ? local.reached_port : nlb.reached
      protocol_version  = null
      health_check_port = nlb.health_check_port
      health_check_path = nlb.health_check_path
    } },
  )

  # The rules of each ALB: the one that stands in alb itself, and those in rules.
  alb_rules = merge(local.test_rules, { for name, alb in local.alb_routes : name => merge(
    { for priority in [alb.priority] : "main" => {
      listener_arn  = alb.listener_arn
      priority      = priority
      host_headers  = alb.host_headers
      http_headers  = alb.http_headers
      http_methods  = alb.http_methods
      path_patterns = alb.path_patterns
      query_strings = alb.query_strings
      source_ips    = alb.source_ips

      authenticate_cognito = alb.authenticate_cognito
      authenticate_oidc    = alb.authenticate_oidc
    } if priority != null },
    alb.rules,
  ) })

  # Test traffic goes where ECS sends it, between the same two target groups. Only a
  # service without routes has some.
  test_rules     = { for alb in var.alb[*] : "test" => { main = merge(var.test_listener, { authenticate_cognito = null, authenticate_oidc = null }) } if try(var.test_listener.priority, null) != null }
  test_listeners = { for nlb in var.nlb[*] : "test" => merge(local.nlb_routes["main"], { port = var.test_listener.port }) if try(var.test_listener.port, null) != null }
  nlb_listeners  = merge({ for name, nlb in local.nlb_routes : name => nlb if nlb.create_listener }, local.test_listeners)
  rules = merge([for name, rules in local.alb_rules : { for rule, r in rules : rule == "main" ? name : "${name}/${rule}" => {
    route        = contains(keys(local.test_rules), name) ? "main" : name
    listener_arn = r.listener_arn
    priority     = r.priority
    conditions = concat(
      length(r.host_headers) > 0 ? [{ kind = "host_header", name = null, values = r.host_headers, pairs = [] }] : [],
      [for header, values in r.http_headers : { kind = "http_header", name = header, values = values, pairs = [] }],
      length(r.http_methods) > 0 ? [{ kind = "http_request_method", name = null, values = r.http_methods, pairs = [] }] : [],
      length(r.path_patterns) > 0 ? [{ kind = "path_pattern", name = null, values = r.path_patterns, pairs = [] }] : [],
      length(r.query_strings) > 0 ? [{ kind = "query_string", name = null, values = [], pairs = r.query_strings }] : [],
      length(r.source_ips) > 0 ? [{ kind = "source_ip", name = null, values = r.source_ips, pairs = [] }] : [],
    )
  } }]...)

  # Elastic Load Balancing would say it at apply, when half of the service is made.
  place_faults = [for names in values({ for name, r in local.rules : "${r.listener_arn} ${r.priority}" => name... }) :
  "${join(", ", [for name in names : "${local.logins[name].path}.priority"])}: rules of one listener need a priority each. Given: ${local.rules[names[0]].priority}. Change one of them." if length(names) > 1]
}
