locals {
  # Functions that no role of the caller's calls.
  own_hooks = [for hook in var.lifecycle_hooks : hook.hook_target_arn if hook.role == null]
}

resource "aws_iam_role" "hooks" {
  count = length(local.own_hooks) > 0 ? 1 : 0

  name_prefix          = "${substr(var.name, 0, 31)}-hooks-"
  path                 = var.iam_role_path
  permissions_boundary = var.iam_role_permissions_boundary
  assume_role_policy   = local.trust["ecs"]
  tags                 = var.tags
}

resource "aws_iam_role_policy" "hooks" {
  count = length(local.own_hooks) > 0 ? 1 : 0

  name   = "hooks"
  role   = aws_iam_role.hooks[0].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["lambda:InvokeFunction"], Resource = flatten([for arn in local.own_hooks : [arn, "${arn}:*"]]) }] })
}
