locals {
  framework = local.settings.framework_settings

  # The prefix is what stands before a name that every profile has.
  environment_prefix = one([for name in keys(local.settings.environment) : trimsuffix(name, "DEADLINE_SECONDS") if endswith(name, "DEADLINE_SECONDS")])

  # An app that is told over how long to spread its notice looks for its drain in the
  # target groups that its task is registered in, of which a deployment may use either.
  watches_drain = contains(keys(local.settings.environment), "${local.environment_prefix}NOTICE_SPREAD_SECONDS")
  watched_groups = concat(
    [for name in ["main", "alternate"] : aws_lb_target_group.this[name].arn if contains(keys(local.target_groups), name)],
    [for name, group in local.registered : group.arn if name != "main" && group.container == local.app_name],
  )

  computed_environment = merge(
    local.settings.environment,
    try(local.framework.environment, {}),
    local.settings.visibility_timeout == null ? {} : { QUEUE_URL = local.queue_url },
    local.watches_drain ? { "${local.environment_prefix}TARGET_GROUPS" = join(",", local.watched_groups) } : {},
  )
  refused_environment = [for name in sort(concat(keys(var.environment), keys(var.secrets))) : name if startswith(name, local.environment_prefix) || contains(keys(local.computed_environment), name)]

  arguments = var.framework_arguments ? try(local.framework.arguments, []) : []

  front_environment         = try(merge(local.settings.front_settings.environment, try(local.settings.front_settings.framework_settings.environment, {})), {})
  front_arguments           = try(var.front.framework_arguments, false) ? try(local.settings.front_settings.framework_settings.arguments, []) : []
  refused_front_environment = [for name in sort(try(concat(keys(var.front.environment), keys(var.front.secrets)), [])) : name if startswith(name, local.environment_prefix) || contains(keys(local.front_environment), name)]

  # Stops run against the direction of depends_on: the app ends first.
  sidecars = try([for sidecar in var.profile.sidecars : sidecar], [])

  app = {
    name         = local.app_name
    image        = var.image
    essential    = true
    command      = var.command == null ? null : concat(var.command, local.arguments)
    entryPoint   = var.entry_point
    portMappings = concat([for port in local.app_ports : merge({ containerPort = port, protocol = "tcp" }, lookup(local.connect_mappings, port, {}))], local.app_ranges)
    environment  = [for name, value in merge(var.environment, local.computed_environment) : { name = name, value = value }]
    secrets      = [for name, arn in var.secrets : { name = name, valueFrom = arn }]
    stopTimeout  = local.settings.stop_timeout
    dependsOn = concat(
      [for sidecar in local.sidecars : { containerName = sidecar.name, condition = var.sidecars[sidecar.name].condition }],
      [for c in var.init_containers : { containerName = c.name, condition = c.condition }],
    )

    readonlyRootFilesystem = var.readonly_root_filesystem ? true : null
    healthCheck            = local.container_health_check
    logConfiguration       = local.log_configuration
  }

  container_health_check = var.health_check_command == null ? null : merge(
    local.container_health_check_defaults,
    try(local.given_containers[local.app_name].healthCheck, {}),
    { command = var.health_check_command, startPeriod = local.settings.container_start_period },
  )

  # The front depends on the app, so that it stops before it. START is enough:
  # the load balancer's check goes through the front to the app.
  front_containers = [for front in local.settings.front_settings[*] : {
    name              = front.name
    image             = var.front.image
    essential         = true
    command           = var.front.command == null ? null : concat(var.front.command, local.front_arguments)
    entryPoint        = var.front.entry_point
    cpu               = var.front.cpu
    memoryReservation = var.front.memory_reservation
    portMappings      = concat([for port in local.front_ports : merge({ containerPort = port, protocol = "tcp" }, lookup(local.connect_mappings, port, {}))], local.front_ranges)
    environment       = [for name, value in merge(var.front.environment, local.front_environment) : { name = name, value = value }]
    secrets           = [for name, arn in var.front.secrets : { name = name, valueFrom = arn }]
    stopTimeout       = front.stop_timeout
    dependsOn         = [{ containerName = local.app.name, condition = "START" }]
    logConfiguration  = local.log_configuration
  }]

  sidecar_containers = [for sidecar in local.sidecars : {
    name              = sidecar.name
    image             = var.sidecars[sidecar.name].image
    essential         = var.sidecars[sidecar.name].essential
    command           = var.sidecars[sidecar.name].command == null ? null : concat(var.sidecars[sidecar.name].command, try(local.settings.sidecar_framework_settings[sidecar.name].arguments, []))
    entryPoint        = var.sidecars[sidecar.name].entry_point
    cpu               = var.sidecars[sidecar.name].cpu
    memoryReservation = var.sidecars[sidecar.name].memory_reservation
    portMappings      = concat([for port in var.sidecars[sidecar.name].ports : { containerPort = port, protocol = "tcp" }], [for range in var.sidecars[sidecar.name].container_port_ranges : { containerPortRange = range, protocol = "tcp" }])
    environment       = [for name, value in merge(var.sidecars[sidecar.name].environment, try(local.settings.sidecar_framework_settings[sidecar.name].environment, {})) : { name = name, value = value }]
    secrets           = [for name, arn in var.sidecars[sidecar.name].secrets : { name = name, valueFrom = arn }]
    stopTimeout       = local.settings.sidecar_stop_timeouts[sidecar.name]
    dependsOn         = [for name in local.settings.sidecar_dependencies[sidecar.name] : { containerName = name, condition = var.sidecars[name].condition }]
    logConfiguration  = local.log_configuration
  }]

  log_configuration = {
    logDriver = "awslogs"
    options = {
      "awslogs-group"         = local.log_group.name
      "awslogs-region"        = local.log_group.region
      "awslogs-stream-prefix" = var.name
    }
  }

  # Keys without a value and empty lists are left out: ECS fills them in, and
  # the next plan would show a difference.
  containers = [for container in concat([local.app], local.front_containers, local.sidecar_containers, local.init_containers) : {
    for key, value in merge(container, { for key, value in local.container_extras[container.name] : key => value if !(key == "healthCheck" && container.name == local.app_name) }) :
    key => value if value != null && try(length(value) > 0, true)
  }]
}

check "framework_arguments" {
  assert {
    condition     = !var.framework_arguments || var.command != null || length(try(local.framework.arguments, [])) == 0
    error_message = "command: the image's own command is run, so the framework's stop settings are not passed to it: ${join(" ", try(local.framework.arguments, []))}. Set command, or put them into the image and set framework_arguments = false."
  }
}

check "front_framework_arguments" {
  assert {
    condition     = length(local.front_arguments) == 0 || try(var.front.command, null) != null
    error_message = "front.command: the image's own command is run, so the framework's stop settings are not passed to it: ${join(" ", local.front_arguments)}. Set front.command, or put them into the image and set front.framework_arguments = false."
  }
}
