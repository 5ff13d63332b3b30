locals {
  # The variables that the settings give, by container; the others are the caller's.
  given_environment = merge(
    { for name, sidecar in local.settings.sidecar_framework_settings : name => keys(sidecar.environment) },
    { for front in local.settings.front_settings[*] : front.name => keys(local.front_environment) },
    { (local.app_name) = keys(local.computed_environment) },
  )

  # What a task definition must have, whoever registers it, in its own names.
  container_settings = { for container in local.containers : container.name => {
    dependsOn   = try(container.dependsOn, [])
    environment = [for variable in try(container.environment, []) : variable if contains(lookup(local.given_environment, container.name, []), variable.name)]
    stopTimeout = try(container.stopTimeout, null)
  } }

  # What a pipeline's revision lost of it. Terraform leaves the service's task
  # definition alone, so what it knows of it is what runs.
  live_containers = { for container in flatten([for live in data.aws_ecs_task_definition.live : jsondecode(live.container_definitions)]) : container.name => container }
  lost_settings = flatten([for name, container in local.container_settings : !contains(keys(local.live_containers), name) ? ["container ${name}"] : concat(
    try(local.live_containers[name].stopTimeout, null) == container.stopTimeout ? [] : ["stopTimeout ${coalesce(container.stopTimeout, "none")} of ${name}"],
    [for dependency in container.dependsOn : "dependsOn ${dependency.containerName} ${dependency.condition} of ${name}"
    if length([for d in try(local.live_containers[name].dependsOn, []) : d if d.containerName == dependency.containerName && contains([dependency.condition, dependency.condition == "START" ? "HEALTHY" : ""], d.condition)]) == 0],
    [for variable in container.environment : "environment ${variable.name}=${variable.value} of ${name}"
    if length([for v in try(local.live_containers[name].environment, []) : v if v.name == variable.name && v.value == variable.value]) == 0],
  ) if var.ignore_task_definition_changes])
}

data "aws_ecs_task_definition" "live" {
  count = var.ignore_task_definition_changes ? 1 : 0

  task_definition = local.service.task_definition
}

check "pipeline" {
  assert {
    # Without a pipeline this is known at a first plan, which else would warn.
    condition     = var.ignore_task_definition_changes ? length(local.lost_settings) == 0 : true
    error_message = "ignore_task_definition_changes: the task definition that the service runs lacks what the profile needs: ${join("; ", local.lost_settings)}. Let the pipeline take it from the output container_settings, and deploy again."
  }
}
