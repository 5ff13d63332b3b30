locals {
  # What ECS makes for each task, and the role that it does so as unless one is given.
  ebs_volumes     = { for name, v in var.volumes : name => v.managed_ebs_volume if v.managed_ebs_volume != null }
  ebs_volumes_own = { for name, v in local.ebs_volumes : name => v if v.role == null }
  ebs_kms_keys    = [for v in values(local.ebs_volumes_own) : v.kms_key.arn if v.kms_key != null]

  # Where EFS takes the task role's word, the role may mount and write.
  efs_arns       = [for v in values(var.volumes) : "arn:${local.partition}:elasticfilesystem:${local.cluster[3]}:${local.cluster[4]}:file-system/${v.efs.file_system_id}" if try(v.efs.iam, false)]
  efs_statements = length(local.efs_arns) == 0 ? [] : [{ Effect = "Allow", Action = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], Resource = distinct(local.efs_arns) }]

  # ECS makes no volume that nobody would have.
  mounted_volumes = flatten([for given in local.given_containers : [for mount in try([for mount in given.mountPoints : mount], []) : try(mount.sourceVolume, "")]])
  unmounted_faults = [for name, v in local.ebs_volumes : "volumes.${name}: no container mounts it, and managed_ebs_volume would make one for each task. Mount it with mountPoints in container_definitions, or remove it."
  if !contains(local.mounted_volumes, name)]

  mount_faults = concat(local.unmounted_faults, flatten([for name, given in local.given_containers : concat(
    [for i, mount in try([for mount in given.mountPoints : mount], []) : "container_definitions.${name}.mountPoints[${i}].sourceVolume: there is no volume ${try(mount.sourceVolume, "without a name")}. Add it to volumes, or mount one of them: ${join(", ", keys(var.volumes))}."
    if !contains(keys(var.volumes), try(mount.sourceVolume, ""))],
    [for i, mount in try([for mount in given.mountPoints : mount], []) : "container_definitions.${name}.mountPoints[${i}].containerPath: it must be set. Say where in the container the volume is."
    if try(mount.containerPath, null) == null],
    [for i, from in try([for from in given.volumesFrom : from], []) : "container_definitions.${name}.volumesFrom[${i}].sourceContainer: the task has no container ${try(from.sourceContainer, "without a name")}. Allowed: ${join(", ", local.container_names)}."
    if !contains(local.container_names, try(from.sourceContainer, ""))],
  )]))
}

resource "aws_iam_role" "volumes" {
  count = length(local.ebs_volumes_own) > 0 ? 1 : 0

  name_prefix          = "${substr(var.name, 0, 29)}-volumes-"
  path                 = var.iam_role_path
  permissions_boundary = var.iam_role_permissions_boundary
  assume_role_policy   = local.trust["ecs"]
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "volumes" {
  count = length(local.ebs_volumes_own) > 0 ? 1 : 0

  role       = aws_iam_role.volumes[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForVolumes"
}

# What that policy leaves out: EBS asks for a key of one's own in the role's name.
resource "aws_iam_role_policy" "volumes" {
  count = length(local.ebs_kms_keys) > 0 ? 1 : 0

  name = "volumes"
  role = aws_iam_role.volumes[0].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["kms:DescribeKey"], Resource = local.ebs_kms_keys },
    { Effect = "Allow", Action = ["kms:GenerateDataKey*", "kms:ReEncryptFrom", "kms:ReEncryptTo"], Resource = local.ebs_kms_keys, Condition = { StringLike = { "kms:ViaService" = "ec2.*" } } },
    { Effect = "Allow", Action = ["kms:CreateGrant"], Resource = local.ebs_kms_keys, Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" }, StringLike = { "kms:ViaService" = "ec2.*" } } },
  ] })
}
