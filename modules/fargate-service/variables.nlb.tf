variable "nlb" {
  description = "Where a Network Load Balancer sends connections to this service: the module creates the TCP listener on `port`, with the idle timeout of the settings. The tasks let in `security_group_id`, or `client_cidrs` for a load balancer without a security group; with `preserve_client_ip` these are the clients' own. The target group's own words are as in `alb`. With `protocol` TLS the listener has `certificate_arn`, `ssl_policy` and `alpn_policy`, and talks TCP or TLS to the targets (`target_protocol`); its idle timeout is 350 s and nobody can change that. UDP and TCP_UDP are refused: a flow of UDP ends 120 s after its last datagram and not with its task, so nothing of the profile would hold for it, and a container cannot map one port for both. With `create_listener` false the listener is somebody else's: it forwards to the output `target_group_arn`, has the idle timeout of the settings, and stands in `listeners`, so that the service waits for it; `load_balancer_arn`, `port`, `protocol` and what a TLS listener has are said there and not here."
  type = object({
    create_listener   = optional(bool, true)
    load_balancer_arn = optional(string)
    port              = optional(number)
    client_cidrs      = optional(list(string), [])
    health_check_path = optional(string)
    health_check_port = optional(number)
    security_group_id = optional(string)

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
  })
  default = null

  validation {
    condition     = var.nlb == null || try(!var.nlb.create_listener || can(regex(":loadbalancer/net/", var.nlb.load_balancer_arn)), true)
    error_message = "nlb.load_balancer_arn must be the ARN of a Network Load Balancer (…:loadbalancer/net/…). Given: ${try(coalesce(var.nlb.load_balancer_arn), "none")}."
  }
  validation {
    condition     = try(!var.nlb.create_listener, true) || try(var.nlb.port >= 1 && var.nlb.port <= 65535 && floor(var.nlb.port) == var.nlb.port, false)
    error_message = "nlb.port must be a whole number from 1 to 65535. Given: ${try(coalesce(var.nlb.port), "none")}."
  }
  validation {
    condition     = var.nlb == null || try(var.nlb.security_group_id, null) != null || length(try(var.nlb.client_cidrs, [])) > 0
    error_message = "nlb.security_group_id or nlb.client_cidrs must be set: nothing else lets the load balancer reach the tasks."
  }
  validation {
    condition     = try(var.nlb.security_group_id == null || length(var.nlb.client_cidrs) == 0, true)
    error_message = "nlb.client_cidrs is for a load balancer without a security group; this one has security_group_id, which says by itself who may come. Remove one of them."
  }
  validation {
    condition     = try(contains(local.reachable_ports, var.nlb.health_check_port), true)
    error_message = "nlb.health_check_port: no container that takes requests maps port ${try(coalesce(var.nlb.health_check_port), 0)}. Mapped: ${join(", ", local.reachable_ports)}. Add it to port_mappings."
  }
  validation {
    condition     = try(var.nlb.health_check_path, null) == null || startswith(coalesce(try(var.nlb.health_check_path, null), "/"), "/")
    error_message = "nlb.health_check_path must start with a slash. Given: \"${try(coalesce(var.nlb.health_check_path), "")}\"."
  }
}
