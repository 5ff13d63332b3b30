locals {
  # Where EFS takes the task role's word, the role may mount and write.
  efs_arns       = [for v in values(var.volumes) : "arn:${local.partition}:elasticfilesystem:${local.cluster[3]}:${local.cluster[4]}:file-system/${v.efs.file_system_id}" if try(v.efs.iam, false)]
  efs_statements = length(local.efs_arns) == 0 ? [] : [{ Effect = "Allow", Action = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], Resource = distinct(local.efs_arns) }]

  mount_faults = flatten([for name, given in local.given_containers : concat(
    [for i, mount in try([for mount in given.mountPoints : mount], []) : "container_definitions.${name}.mountPoints[${i}].sourceVolume: there is no volume ${try(mount.sourceVolume, "without a name")}. Add it to volumes, or mount one of them: ${join(", ", keys(var.volumes))}."
    if !contains(keys(var.volumes), try(mount.sourceVolume, ""))],
    [for i, mount in try([for mount in given.mountPoints : mount], []) : "container_definitions.${name}.mountPoints[${i}].containerPath: it must be set. Say where in the container the volume is."
    if try(mount.containerPath, null) == null],
    [for i, from in try([for from in given.volumesFrom : from], []) : "container_definitions.${name}.volumesFrom[${i}].sourceContainer: the task has no container ${try(from.sourceContainer, "without a name")}. Allowed: ${join(", ", local.container_names)}."
    if !contains(local.container_names, try(from.sourceContainer, ""))],
  )])
}
