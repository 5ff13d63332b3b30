variable "routes" {
  description = <<-EOT
    Further ways in beside `alb` or `nlb`, by any name: each is an `alb` or an `nlb` as above, with a target group of its own, and `port` if it reaches another port than `container_port` or the front's. An `alb` without `security_group = { id = … }` is the load balancer of the variable `alb`, and an `nlb` with neither that nor `client_cidrs` the one of `nlb`. With one of them a service that runs moves to another load balancer or protocol without losing a request: add the new way, send the traffic there, remove the old one. They need strategy rolling, and with an `nlb` among all ways the profile's `load_balancer` is `nlb`.

    A route may also be a `target_group` that somebody else owns, beside `alb` and `nlb` or alone: an `aws_lb_target_group` as it is (`target_group = aws_lb_target_group.web`), or for one that is not made in the same configuration `{ arn = … }`, which is read. Its deregistration delay, connection termination and the health check's interval, timeout and thresholds must be those of the profile, which the output `target_group_settings` has for its owner; a difference is an error. With `security_group` the module lets that load balancer reach the route's port, without it the one of the variable `alb`; where neither is set, who reaches the tasks is the owner's business (`ingress`). So are the rule or listener that leads to it, which must stand before the service and can be waited for in `listeners`, and the load balancer's idle timeout, for which there is the output `idle_timeout`.
  EOT
  # The security group is an object, so that one made in the same configuration does not leave open whether there is one.
  type = map(object({
    port              = optional(number)
    security_group    = optional(object({ id = string })) # Of the load balancer before target_group.
    security_group_id = optional(string)                  # Refused in a route: it is security_group.

    # Refused: nobody is asked for it here, and Terraform would drop it without a word.
    authenticate_cognito = optional(object({}))
    authenticate_oidc    = optional(object({}))

    target_group = optional(object({
      arn                    = string
      connection_termination = optional(bool)
      deregistration_delay   = optional(number)
      protocol               = optional(string)
      target_type            = optional(string)
      vpc_id                 = optional(string)
      health_check = optional(list(object({
        healthy_threshold   = optional(number)
        interval            = optional(number)
        port                = optional(string)
        timeout             = optional(number)
        unhealthy_threshold = optional(number)
      })))
    }))
    alb = optional(object({
      security_group     = optional(object({ id = string }))
      security_group_id  = optional(string) # Refused in a route: it is security_group.
      check_idle_timeout = optional(bool, true)
      health_check_path  = optional(string, "/healthz")
      health_check_port  = optional(number)
      host_headers       = optional(list(string), [])
      http_headers       = optional(map(list(string)), {})
      http_methods       = optional(list(string), [])
      idle_timeout       = optional(number)
      listener_arn       = optional(string)
      path_patterns      = optional(list(string), [])
      priority           = optional(number)
      protocol_version   = optional(string, "HTTP1")
      query_strings      = optional(list(object({ key = optional(string), value = string })), [])
      rules = optional(map(object({
        listener_arn  = string
        priority      = number
        host_headers  = optional(list(string), [])
        http_headers  = optional(map(list(string)), {})
        http_methods  = optional(list(string), [])
        path_patterns = optional(list(string), [])
        query_strings = optional(list(object({ key = optional(string), value = string })), [])
        source_ips    = optional(list(string), [])

        authenticate_cognito = optional(object({
          user_pool_arn                       = string
          user_pool_client_id                 = string
          user_pool_domain                    = string
          authentication_request_extra_params = optional(map(string))
          on_unauthenticated_request          = optional(string)
          scope                               = optional(string)
          session_cookie_name                 = optional(string)
          session_timeout                     = optional(number)
        }))
        authenticate_oidc = optional(object({
          authorization_endpoint              = string
          client_id                           = string
          client_secret                       = string
          issuer                              = string
          token_endpoint                      = string
          user_info_endpoint                  = string
          authentication_request_extra_params = optional(map(string))
          on_unauthenticated_request          = optional(string)
          scope                               = optional(string)
          session_cookie_name                 = optional(string)
          session_timeout                     = optional(number)
        }))
      })), {})
      source_ips = optional(list(string), [])

      # The rule's own: who must log in before it lets a request through.
      authenticate_cognito = optional(object({
        user_pool_arn                       = string
        user_pool_client_id                 = string
        user_pool_domain                    = string
        authentication_request_extra_params = optional(map(string))
        on_unauthenticated_request          = optional(string)
        scope                               = optional(string)
        session_cookie_name                 = optional(string)
        session_timeout                     = optional(number)
      }))
      authenticate_oidc = optional(object({
        authorization_endpoint              = string
        client_id                           = string
        client_secret                       = string
        issuer                              = string
        token_endpoint                      = string
        user_info_endpoint                  = string
        authentication_request_extra_params = optional(map(string))
        on_unauthenticated_request          = optional(string)
        scope                               = optional(string)
        session_cookie_name                 = optional(string)
        session_timeout                     = optional(number)
      }))

      # Refused: the profile gives them, and Terraform would drop them without a word.
      deregistration_delay             = optional(string)
      health_check                     = optional(object({}))
      health_check_healthy_threshold   = optional(string)
      health_check_interval            = optional(string)
      health_check_timeout             = optional(string)
      health_check_unhealthy_threshold = optional(string)

      # The target group's own.
      health_check_protocol             = optional(string)
      load_balancing_algorithm_type     = optional(string)
      load_balancing_anomaly_mitigation = optional(string)
      load_balancing_cross_zone_enabled = optional(string)
      matcher                           = optional(string)
      protocol                          = optional(string, "HTTP")
      slow_start                        = optional(number)
      target_group_name                 = optional(string)
      stickiness = optional(object({
        enabled         = optional(bool, true)
        type            = optional(string, "lb_cookie")
        cookie_duration = optional(number, 86400)
        cookie_name     = optional(string)
      }))
    }))
    nlb = optional(object({
      create_listener   = optional(bool, true)
      load_balancer_arn = optional(string)
      port              = optional(number)
      client_cidrs      = optional(list(string), [])
      health_check_path = optional(string)
      health_check_port = optional(number)
      security_group    = optional(object({ id = string }))
      security_group_id = optional(string) # Refused in a route: it is security_group.

      # The listener's own.
      alpn_policy     = optional(string)
      certificate_arn = optional(string)
      protocol        = optional(string, "TCP")
      ssl_policy      = optional(string, "ELBSecurityPolicy-TLS13-1-2-2021-06")

      # Refused: the profile gives them, and Terraform would drop them without a word.
      connection_termination           = optional(string)
      deregistration_delay             = optional(string)
      health_check                     = optional(object({}))
      health_check_healthy_threshold   = optional(string)
      health_check_interval            = optional(string)
      health_check_timeout             = optional(string)
      health_check_unhealthy_threshold = optional(string)
      idle_timeout                     = optional(string)
      tcp_idle_timeout_seconds         = optional(string)

      # Refused: nobody is asked for it here, and Terraform would drop it without a word.
      authenticate_cognito = optional(object({}))
      authenticate_oidc    = optional(object({}))

      # The target group's own.
      health_check_protocol             = optional(string)
      load_balancing_cross_zone_enabled = optional(string)
      matcher                           = optional(string)
      preserve_client_ip                = optional(bool)
      proxy_protocol_v2                 = optional(bool)
      target_protocol                   = optional(string, "TCP")
      target_group_name                 = optional(string)
      stickiness = optional(object({
        enabled = optional(bool, true)
        type    = optional(string, "source_ip")
      }))
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.routes) : can(regex("^[a-z][a-z0-9-]*$", name)) && !contains(["main", "alternate"], name)])
    error_message = "routes: a name starts with a lower-case letter and holds lower-case letters, digits and hyphens; \"main\" and \"alternate\" are taken. Given: ${join(", ", keys(var.routes))}."
  }
  validation {
    condition     = length(var.routes) <= 4
    error_message = "routes: a service has at most five target groups, that of alb or nlb among them. Given: ${length(var.routes)}."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : var.alb != null || route.alb.security_group != null if route.alb != null])
    error_message = "routes: alb.security_group = { id = … } must be set where the variable alb does not name the load balancer."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : length([for way in [route.alb, route.nlb, route.target_group] : true if way != null]) == 1])
    error_message = "routes: each has one of alb, nlb and target_group."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : contains(local.reachable_ports, route.port) if route.port != null])
    error_message = "routes: port must be one that the app or the front maps: ${join(", ", local.reachable_ports)}. Add it to port_mappings or front.ports."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : route.alb.priority != null || length(route.alb.rules) > 0 if route.alb != null])
    error_message = "routes: ${join(", ", [for name, route in var.routes : name if try(route.alb.priority == null && length(route.alb.rules) == 0, false)])} has no rule. Set alb.priority, alb.listener_arn and a condition, or alb.rules."
  }
  validation {
    condition     = alltrue([for alb in values(var.routes)[*].alb : alb.listener_arn == null && length(alb.host_headers) + length(alb.http_headers) + length(alb.http_methods) + length(alb.path_patterns) + length(alb.query_strings) + length(alb.source_ips) == 0 if try(alb.priority == null, false)])
    error_message = "routes: an alb without a priority has no rule of its own, and its listener_arn and conditions would lead nowhere. Set alb.priority, or move them into alb.rules."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : !contains(keys(route.alb.rules), "main") if route.alb != null])
    error_message = "routes: in alb.rules \"main\" is the rule that alb.priority makes. Give the rule another name."
  }
  validation {
    condition     = alltrue([for rule in flatten([for route in values(var.routes) : concat([for alb in route.alb[*] : alb if alb.priority != null], values(try(route.alb.rules, {})))]) : can(regex(":listener/app/", rule.listener_arn))])
    error_message = "routes: alb.listener_arn must be the ARN of an Application Load Balancer's listener (…:listener/app/…). Given: ${join(", ", [for rule in flatten([for route in values(var.routes) : concat([for alb in route.alb[*] : alb if alb.priority != null], values(try(route.alb.rules, {})))]) : coalesce(rule.listener_arn, "none")])}."
  }
  validation {
    condition     = alltrue([for rule in flatten([for route in values(var.routes) : concat([for alb in route.alb[*] : alb if alb.priority != null], values(try(route.alb.rules, {})))]) : rule.priority >= 1 && rule.priority <= 50000 && floor(rule.priority) == rule.priority])
    error_message = "routes: alb.priority must be a whole number from 1 to 50000. Given: ${join(", ", [for rule in flatten([for route in values(var.routes) : concat([for alb in route.alb[*] : alb if alb.priority != null], values(try(route.alb.rules, {})))]) : rule.priority])}."
  }
  validation {
    condition     = alltrue([for rule in flatten([for route in values(var.routes) : concat([for alb in route.alb[*] : alb if alb.priority != null], values(try(route.alb.rules, {})))]) : length(rule.host_headers) + length(rule.http_headers) + length(rule.http_methods) + length(rule.path_patterns) + length(rule.query_strings) + length(rule.source_ips) > 0])
    error_message = "routes: a rule of an alb must hold at least one of host_headers, http_headers, http_methods, path_patterns, query_strings and source_ips: without one it would take every request of the listener."
  }
  validation {
    condition     = alltrue([for rule in flatten([for route in values(var.routes) : concat([for alb in route.alb[*] : alb if alb.priority != null], values(try(route.alb.rules, {})))]) : length(rule.host_headers) + length(flatten(values(rule.http_headers))) + length(rule.http_methods) + length(rule.path_patterns) + length(rule.query_strings) + length(rule.source_ips) <= 5])
    error_message = "routes: a rule takes at most 5 values in all its conditions. Divide them among rules."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : contains(["HTTP1", "HTTP2", "GRPC"], route.alb.protocol_version) && startswith(route.alb.health_check_path, "/") if route.alb != null])
    error_message = "routes: alb.protocol_version must be HTTP1, HTTP2 or GRPC, and alb.health_check_path must start with a slash."
  }
  validation {
    condition     = alltrue([for port in flatten([for route in values(var.routes) : [for way in concat(route.alb[*], route.nlb[*]) : way.health_check_port]]) : contains(local.reachable_ports, port) if port != null])
    error_message = "routes: health_check_port must be a port that the app or the front maps: ${join(", ", local.reachable_ports)}. Add it to port_mappings or front.ports."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : can(regex(":loadbalancer/net/", route.nlb.load_balancer_arn)) && try(route.nlb.port >= 1 && route.nlb.port <= 65535 && floor(route.nlb.port) == route.nlb.port, false) if try(route.nlb.create_listener, false)])
    error_message = "routes: nlb.load_balancer_arn must be the ARN of a Network Load Balancer (…:loadbalancer/net/…), and nlb.port a whole number from 1 to 65535."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : route.nlb.security_group == null || length(route.nlb.client_cidrs) == 0 if route.nlb != null])
    error_message = "routes: nlb.client_cidrs is for a load balancer without a security group; this one has security_group, which says by itself who may come. Remove one of them."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : route.nlb.security_group != null || length(route.nlb.client_cidrs) > 0 || length(var.nlb[*]) > 0 if route.nlb != null])
    error_message = "routes: ${join(", ", [for name, route in var.routes : "${name}.nlb" if try(route.nlb.security_group == null && length(route.nlb.client_cidrs) == 0, false)])} has neither security_group nor client_cidrs, and there is no nlb whose load balancer it could be: nothing lets it reach the tasks. Set security_group = { id = … }, or client_cidrs for a load balancer without one."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : startswith(coalesce(route.nlb.health_check_path, "/"), "/") if route.nlb != null])
    error_message = "routes: nlb.health_check_path must start with a slash."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : route.security_group == null || route.target_group != null])
    error_message = "routes: ${join(", ", [for name, route in var.routes : "${name}.security_group" if route.security_group != null && route.target_group == null])} is for a target_group. For the others set alb.security_group or nlb.security_group."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : can(regex(":targetgroup/", route.target_group.arn)) if route.target_group != null])
    error_message = "routes: target_group.arn must be the ARN of a target group (…:targetgroup/…). Given: ${join(", ", [for route in values(var.routes) : route.target_group.arn if route.target_group != null])}."
  }
  validation {
    condition = alltrue([for group in values(var.routes)[*].target_group : group.deregistration_delay != null ? group.health_check != null : alltrue([
    for given in [group.connection_termination, group.health_check, group.protocol, group.target_type, group.vpc_id] : given == null]) if group != null])
    error_message = "routes: target_group has either its arn alone, and is read, or deregistration_delay and health_check too. Give the aws_lb_target_group as it is, or remove all but the arn."
  }
}
