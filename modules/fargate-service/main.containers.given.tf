# What container_definitions says. It is checked before anything is planned.
locals {
  given_containers = { for name in try(keys(var.container_definitions), []) : name => var.container_definitions[name] }
  front_names      = compact([try(var.profile.front.name, null)])
  container_names  = distinct(concat([local.app_name], local.front_names, local.sidecar_names, local.init_names))

  # The router that FireLens sends logs through is the sidecar that has a
  # firelensConfiguration. What it must outlive stands in its after.
  log_routers   = [for name, given in local.given_containers : name if can(keys(given.firelensConfiguration))]
  log_drivers   = { for name, given in local.given_containers : name => try(given.logConfiguration.logDriver, "nothing") if can(keys(given.logConfiguration)) }
  routed        = [for name, driver in local.log_drivers : name if driver == "awsfirelens"]
  before_router = flatten([for sidecar in local.sidecars : try([for name in sidecar.after : name], []) if contains(local.log_routers, sidecar.name)])

  container_faults = concat(local.container_shape_faults, local.container_value_faults, local.log_faults, local.mount_faults, local.reserve_faults)

  container_shape_faults = flatten([for name, given in local.given_containers : concat(
    [for wrong in [name] : "container_definitions.${name}: the task has no such container. Allowed: ${join(", ", local.container_names)}." if !contains(local.container_names, name)],
    [for wrong in [name] : "container_definitions.${name}: it must be an object with members of the ECS API's ContainerDefinition." if !can(keys(given))],
    [for key in try(keys(given), []) : "container_definitions.${name}.${key}: the ECS API's ContainerDefinition has no such member. Write it in the API's own spelling, like workingDirectory, or remove it."
    if !contains(keys(local.container_members), key)],
    [for key in try(keys(given), []) : "container_definitions.${name}.${key}: it may not be set. ${local.refused_container_members[key].why}"
    if contains(["all", name == local.app_name ? "app" : "beside"], try(local.refused_container_members[key].where, ""))],
    [for key, members in local.container_members : [
      for inner in setsubtract(flatten(try([keys(given[key])], [for item in given[key] : keys(item)], [])), members) :
      "container_definitions.${name}.${key}.${inner}: there is no such member, or Fargate does not take it. Allowed: ${join(", ", members)}."
    ] if length(members) > 0],
  )])

  container_value_faults = concat(flatten([for name, given in local.given_containers : concat(
    [for add in try(setsubtract(given.linuxParameters.capabilities.add, ["SYS_PTRACE"]), []) :
    "container_definitions.${name}.linuxParameters.capabilities.add: Fargate adds SYS_PTRACE alone. Given: ${add}. Remove it."],
    [for member in setsubtract(try(keys(given.linuxParameters.capabilities), []), ["add", "drop"]) :
    "container_definitions.${name}.linuxParameters.capabilities.${member}: there is no such member. Allowed: add, drop."],
    [for member in setsubtract(flatten(try([for tmpfs in given.linuxParameters.tmpfs : keys(tmpfs)], [])), ["containerPath", "mountOptions", "size"]) :
    "container_definitions.${name}.linuxParameters.tmpfs.${member}: there is no such member. Allowed: containerPath, mountOptions, size."],
    # A text that looks like a number is none to ECS.
    [for key in ["cpu", "memory", "memoryReservation"] : "container_definitions.${name}.${key}: it must be a whole number. Given: ${try("${given[key]}", "no number")}."
    if try(given[key], null) != null && !try(given[key] == tonumber(given[key]) && floor(given[key]) == given[key] && given[key] >= 0, false)],
    [for key, why in { command = "It has an input of its own. Set health_check_command.", startPeriod = "It is the profile's startup. Change startup." } :
    "container_definitions.${name}.healthCheck.${key}: it may not be set. ${why}" if name == local.app_name && can(given.healthCheck[key])],
    [for command in [try(given.healthCheck.command, var.health_check_command)] : "container_definitions.${name}.healthCheck: there is no command. Set ${name == local.app_name ? "health_check_command" : "command in it"}."
    if can(keys(given.healthCheck)) && (name == local.app_name ? var.health_check_command == null : !can(given.healthCheck.command))],
    )]),
    [for name in local.init_names : "container_definitions.${name}.restartPolicy: an init container ends before the app starts, and a restart would begin it anew. Remove it." if can(keys(local.given_containers[name].restartPolicy))],
    [for name, sidecar in var.sidecars : "sidecars.${name}.condition: with HEALTHY the container needs a health check. Set container_definitions.${name}.healthCheck, or remove condition."
    if sidecar.condition == "HEALTHY" && !can(keys(local.given_containers[name].healthCheck))],
  )

  # The sums of front and sidecars alone are checked where they are given.
  reserve_faults = [for what, reserved in {
    cpu    = concat([for cpu in [try(tonumber(local.given_containers[local.app_name].cpu), null)] : cpu if cpu != null], local.front_cpu, [for c in concat(values(var.sidecars), var.init_containers) : c.cpu if c.cpu != null])
    memory = concat([for memory in [try(tonumber(local.given_containers[local.app_name].memoryReservation), null)] : memory if memory != null], local.front_memory, [for c in concat(values(var.sidecars), var.init_containers) : c.memory_reservation if c.memory_reservation != null])
    } : "${what}: the containers reserve ${join(" + ", reserved)}, more than the task's ${what == "cpu" ? var.cpu : var.memory}. Raise ${what}, or reserve less."
  if sum(concat([0], reserved)) > (what == "cpu" ? var.cpu : var.memory)]

  log_faults = concat(
    [for name, driver in local.log_drivers : "container_definitions.${name}.logConfiguration.logDriver: Fargate has no such driver. Given: ${driver}. Allowed: awsfirelens, awslogs, splunk."
    if !contains(["awsfirelens", "awslogs", "splunk"], driver)],
    [for name in local.log_routers : "container_definitions.${name}.firelensConfiguration: the app and the front stop before the router does, so only a sidecar can be it. Give it to a sidecar in profile.sidecars, with the time that it needs to flush."
    if !contains(local.sidecar_names, name)],
    [for name in slice(local.log_routers, min(1, length(local.log_routers)), length(local.log_routers)) :
    "container_definitions.${name}.firelensConfiguration: a task has one log router, and ${local.log_routers[0]} is it. Remove one of the two."],
    [for name, given in local.given_containers : "container_definitions.${name}.firelensConfiguration.options: Fargate reads a configuration from the image alone. Given: config-file-type ${given.firelensConfiguration.options.config-file-type}. Set it to \"file\"."
    if try(given.firelensConfiguration.options.config-file-type != "file", false)],
    [for name in local.routed : "container_definitions.${name}.logConfiguration.logDriver: no sidecar has a firelensConfiguration, so ECS would have no router for awsfirelens. Give it to a sidecar in profile.sidecars, with the time that it needs to flush."
    if length(local.log_routers) == 0],
    [for name in setintersection(local.routed, local.log_routers) : "container_definitions.${name}.logConfiguration.logDriver: a router cannot log through itself. Remove logConfiguration: it logs to the service's log group."],
    [for name in setsubtract(setintersection(local.routed, local.sidecar_names), local.log_routers) : "container_definitions.${name}.logConfiguration.logDriver: the router must stop after what logs through it. Add \"${name}\" to after of profile.sidecars ${join(", ", local.log_routers)}."
    if length(local.log_routers) > 0 && !contains(local.before_router, name)],
  )

  # What is left out of a health check is what ECS takes, so that the next plan
  # shows no difference.
  container_health_check_defaults = { interval = 30, timeout = 5, retries = 3 }

  container_extras = { for name in local.container_names : name => merge(
    try(local.given_containers[name], {}),
    can(keys(local.given_containers[name].healthCheck)) && name != local.app_name ? { healthCheck = merge(local.container_health_check_defaults, local.given_containers[name].healthCheck) } : {},
  ) }

  # What ECS reads on the way to a running container.
  container_secret_arns = flatten([for given in values(local.given_containers) : concat(
    try([for option in given.logConfiguration.secretOptions : option.valueFrom], []),
    try([given.repositoryCredentials.credentialsParameter], []),
  )])
  environment_file_arns   = distinct(flatten([for given in values(local.given_containers) : try([for file in given.environmentFiles : file.value], [])]))
  environment_bucket_arns = distinct([for arn in local.environment_file_arns : split("/", arn)[0]])
  container_execution_statements = [
    { Effect = "Allow", Action = ["s3:GetObject"], Resource = local.environment_file_arns },
    { Effect = "Allow", Action = ["s3:GetBucketLocation"], Resource = local.environment_bucket_arns },
  ]
}
