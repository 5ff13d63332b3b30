variable "alb" {
  description = <<-EOT
    Where an Application Load Balancer sends requests to this service. `listener_arn`, `priority` and at least one condition make a rule; `rules` are further ones to the same target group, by any name. A request must meet all conditions of a rule, and one value of each. `security_group_id` is the load balancer's.

    `authenticate_oidc` or `authenticate_cognito` lets a request through the rule once its user has logged in, in the words of `aws_lb_listener_rule`. Each rule has its own, as it has its own conditions: those of `rules` inherit no login, so that some paths may do without. The listener must be HTTPS, and the load balancer reach the identity provider at port 443, which its security group's owner must allow. It does not go with strategy blue_green, linear or canary: ECS fails a deployment at a rule that does more than forward.

    The load balancer's `idle_timeout` is compared with the settings. Give it here if the load balancer is made in the same configuration; otherwise it is read, unless `check_idle_timeout` is false.

    The target group takes what `aws_lb_target_group` takes, in its words, but for the numbers that the profile gives. What has been set is taken back with its default (`stickiness = { enabled = false }`, `slow_start = 0`), not by leaving it out. Stickiness holds no task back: once a task is deregistered, its clients get another. A deployment does not wait for `slow_start`: the old tasks go as soon as the new are healthy. A target group with a name cannot be made anew beside the old one, so change `target_group_name` together with `protocol`, `protocol_version` or the VPC; with strategy blue_green, linear or canary the second is called NAME-alternate.
  EOT
  type = object({
    security_group_id  = string
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
  })
  default = null

  validation {
    condition     = alltrue([for rule in concat([for alb in var.alb[*] : alb if alb.priority != null], values(try(var.alb.rules, {}))) : can(regex(":listener/app/", rule.listener_arn))])
    error_message = "alb.listener_arn must be the ARN of an Application Load Balancer's listener (…:listener/app/…). Given: ${join(", ", [for rule in concat([for alb in var.alb[*] : alb if alb.priority != null], values(try(var.alb.rules, {}))) : coalesce(rule.listener_arn, "none")])}."
  }
  validation {
    condition     = alltrue([for rule in concat([for alb in var.alb[*] : alb if alb.priority != null], values(try(var.alb.rules, {}))) : rule.priority >= 1 && rule.priority <= 50000 && floor(rule.priority) == rule.priority])
    error_message = "alb.priority must be a whole number from 1 to 50000. Given: ${join(", ", [for rule in concat([for alb in var.alb[*] : alb if alb.priority != null], values(try(var.alb.rules, {}))) : rule.priority])}."
  }
  validation {
    condition     = alltrue([for rule in concat([for alb in var.alb[*] : alb if alb.priority != null], values(try(var.alb.rules, {}))) : length(rule.host_headers) + length(rule.http_headers) + length(rule.http_methods) + length(rule.path_patterns) + length(rule.query_strings) + length(rule.source_ips) > 0])
    error_message = "alb: a rule must hold at least one of host_headers, http_headers, http_methods, path_patterns, query_strings and source_ips: without one it would take every request of the listener."
  }
  validation {
    condition     = alltrue([for rule in concat([for alb in var.alb[*] : alb if alb.priority != null], values(try(var.alb.rules, {}))) : length(rule.host_headers) + length(flatten(values(rule.http_headers))) + length(rule.http_methods) + length(rule.path_patterns) + length(rule.query_strings) + length(rule.source_ips) <= 5])
    error_message = "alb: a rule takes at most 5 values in all its conditions. Divide them among rules."
  }
  validation {
    condition     = alltrue([for alb in var.alb[*] : alb.listener_arn == null && length(alb.host_headers) + length(alb.http_headers) + length(alb.http_methods) + length(alb.path_patterns) + length(alb.query_strings) + length(alb.source_ips) == 0 if alb.priority == null])
    error_message = "alb: without a priority it has no rule of its own, and its listener_arn and conditions would lead nowhere. Set alb.priority, or move them into alb.rules."
  }
  validation {
    condition     = !contains(keys(try(var.alb.rules, {})), "main")
    error_message = "alb.rules: \"main\" is the rule that alb.priority makes. Give the rule another name."
  }
  validation {
    condition     = try(contains(["HTTP1", "HTTP2", "GRPC"], var.alb.protocol_version), true)
    error_message = "alb.protocol_version must be HTTP1, HTTP2 or GRPC. Given: \"${try(var.alb.protocol_version, "")}\"."
  }
  validation {
    condition     = try(startswith(var.alb.health_check_path, "/"), true)
    error_message = "alb.health_check_path must start with a slash. Given: \"${try(var.alb.health_check_path, "")}\"."
  }
  validation {
    condition     = try(contains(local.reachable_ports, var.alb.health_check_port), true)
    error_message = "alb.health_check_port: no container that takes requests maps port ${try(coalesce(var.alb.health_check_port), 0)}. Mapped: ${join(", ", local.reachable_ports)}. Add it to port_mappings."
  }
}
