locals {
  front = local.settings.front_settings

  # What each container is told, by its name.
  told = merge(
    { (var.app_container) = {
      stop        = local.settings.stop_timeout
      environment = merge(local.settings.environment, try(local.settings.framework_settings.environment, {}), local.watches_drain && length(var.target_group_arns) > 0 ? { "${local.environment_prefix}TARGET_GROUPS" = join(",", var.target_group_arns) } : {})
      arguments   = try(local.settings.framework_settings.arguments, [])
      after       = local.sidecar_names
    } },
    { for front in local.front[*] : front.name => {
      stop        = front.stop_timeout
      environment = merge(front.environment, try(front.framework_settings.environment, {}))
      arguments   = try(front.framework_settings.arguments, [])
      after       = [var.app_container]
    } },
    { for name in local.sidecar_names : name => {
      stop        = local.settings.sidecar_stop_timeouts[name]
      environment = try(local.settings.sidecar_framework_settings[name].environment, {})
      arguments   = try(local.settings.sidecar_framework_settings[name].arguments, [])
      after       = local.settings.sidecar_dependencies[name]
    } },
  )

  # The prefix is what stands before a name that every profile has.
  environment_prefix = one([for name in keys(local.settings.environment) : trimsuffix(name, "DEADLINE_SECONDS") if endswith(name, "DEADLINE_SECONDS")])

  # An app that is told over how long to spread its notice looks for its drain.
  watches_drain = contains(keys(local.settings.environment), "${local.environment_prefix}NOTICE_SPREAD_SECONDS")

  # Names that a container sets although it is told them, or would be.
  collisions = distinct(flatten([for name, told in local.told : [
    for entry in concat(local.given[name].environment, local.given[name].secrets) : entry.name if contains(keys(told.environment), entry.name) || (startswith(entry.name, local.environment_prefix) && !contains(local.sidecar_names, name))
  ]]))

  unknown_dependencies = distinct(flatten([for name, given in local.given : [
    for d in given.dependsOn : d.containerName if !contains(keys(var.container_definitions), d.containerName)
  ]]))

  # Dependencies against the order in which the profile stops them: ECS takes no circle.
  circles = flatten([for name, given in local.given : [
    for d in given.dependsOn : "${name} on ${d.containerName}" if contains(try(local.told[d.containerName].after, []), name)
  ]])

  # What each container sets in lists; null is none. Not with try, to which a list with a
  # value that is known after apply is unknown as a whole, and with it its container.
  given = { for name, container in var.container_definitions : name => {
    for list in local.list_keys : list => one([for key, value in container : value if key == list])[*]
  } }

  # A health check that fails while the app starts would stop the task.
  app_health_check = {
    for key, check in var.container_definitions[var.app_container] : key => merge(check, { startPeriod = local.settings.container_start_period })
    if key == "healthCheck" && can(keys(check))
  }

  # Yours, with what the profile gives. A container that the profile does not name,
  # such as one that ends before the app starts, stays as it is. What is empty is
  # left out.
  containers = merge(var.container_definitions, { for name, told in local.told : name => merge(
    var.container_definitions[name],
    { stopTimeout = told.stop },
    { for key, check in local.app_health_check : key => check if name == var.app_container },
    { for key, list in {
      environment = concat(local.given[name].environment, [for variable, value in told.environment : { name = variable, value = value }])
      # A dependency of yours is at least as strong as START.
      dependsOn = concat(local.given[name].dependsOn, [
        for other in told.after : { containerName = other, condition = "START" } if !contains([for d in local.given[name].dependsOn : d.containerName], other)
      ])
      command = concat(local.given[name].command, var.framework_arguments && length(local.given[name].command) > 0 ? told.arguments : [])
    } : key => list if length(list) > 0 },
  ) })
}

check "target_group_arns" {
  assert {
    condition     = !local.watches_drain || length(var.target_group_arns) > 0
    error_message = "target_group_arns: with drain_notice the app looks for its drain in the target groups of the service, and there is none. Set target_group_arns."
  }
}

check "framework_arguments" {
  assert {
    condition     = !var.framework_arguments || alltrue([for name, told in local.told : length(told.arguments) == 0 || length(local.given[name].command) > 0])
    error_message = "container_definitions: ${join(", ", [for name, told in local.told : name if length(told.arguments) > 0 && length(local.given[name].command) == 0])} runs its image's own command, so the framework's stop settings are not passed to it. Set command, or put them into the image and set framework_arguments = false."
  }
}
