variable "volumes" {
  description = <<-EOT
    Volumes by name: Fargate's own storage, an EFS file system, or an EBS volume. `mountPoints` in `container_definitions` mount them. With `efs.iam` the task role may mount and write to the file system, beside what its own policy says; an access point is `{ id = … }`.

    `managed_ebs_volume` is what ECS makes for each task as it starts, and deletes with it; at most one volume is of that kind. `size_in_gb` or `snapshot_id` says how large it is. ECS makes it as `role`, without which the module makes one that may use `kms_key` too, as far as the key's own policy leaves it to IAM. A task waits for its volume: count it in `profile.provisioning`.

    A service that runs gets such a volume, or another size of it, by a deployment. To take the volume away, give the service a task definition without it first, by `aws ecs update-service --task-definition … --volume-configurations '[]'`: hashicorp/aws sends no empty list (hashicorp/terraform-provider-aws#49185), and ECS refuses the apply. Where `ignore_task_definition_changes` is true, it is the pipeline that adds and removes the volume, in the task definition and in the service at once, before this input follows.
  EOT
  type = map(object({
    efs = optional(object({
      file_system_id          = string
      access_point            = optional(object({ id = string }))
      iam                     = optional(bool, false)
      root_directory          = optional(string)
      transit_encryption      = optional(bool, true)
      transit_encryption_port = optional(number)
    }))
    managed_ebs_volume = optional(object({
      encrypted        = optional(bool, true)
      file_system_type = optional(string, "xfs")
      iops             = optional(number)
      kms_key          = optional(object({ arn = string }))
      role             = optional(object({ arn = string }))
      size_in_gb       = optional(number)
      snapshot_id      = optional(string)
      tag_specifications = optional(list(object({
        propagate_tags = optional(string)
        resource_type  = optional(string, "volume")
        tags           = optional(map(string), {})
      })), [])
      throughput                 = optional(number)
      volume_initialization_rate = optional(number)
      volume_type                = optional(string)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.volumes) : can(regex("^[A-Za-z0-9_-]{1,255}$", name))])
    error_message = "volumes: names must hold 1 to 255 letters, digits, hyphens and underscores. Given: ${join(", ", keys(var.volumes))}."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : startswith(v.efs.file_system_id, "fs-") if v.efs != null])
    error_message = "volumes: efs.file_system_id must be the id of a file system, like fs-0a1b2c3d. Given: ${join(", ", [for v in values(var.volumes) : v.efs.file_system_id if v.efs != null])}."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.efs.transit_encryption || !(v.efs.iam || v.efs.access_point != null) if v.efs != null])
    error_message = "volumes: EFS takes iam and access_point with transit encryption only. Remove transit_encryption, which is true by default."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.efs.access_point == null || contains(["/", ""], coalesce(v.efs.root_directory, "/")) if v.efs != null])
    error_message = "volumes: the access point says what is mounted. Remove root_directory."
  }
  validation {
    condition     = length([for v in values(var.volumes) : v.managed_ebs_volume if v.managed_ebs_volume != null]) <= 1
    error_message = "volumes: ECS makes one EBS volume for a task. Given with managed_ebs_volume: ${join(", ", [for name, v in var.volumes : name if v.managed_ebs_volume != null])}. Use one, or an EFS file system."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.efs == null || v.managed_ebs_volume == null])
    error_message = "volumes: one has both efs and managed_ebs_volume. Make two volumes of it."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.managed_ebs_volume.volume_type == null || try(contains(["gp2", "gp3", "io1", "io2", "sc1", "st1"], v.managed_ebs_volume.volume_type), true) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.volume_type is gp2, gp3, io1, io2, sc1 or st1; Fargate has no standard. Given: ${join(", ", [for v in values(var.volumes) : v.managed_ebs_volume.volume_type if try(v.managed_ebs_volume.volume_type, null) != null])}."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : contains(["ext3", "ext4", "xfs"], v.managed_ebs_volume.file_system_type) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.file_system_type is ext3, ext4 or xfs. Given: ${join(", ", [for v in values(var.volumes) : v.managed_ebs_volume.file_system_type if try(v.managed_ebs_volume.file_system_type, null) != null])}."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.managed_ebs_volume.size_in_gb != null || v.managed_ebs_volume.snapshot_id != null if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume needs size_in_gb, or the snapshot_id that has one."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.managed_ebs_volume.snapshot_id == null || can(regex("^snap-[0-9a-f]+$", v.managed_ebs_volume.snapshot_id)) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.snapshot_id must be the id of a snapshot, like snap-0a1b2c3d. Given: ${join(", ", [for v in values(var.volumes) : v.managed_ebs_volume.snapshot_id if try(v.managed_ebs_volume.snapshot_id, null) != null])}."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.managed_ebs_volume.size_in_gb == null || try(v.managed_ebs_volume.size_in_gb >= { gp2 = [1, 16384], gp3 = [1, 65536], io1 = [4, 16384], io2 = [4, 65536], sc1 = [125, 16384], st1 = [125, 16384] }[coalesce(v.managed_ebs_volume.volume_type, "gp2")][0] && v.managed_ebs_volume.size_in_gb <= { gp2 = [1, 16384], gp3 = [1, 65536], io1 = [4, 16384], io2 = [4, 65536], sc1 = [125, 16384], st1 = [125, 16384] }[coalesce(v.managed_ebs_volume.volume_type, "gp2")][1] && floor(v.managed_ebs_volume.size_in_gb) == v.managed_ebs_volume.size_in_gb, true) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.size_in_gb is a whole number of GiB, for gp2 from 1 to 16384, for gp3 from 1 to 65536, for io1 from 4 to 16384, for io2 from 4 to 65536, for sc1 and st1 from 125 to 16384. Given: ${join(", ", [for v in values(var.volumes) : v.managed_ebs_volume.size_in_gb if try(v.managed_ebs_volume.size_in_gb, null) != null])}, and the volume_type is gp2 unless it is set."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.managed_ebs_volume.iops == null ? !try(contains(["io1", "io2"], v.managed_ebs_volume.volume_type), false) : try(contains(["gp3", "io1", "io2"], v.managed_ebs_volume.volume_type), false) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.iops is needed with volume_type io1 and io2, may be set with gp3, and no other type has it. Set volume_type and iops."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.managed_ebs_volume.iops == null || try(v.managed_ebs_volume.iops >= { gp3 = [3000, 80000], io1 = [100, 64000], io2 = [100, 256000] }[v.managed_ebs_volume.volume_type][0] && v.managed_ebs_volume.iops <= { gp3 = [3000, 80000], io1 = [100, 64000], io2 = [100, 256000] }[v.managed_ebs_volume.volume_type][1] && floor(v.managed_ebs_volume.iops) == v.managed_ebs_volume.iops, true) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.iops is a whole number, for gp3 from 3000 to 80000, for io1 from 100 to 64000, for io2 from 100 to 256000. Given: ${join(", ", [for v in values(var.volumes) : v.managed_ebs_volume.iops if try(v.managed_ebs_volume.iops, null) != null])}."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.managed_ebs_volume.throughput == null || try(v.managed_ebs_volume.volume_type == "gp3" && v.managed_ebs_volume.throughput >= 125 && v.managed_ebs_volume.throughput <= 2000 && floor(v.managed_ebs_volume.throughput) == v.managed_ebs_volume.throughput, false) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.throughput is a whole number of MiB/s from 125 to 2000, with volume_type gp3. Given: ${join(", ", [for v in values(var.volumes) : v.managed_ebs_volume.throughput if try(v.managed_ebs_volume.throughput, null) != null])}."
  }
  validation {
    # gp3 has its first 3000 at any size. What is null or unknown is nobody's fault here.
    condition     = alltrue([for v in values(var.volumes) : try(v.managed_ebs_volume.iops <= (v.managed_ebs_volume.volume_type == "gp3" ? 3000 : 0) || v.managed_ebs_volume.iops <= v.managed_ebs_volume.size_in_gb * { gp3 = 500, io1 = 50, io2 = 1000 }[v.managed_ebs_volume.volume_type], true)])
    error_message = "volumes: of managed_ebs_volume.iops EBS gives at most 500 for each GiB of gp3, 50 of io1 and 1000 of io2. Given: ${join(", ", [for name, v in var.volumes : "${name} ${v.managed_ebs_volume.iops} on ${v.managed_ebs_volume.size_in_gb} GiB" if try(v.managed_ebs_volume.iops * v.managed_ebs_volume.size_in_gb > 0, false)])}. Raise size_in_gb, or lower iops."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : try(v.managed_ebs_volume.throughput <= (v.managed_ebs_volume.iops == null ? 3000 : v.managed_ebs_volume.iops) / 4, true)])
    error_message = "volumes: of managed_ebs_volume.throughput EBS gives at most 1 MiB/s for 4 iops, which are 3000 unless they are set. Given: ${join(", ", [for name, v in var.volumes : "${name} ${v.managed_ebs_volume.throughput} with ${v.managed_ebs_volume.iops == null ? 3000 : v.managed_ebs_volume.iops}" if try(v.managed_ebs_volume.throughput > 0, false)])}. Raise iops, or lower throughput."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.managed_ebs_volume.volume_initialization_rate == null || try(v.managed_ebs_volume.snapshot_id != null && v.managed_ebs_volume.volume_initialization_rate >= 100 && v.managed_ebs_volume.volume_initialization_rate <= 300 && floor(v.managed_ebs_volume.volume_initialization_rate) == v.managed_ebs_volume.volume_initialization_rate, false) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.volume_initialization_rate is a whole number of MiB/s from 100 to 300, with a snapshot_id. Given: ${join(", ", [for v in values(var.volumes) : v.managed_ebs_volume.volume_initialization_rate if try(v.managed_ebs_volume.volume_initialization_rate, null) != null])}."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : v.managed_ebs_volume.kms_key == null || try(v.managed_ebs_volume.encrypted && can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.", v.managed_ebs_volume.kms_key.arn)), false) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.kms_key.arn must be the ARN of a key, an alias is none, and encrypted may not be false beside it. Given: ${join(", ", [for v in values(var.volumes) : v.managed_ebs_volume.kms_key.arn if try(v.managed_ebs_volume.kms_key, null) != null])}."
  }
  validation {
    condition     = alltrue([for v in values(var.volumes) : try(v.managed_ebs_volume.role == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.", v.managed_ebs_volume.role.arn)), true) if v.managed_ebs_volume != null])
    error_message = "volumes: managed_ebs_volume.role.arn must be the ARN of a role. Given: ${join(", ", [for v in values(var.volumes) : v.managed_ebs_volume.role.arn if try(v.managed_ebs_volume.role, null) != null])}."
  }
  validation {
    condition     = alltrue(flatten([for v in values(var.volumes) : [for tags in v.managed_ebs_volume.tag_specifications : tags.resource_type == "volume" && (tags.propagate_tags == null || try(contains(["NONE", "SERVICE", "TASK_DEFINITION"], tags.propagate_tags), false))] if v.managed_ebs_volume != null]))
    error_message = "volumes: in managed_ebs_volume.tag_specifications resource_type is volume, and propagate_tags is NONE, SERVICE or TASK_DEFINITION. Given: ${join(", ", flatten([for v in values(var.volumes) : [for tags in v.managed_ebs_volume.tag_specifications : "${tags.resource_type} with ${coalesce(tags.propagate_tags, "none")}"] if v.managed_ebs_volume != null]))}."
  }
}
