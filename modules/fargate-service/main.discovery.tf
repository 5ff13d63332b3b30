locals {
  # Not with try, which knows nothing of a map with one unknown value.
  given_connect_services = var.service_connect == null ? {} : var.service_connect.services
  connect_services = { for name, service in local.given_connect_services : name => merge(service, {
    port = coalesce(service.container_port, local.reached_port)
    tcp  = service.app_protocol == "tcp"
  }) }

  # The mapping of a port that others call by Service Connect has a name.
  connect_mappings = { for name, service in local.connect_services : service.port => merge({ name = name }, service.tcp ? {} : { appProtocol = service.app_protocol }) }

  # Ports that callers from ingress_security_group_ids reach beside the first one.
  connect_ports = [for service in local.connect_services : coalesce(service.ingress_port_override, service.port) if coalesce(service.ingress_port_override, service.port) != local.reached_port]

  # AWS's own are 15 s for a request, 5 minutes for an idle connection and an hour
  # for one of TCP; 0 is no limit. A proxy that waits exactly as long as the longest
  # request would race it.
  connect_unlimited = local.settings.workload == "websocket"
  connect_request   = max(15, local.settings.longest_work + 5)
  connect_idle      = { http = max(300, local.settings.longest_work + 5), tcp = max(3600, local.settings.longest_work + 5) }

  # How long callers may go on calling a task after its signal: ECS tells those that
  # know it by name only then. The proxy of Service Connect serves for 20 s.
  names_age = max(0, concat(
    var.service_registry[*].dns_ttl,
    [for service in local.connect_services : 20],
  )...)
}
