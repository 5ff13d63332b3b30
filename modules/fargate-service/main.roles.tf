locals {
  trust = { for service in ["ecs-tasks", "ecs"] : service => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "${service}.amazonaws.com" }
    }]
  }) }

  secret_arns = distinct(concat(values(var.secrets), flatten([for sidecar in var.sidecars : values(sidecar.secrets)]), try(values(var.front.secrets), [])))
  # A Secrets Manager ARN has seven parts; what follows them picks a key or a
  # version inside the secret and is no part of the permission.
  secrets_manager = distinct([for arn in local.secret_arns : join(":", slice(split(":", arn), 0, 7)) if strcontains(arn, ":secretsmanager:")])
  parameters      = distinct([for arn in local.secret_arns : arn if strcontains(arn, ":ssm:")])

  execution_statements = [for statement in [
    { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = ["${aws_cloudwatch_log_group.this.arn}:*"] },
    { Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = local.secrets_manager },
    { Effect = "Allow", Action = ["ssm:GetParameters"], Resource = local.parameters },
  ] : statement if length(statement.Resource) > 0]

  task_statements = concat(
    # The app shields its task while it works on a unit that outlives the drain.
    local.settings.task_protection_minutes == null ? [] : [{
      Effect   = "Allow"
      Action   = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"]
      Resource = ["${replace(var.cluster_arn, ":cluster/", ":task/")}/*"]
    }],
    local.settings.visibility_timeout == null ? [] : [{
      Effect   = "Allow"
      Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
      Resource = [local.queue_arn]
    }],
    local.settings.visibility_timeout == null || var.queue.kms_key_arn == null ? [] : [{
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = [var.queue.kms_key_arn]
    }],
    !var.enable_execute_command ? [] : [{
      Effect   = "Allow"
      Action   = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"]
      Resource = ["*"]
    }],
    [for statement in var.task_policy_statements : {
      Effect   = statement.effect
      Action   = statement.actions
      Resource = statement.resources
    }],
  )
  # Said by what is known before anything is made; the ARN of a key is not.
  task_policy = local.settings.task_protection_minutes != null || local.settings.visibility_timeout != null || var.enable_execute_command || length(var.task_policy_statements) > 0
}

resource "aws_iam_role" "execution" {
  name_prefix        = "${substr(var.name, 0, 26)}-execution-"
  assume_role_policy = local.trust["ecs-tasks"]
  tags               = var.tags
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "execution" {
  name   = "start"
  role   = aws_iam_role.execution.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.execution_statements })
}

resource "aws_iam_role" "task" {
  name_prefix        = "${substr(var.name, 0, 26)}-task-"
  assume_role_policy = local.trust["ecs-tasks"]
  tags               = var.tags
}

resource "aws_iam_role_policy" "task" {
  count = local.task_policy ? 1 : 0

  name   = "work"
  role   = aws_iam_role.task.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.task_statements })
}

resource "aws_iam_role_policy_attachment" "task" {
  for_each = var.task_policy_arns

  role       = aws_iam_role.task.name
  policy_arn = each.value
}

# What ECS moves traffic between the target groups as.
resource "aws_iam_role" "infrastructure" {
  count = local.shifts ? 1 : 0

  name_prefix        = "${substr(var.name, 0, 21)}-infrastructure-"
  assume_role_policy = local.trust["ecs"]
  tags               = var.tags
}

resource "aws_iam_role_policy_attachment" "infrastructure" {
  count = local.shifts ? 1 : 0

  role       = aws_iam_role.infrastructure[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
}
