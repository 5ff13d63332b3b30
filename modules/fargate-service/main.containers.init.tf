# Containers that have ended before the app starts. They are no part of a stop, and
# have ECS's own stop timeout.
locals {
  init_names = var.init_containers[*].name
  conditions = merge({ for name, sidecar in var.sidecars : name => sidecar.condition }, { for c in var.init_containers : c.name => c.condition })

  init_containers = [for c in var.init_containers : {
    name              = c.name
    image             = c.image
    essential         = false
    command           = c.command
    entryPoint        = c.entry_point
    cpu               = c.cpu
    memoryReservation = c.memory_reservation
    environment       = [for name, value in c.environment : { name = name, value = value }]
    secrets           = [for name, arn in c.secrets : { name = name, valueFrom = arn }]
    # What logs through a router waits for it, as ECS has it.
    dependsOn        = [for name in distinct(concat(c.after, contains(local.routed, c.name) ? local.log_routers : [])) : { containerName = name, condition = local.conditions[name] }]
    logConfiguration = local.log_configuration
  }]
}
