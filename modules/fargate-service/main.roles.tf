locals {
  trust = { for service in ["ecs-tasks", "ecs"] : service => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "${service}.amazonaws.com" }
    }]
  }) }

  secret_arns = distinct(concat(values(var.secrets), flatten([for sidecar in var.sidecars : values(sidecar.secrets)]), try(values(var.front.secrets), []), flatten([for c in var.init_containers : values(c.secrets)]), local.container_secret_arns, try(values(var.service_connect.log_configuration.secret_options), [])))
  # A Secrets Manager ARN has seven parts; what follows them picks a key or a
  # version inside the secret and is no part of the permission.
  secrets_manager = distinct([for arn in local.secret_arns : join(":", slice(split(":", arn), 0, 7)) if strcontains(arn, ":secretsmanager:")])
  parameters      = distinct([for arn in local.secret_arns : arn if strcontains(arn, ":ssm:")])

  execution_statements = concat(
    [for statement in concat([
      { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = ["${local.log_group.arn}:*"] },
      { Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = local.secrets_manager },
      { Effect = "Allow", Action = ["ssm:GetParameters"], Resource = local.parameters },
      { Effect = "Allow", Action = ["kms:Decrypt"], Resource = var.secrets_kms_key_arns },
    ], local.container_execution_statements) : statement if length(statement.Resource) > 0],
    local.said_statements.execution,
  )

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
    # The action names no resource: the Resource types column is empty for it in
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html.
    !local.watches_drain ? [] : [{
      Effect   = "Allow"
      Action   = ["elasticloadbalancing:DescribeTargetHealth"]
      Resource = ["*"]
    }],
    !var.enable_execute_command ? [] : [{
      Effect   = "Allow"
      Action   = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"]
      Resource = ["*"]
    }],
    local.efs_statements,
    local.said_statements.task,
  )

  # The caller's statements as IAM writes them, without what is not said.
  said_statements = { for name, statements in { execution = var.execution_policy_statements, task = var.task_policy_statements } : name => [
    for s in statements : { for key, value in {
      Sid         = s.sid
      Effect      = s.effect
      Action      = length(s.actions) > 0 ? s.actions : null
      NotAction   = length(s.not_actions) > 0 ? s.not_actions : null
      Resource    = length(s.resources) > 0 ? s.resources : null
      NotResource = length(s.not_resources) > 0 ? s.not_resources : null
      Condition = length(s.condition) == 0 ? null : { for test in distinct(s.condition[*].test) : test => {
        for c in s.condition : c.variable => c.values if c.test == test
      } }
    } : key => value if value != null }
  ] }

  execution_policy_json = jsonencode({ Version = "2012-10-17", Statement = local.execution_statements })
  task_policy_json      = jsonencode({ Version = "2012-10-17", Statement = local.task_statements })

  # A role that is given is its owner's: nothing is made for it or attached to it.
  execution_role      = { arn = var.execution_role == null ? one(aws_iam_role.execution[*].arn) : var.execution_role.arn }
  infrastructure_role = { arn = !local.shifts ? null : var.infrastructure_role == null ? one(aws_iam_role.infrastructure[*].arn) : var.infrastructure_role.arn }
  task_role           = { arn = var.task_role == null ? one(aws_iam_role.task[*].arn) : var.task_role.arn }
  # Said by what is known before anything is made; the ARN of a key is not.
  task_policy = local.settings.task_protection_minutes != null || local.settings.visibility_timeout != null || local.watches_drain || var.enable_execute_command || length(var.task_policy_statements) > 0 || anytrue([for v in values(var.volumes) : try(v.efs.iam, false)])
}

resource "aws_iam_role" "execution" {
  count = var.execution_role == null ? 1 : 0

  name                 = var.iam_role_names.execution
  name_prefix          = var.iam_role_names.execution == null ? "${substr(var.name, 0, 26)}-execution-" : null
  path                 = var.iam_role_path
  permissions_boundary = var.iam_role_permissions_boundary
  assume_role_policy   = local.trust["ecs-tasks"]
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "execution" {
  for_each = var.execution_role != null ? {} : merge(
    { start = "arn:${local.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy" },
    { for name, arn in var.execution_policy_arns : "own ${name}" => arn },
  )

  role       = aws_iam_role.execution[0].name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "execution" {
  count = var.execution_role == null ? 1 : 0

  name   = "start"
  role   = aws_iam_role.execution[0].id
  policy = local.execution_policy_json
}

resource "aws_iam_role" "task" {
  count = var.task_role == null ? 1 : 0

  name                 = var.iam_role_names.task
  name_prefix          = var.iam_role_names.task == null ? "${substr(var.name, 0, 26)}-task-" : null
  path                 = var.iam_role_path
  permissions_boundary = var.iam_role_permissions_boundary
  assume_role_policy   = local.trust["ecs-tasks"]
  tags                 = var.tags
}

resource "aws_iam_role_policy" "task" {
  count = local.task_policy && var.task_role == null ? 1 : 0

  name   = "work"
  role   = aws_iam_role.task[0].id
  policy = local.task_policy_json
}

resource "aws_iam_role_policy_attachment" "task" {
  for_each = var.task_policy_arns

  role       = aws_iam_role.task[0].name
  policy_arn = each.value
}

# What ECS moves traffic between the target groups as.
resource "aws_iam_role" "infrastructure" {
  count = local.shifts && var.infrastructure_role == null ? 1 : 0

  name                 = var.iam_role_names.infrastructure
  name_prefix          = var.iam_role_names.infrastructure == null ? "${substr(var.name, 0, 21)}-infrastructure-" : null
  path                 = var.iam_role_path
  permissions_boundary = var.iam_role_permissions_boundary
  assume_role_policy   = local.trust["ecs"]
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "infrastructure" {
  count = local.shifts && var.infrastructure_role == null ? 1 : 0

  role       = aws_iam_role.infrastructure[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
}
