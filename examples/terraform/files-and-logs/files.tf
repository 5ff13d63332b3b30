# Where the reports are kept. The tasks reach it as user 1000.
resource "aws_efs_file_system" "reports" {
  encrypted = true

  tags = { Name = "reports" }
}

resource "aws_efs_access_point" "reports" {
  file_system_id = aws_efs_file_system.reports.id

  posix_user {
    uid = 1000
    gid = 1000
  }

  root_directory {
    path = "/reports"

    creation_info {
      owner_uid   = 1000
      owner_gid   = 1000
      permissions = "750"
    }
  }
}

resource "aws_efs_mount_target" "reports" {
  for_each = toset(var.subnet_ids)

  file_system_id  = aws_efs_file_system.reports.id
  subnet_id       = each.value
  security_groups = [aws_security_group.files.id]
}

resource "aws_security_group" "files" {
  name_prefix = "reports-files-"
  description = "reports: the file system"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "files" {
  security_group_id            = aws_security_group.files.id
  description                  = "NFS from the tasks"
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
  referenced_security_group_id = module.reports.security_group_id
}
