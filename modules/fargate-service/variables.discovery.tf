variable "service_connect" {
  description = <<-EOT
    Service Connect: `{}` lets the tasks call others by their names in the cluster's default namespace, or in `namespace` (name or ARN). `services` are what others may call, by the name of a port mapping: `container_port` if it is not the one that takes the requests, `app_protocol` http, http2, grpc or tcp, `discovery_name`, `client_alias`, `ingress_port_override`, `tls`. In a deployment with strategy `blue_green`, `linear` or `canary` the new tasks get the calls with the header of `client_alias.test_traffic_rules`. Only a profile with workload `http` or `websocket` has some.

    The timeouts of the proxy come from the profile: one request and an idle connection have 5 s more than `longest_work` and no less than AWS gives, and a `websocket` has no limit. The proxy logs where the containers do unless `log_configuration` says otherwise.
  EOT
  type = object({
    namespace = optional(string)
    access_log_configuration = optional(object({
      format                   = string
      include_query_parameters = optional(bool, false)
    }))
    log_configuration = optional(object({
      log_driver     = string
      options        = optional(map(string), {})
      secret_options = optional(map(string), {})
    }))
    services = optional(map(object({
      app_protocol = optional(string, "http")
      client_alias = optional(object({
        dns_name = optional(string)
        port     = optional(number)
        test_traffic_rules = optional(object({
          header = object({
            name  = string
            value = object({ exact = string })
          })
        }))
      }), {})
      container_port        = optional(number)
      discovery_name        = optional(string)
      ingress_port_override = optional(number)
      timeout               = optional(object({})) # Refused: the profile gives it.
      tls = optional(object({
        aws_pca_authority_arn = string
        kms_key               = optional(string)
        role_arn              = optional(string)
      }))
    })), {})
  })
  default = null

  validation {
    condition     = try(length(trimspace(var.service_connect.namespace)) > 0, true)
    error_message = "service_connect.namespace is the name or ARN of a Cloud Map namespace; leave it out for the cluster's default."
  }
  validation {
    condition     = try(var.service_connect.access_log_configuration, null) == null ? true : try(contains(["TEXT", "JSON"], var.service_connect.access_log_configuration.format), false)
    error_message = "service_connect.access_log_configuration.format is TEXT or JSON. Given: ${try(var.service_connect.access_log_configuration.format, "null")}."
  }
  validation {
    condition     = alltrue([for name in keys(try(var.service_connect.services, {})) : can(regex("^[a-z0-9_][a-z0-9_-]{0,63}$", name))])
    error_message = "service_connect.services: a name holds up to 64 lower-case letters, digits, hyphens and underscores, and does not begin with a hyphen. Given: ${join(", ", keys(try(var.service_connect.services, {})))}."
  }
  validation {
    condition     = alltrue([for service in values(try(var.service_connect.services, {})) : service.discovery_name == null || can(regex("^[a-z0-9_][a-z0-9_-]{0,63}$", service.discovery_name))])
    error_message = "service_connect.services: discovery_name holds up to 64 lower-case letters, digits, hyphens and underscores, and does not begin with a hyphen. Given: ${join(", ", [for service in values(try(var.service_connect.services, {})) : service.discovery_name if service.discovery_name != null])}."
  }
  validation {
    condition     = alltrue([for service in values(try(var.service_connect.services, {})) : contains(["http", "http2", "grpc", "tcp"], service.app_protocol)])
    error_message = "service_connect.services: app_protocol is http, http2, grpc or tcp. Given: ${join(", ", values(try(var.service_connect.services, {}))[*].app_protocol)}."
  }
  validation {
    condition     = alltrue([for service in values(try(var.service_connect.services, {})) : try(contains(local.reachable_ports, coalesce(service.container_port, local.reached_port)), false)])
    error_message = "service_connect.services: container_port must be one that the app or the front maps: ${join(", ", local.reachable_ports)}. Add it to port_mappings or front.ports, or set container_port."
  }
  validation {
    condition     = length(distinct([for service in values(try(var.service_connect.services, {})) : try(coalesce(service.container_port, local.reached_port), 0)])) == length(try(var.service_connect.services, {}))
    error_message = "service_connect.services: a port mapping has one name, so each container_port may stand in one of them."
  }
  validation {
    condition     = alltrue([for port in flatten([for service in values(try(var.service_connect.services, {})) : [service.client_alias.port, service.ingress_port_override]]) : port == null || try(port >= 1 && port <= 65535 && floor(port) == port, false)])
    error_message = "service_connect.services: client_alias.port and ingress_port_override must be whole numbers from 1 to 65535."
  }
  validation {
    condition     = length(setintersection([for service in values(try(var.service_connect.services, {})) : service.ingress_port_override if service.ingress_port_override != null], concat(local.reachable_ports, local.sidecar_ports))) == 0 && alltrue(flatten([for service in values(try(var.service_connect.services, {})) : [for range in local.port_range_ends : service.ingress_port_override < range[0] || service.ingress_port_override > range[1] if service.ingress_port_override != null]]))
    error_message = "service_connect.services: ingress_port_override is a port of the proxy, and a container of the task listens on it already."
  }
  validation {
    condition     = length(distinct([for service in values(try(var.service_connect.services, {})) : service.ingress_port_override if service.ingress_port_override != null])) == length([for service in values(try(var.service_connect.services, {})) : 0 if service.ingress_port_override != null])
    error_message = "service_connect.services: two have the ingress_port_override of the other. The proxy has one listener on a port: give each its own."
  }
  validation {
    condition     = length(distinct([for name, service in try(var.service_connect.services, {}) : try(coalesce(service.discovery_name), name)])) == length(try(var.service_connect.services, {}))
    error_message = "service_connect.services: two have one discovery_name, which is the service's own name unless it is given. Given: ${join(", ", [for name, service in try(var.service_connect.services, {}) : try(coalesce(service.discovery_name), name)])}."
  }
  validation {
    condition     = alltrue([for service in values(try(var.service_connect.services, {})) : can(regex("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", service.client_alias.test_traffic_rules.header.name)) if try(service.client_alias.test_traffic_rules, null) != null])
    error_message = "service_connect.services: client_alias.test_traffic_rules.header.name is the name of an HTTP header. Given: ${join(", ", [for service in values(try(var.service_connect.services, {})) : try(coalesce(service.client_alias.test_traffic_rules.header.name), "null") if try(service.client_alias.test_traffic_rules, null) != null])}."
  }
  validation {
    condition     = alltrue([for service in values(try(var.service_connect.services, {})) : try(length(service.client_alias.test_traffic_rules.header.value.exact) > 0, false) if try(service.client_alias.test_traffic_rules, null) != null])
    error_message = "service_connect.services: client_alias.test_traffic_rules.header.value.exact must not be empty. Say which value marks test traffic."
  }
  validation {
    condition     = alltrue([for service in values(try(var.service_connect.services, {})) : service.app_protocol != "tcp" || try(service.client_alias.test_traffic_rules, null) == null])
    error_message = "service_connect.services: with app_protocol tcp the proxy sees no headers, so there is no test traffic. Remove client_alias.test_traffic_rules, or set app_protocol to http, http2 or grpc."
  }
  validation {
    condition     = try(contains(["awsfirelens", "awslogs", "splunk"], var.service_connect.log_configuration.log_driver), true)
    error_message = "service_connect.log_configuration.log_driver: Fargate has no such driver. Given: ${try(var.service_connect.log_configuration.log_driver, "none")}. Allowed: awsfirelens, awslogs, splunk."
  }
  validation {
    condition     = try(var.service_connect.log_configuration.log_driver, "") != "awsfirelens" || length(local.log_routers) > 0
    error_message = "service_connect.log_configuration.log_driver: no sidecar has a firelensConfiguration, so there is no router for awsfirelens. Give it to a sidecar in container_definitions, or log with another driver."
  }
  validation {
    condition     = alltrue([for service in values(try(var.service_connect.services, {})) : try(service.client_alias.dns_name == null || length(service.client_alias.dns_name) > 0, true)])
    error_message = "service_connect.services: client_alias.dns_name must not be empty."
  }
}

variable "service_registry" {
  description = "Cloud Map service in which the tasks are registered: its `arn`, `container_port` if it has SRV records, which then name that port of the app or the front, and `dns_ttl`, how long callers keep a name in seconds. Beside a load balancer the container that takes the requests must serve for that long after its signal, so `profile.propagation` must be declared."
  type = object({
    arn            = string
    container_port = optional(number)
    dns_ttl        = optional(number, 60)
  })
  default = null

  validation {
    condition     = var.service_registry == null || try(can(regex(":servicediscovery:.*:service/", var.service_registry.arn)), true)
    error_message = "service_registry.arn must be the ARN of a Cloud Map service. Given: \"${try(var.service_registry.arn, "-")}\"."
  }
  validation {
    condition     = try(coalesce(var.service_registry.container_port), null) == null ? true : contains(local.reachable_ports, var.service_registry.container_port)
    error_message = "service_registry.container_port must be one that the app or the front maps: ${join(", ", local.reachable_ports)}. Given: ${try(coalesce(var.service_registry.container_port), 0)}. Add it to port_mappings or front.ports."
  }
  validation {
    condition     = var.service_registry == null ? true : try(var.service_registry.dns_ttl >= 0 && var.service_registry.dns_ttl <= 300 && floor(var.service_registry.dns_ttl) == var.service_registry.dns_ttl, false)
    error_message = "service_registry.dns_ttl must be a whole number of seconds from 0 to 300, as long as propagation may be. Given: ${try(var.service_registry.dns_ttl, 0)}."
  }
}
