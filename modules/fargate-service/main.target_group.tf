# What the caller says of each target group, and whether Elastic Load Balancing
# would take it. The stop numbers are not among it.
locals {
  group_attributes = merge(
    { for name, alb in local.alb_routes : name => {
      name                  = alb.target_group_name
      protocol              = alb.protocol
      health_check_protocol = try(coalesce(alb.health_check_protocol), alb.protocol)
      matcher               = try(coalesce(alb.matcher), alb.protocol_version == "GRPC" ? "0" : "200")
      algorithm             = alb.load_balancing_algorithm_type
      anomaly_mitigation    = alb.load_balancing_anomaly_mitigation
      cross_zone            = alb.load_balancing_cross_zone_enabled
      slow_start            = alb.slow_start
      stickiness            = alb.stickiness
      preserve_client_ip    = null
      proxy_protocol_v2     = null
    } },
    { for name, nlb in local.nlb_routes : name => {
      name                  = nlb.target_group_name
      protocol              = nlb.target_protocol
      health_check_protocol = try(coalesce(nlb.health_check_protocol), nlb.health_check_path == null ? "TCP" : nlb.target_protocol == "TLS" ? "HTTPS" : "HTTP")
      matcher               = try(coalesce(nlb.matcher), nlb.health_check_path == null ? null : "200")
      algorithm             = null
      anomaly_mitigation    = null
      cross_zone            = nlb.load_balancing_cross_zone_enabled
      slow_start            = null
      stickiness            = nlb.stickiness == null ? null : merge(nlb.stickiness, { cookie_duration = null, cookie_name = null })
      preserve_client_ip    = nlb.preserve_client_ip
      proxy_protocol_v2     = nlb.proxy_protocol_v2
    } },
  )

  # From the profile and not from the settings, which come after the checks.
  takes_turns = try(coalesce(local.profile.strategy), "rolling") != "rolling"

  # The names of two target groups that take turns must differ.
  longest_group_name = local.takes_turns ? 22 : 32

  # Where the caller has written each way in.
  way_paths = { for name, way in local.ways : name => name == "main" ? way.kind : "routes.${name}.${way.kind}" }

  # One list of all that is wrong, so that alb, nlb and each route are held to the
  # same. A value that is not known yet leaves the list open until it is.
  group_faults = flatten([for name, group in local.group_attributes : [for at, fault in merge({
    health_check_protocol = {
      right = contains(local.ways[name].kind == "alb" ? ["HTTP", "HTTPS"] : local.ways[name].health_check_path == null ? ["TCP"] : ["HTTP", "HTTPS"], group.health_check_protocol)
      rule  = local.ways[name].kind == "alb" ? "must be HTTP or HTTPS" : "must be TCP without health_check_path, and HTTP or HTTPS with it"
      given = group.health_check_protocol
    }
    load_balancing_algorithm_type = {
      right = group.algorithm == null || try(contains(["round_robin", "least_outstanding_requests", "weighted_random"], group.algorithm), false)
      rule  = "must be round_robin, least_outstanding_requests or weighted_random"
      given = group.algorithm
    }
    load_balancing_anomaly_mitigation = {
      right = group.anomaly_mitigation == null || try(contains(group.algorithm == "weighted_random" ? ["on", "off"] : ["off"], group.anomaly_mitigation), false)
      rule  = "must be on or off, and on needs load_balancing_algorithm_type weighted_random"
      given = group.anomaly_mitigation
    }
    load_balancing_cross_zone_enabled = {
      right = group.cross_zone == null || try(contains(["true", "false", "use_load_balancer_configuration"], group.cross_zone), false)
      rule  = "must be true, false or use_load_balancer_configuration"
      given = group.cross_zone
    }
    matcher = {
      right = group.matcher == null || try(local.ways[name].health_check_path != null && can(regex("^[0-9]{1,3}(-[0-9]{1,3})?(,[0-9]{1,3}(-[0-9]{1,3})?)*$", group.matcher)) && alltrue([
        for code in split(",", replace(group.matcher, "-", ",")) : local.ways[name].protocol_version == "GRPC" ? tonumber(code) <= 99 : tonumber(code) >= 200 && tonumber(code) <= (local.ways[name].kind == "alb" ? 499 : 599)
      ]), false)
      rule  = local.ways[name].kind == "nlb" ? "must hold codes from 200 to 599, like \"200-299\", and needs health_check_path" : local.ways[name].protocol_version == "GRPC" ? "must hold gRPC codes from 0 to 99, like \"0,12\"" : "must hold codes from 200 to 499, like \"200-299\" or \"200,202\""
      given = group.matcher
    }
    protocol = {
      right = local.ways[name].kind == "nlb" || contains(["HTTP", "HTTPS"], group.protocol)
      rule  = "must be HTTP or HTTPS"
      given = group.protocol
    }
    slow_start = {
      right = group.slow_start == null || try(group.slow_start == 0 || group.slow_start >= 30 && group.slow_start <= 900 && floor(group.slow_start) == group.slow_start, false)
      rule  = "must be 0 or a whole number from 30 to 900"
      given = group.slow_start
    }
    "slow_start " = {
      right = try(coalesce(group.slow_start, 0), 0) == 0 || try(coalesce(group.algorithm, "round_robin"), "") == "round_robin"
      rule  = "works with load_balancing_algorithm_type round_robin only. Remove one of them"
      given = "${coalesce(group.slow_start, 0)} with ${try(coalesce(group.algorithm), "")}"
    }
    target_group_name = {
      right = group.name == null || try(can(regex("^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$", group.name)) && length(group.name) <= local.longest_group_name && !startswith(group.name, "internal-"), false)
      rule  = "holds at most ${local.longest_group_name} letters, digits and hyphens, no hyphen at either end, and does not start with internal-"
      given = group.name
    }
    }, group.stickiness == null ? {} : {
    "stickiness.type" = {
      right = contains(local.ways[name].kind == "alb" ? ["lb_cookie", "app_cookie"] : ["source_ip"], group.stickiness.type)
      rule  = local.ways[name].kind == "alb" ? "must be lb_cookie or app_cookie" : "must be source_ip"
      given = group.stickiness.type
    }
    "stickiness.cookie_duration" = {
      right = group.stickiness.cookie_duration == null || try(group.stickiness.cookie_duration >= 1 && group.stickiness.cookie_duration <= 604800 && floor(group.stickiness.cookie_duration) == group.stickiness.cookie_duration, false)
      rule  = "must be a whole number of seconds from 1 to 604800, which is a week"
      given = group.stickiness.cookie_duration
    }
    "stickiness.cookie_name" = {
      right = group.stickiness.type == "app_cookie" ? can(regex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", group.stickiness.cookie_name)) && !contains(["AWSALB", "AWSALBAPP", "AWSALBTG"], coalesce(group.stickiness.cookie_name, "AWSALB")) : group.stickiness.cookie_name == null
      rule  = "must be the name of the app's own cookie with type app_cookie, none of AWSALB, AWSALBAPP and AWSALBTG, and absent with every other type"
      given = group.stickiness.cookie_name
    }
    "stickiness" = {
      right = !group.stickiness.enabled || local.ways[name].kind == "nlb" || try(coalesce(group.cross_zone), "true") != "false"
      rule  = "does not go with load_balancing_cross_zone_enabled false. Remove one of them"
      given = group.stickiness.type
    }
    "stickiness.enabled" = {
      right = !group.stickiness.enabled || local.ways[name].kind == "nlb" || !local.takes_turns
      rule  = "binds a client to a task, and with strategy \"${coalesce(local.profile.strategy, "rolling")}\" the listener rule would have to bind it to the old target group too. Remove stickiness, or set profile.strategy to \"rolling\""
      given = "true"
    }
  }) : "${local.way_paths[name]}.${trimspace(at)} ${fault.rule}. Given: ${try(tostring(coalesce(fault.given)), "null")}." if !fault.right]])

  group_names = [for group in local.group_attributes : group.name if group.name != null]
}
