locals {
  # Memory in MiB that Fargate offers for each CPU size, from the task definition
  # parameters in the ECS developer guide.
  fargate_memory = {
    "256"   = [512, 1024, 2048]
    "512"   = range(1024, 4097, 1024)
    "1024"  = range(2048, 8193, 1024)
    "2048"  = range(4096, 16385, 1024)
    "4096"  = range(8192, 30721, 1024)
    "8192"  = range(16384, 61441, 4096)
    "16384" = range(32768, 122881, 8192)
  }
  fargate_cpus = [for cpu in sort([for cpu in keys(local.fargate_memory) : format("%05d", cpu)]) : tonumber(cpu)]

  sidecar_names = try([for sidecar in var.profile.sidecars : sidecar.name], [])

  app_name = var.container_name

  # The ports of each container: all of a task share one network interface.
  first_port    = var.container_port == null ? [] : [var.container_port]
  app_ports     = concat(local.first_port, var.port_mappings)
  front_ports   = var.front == null ? [] : concat([var.front.port], var.front.ports)
  sidecar_ports = flatten([for sidecar in values(var.sidecars) : sidecar.ports])
  other_ports   = concat(local.first_port, local.front_ports, local.sidecar_ports)

  # Nobody can be sent to a range: a target group and Service Connect name one port.
  app_ranges        = [for range in var.container_port_ranges : { containerPortRange = range, protocol = "tcp" }]
  front_ranges      = var.front == null ? [] : [for range in var.front.container_port_ranges : { containerPortRange = range, protocol = "tcp" }]
  other_port_ranges = concat(local.front_ranges[*].containerPortRange, flatten([for sidecar in values(var.sidecars) : sidecar.container_port_ranges]))
  port_range_ends   = [for range in concat(var.container_port_ranges, local.other_port_ranges) : [for end in split("-", range) : tonumber(end)] if can(regex("^[0-9]+-[0-9]+$", range))]

  # What the load balancer and the callers reach: the front where there is one.
  reached_port    = var.front == null ? var.container_port : var.front.port
  reachable_ports = distinct(concat(local.app_ports, local.front_ports))

  # What the front reserves of the task.
  front_cpu    = compact([try(var.front.cpu, null)])
  front_memory = compact([try(var.front.memory_reservation, null)])
}
