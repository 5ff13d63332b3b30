# Roles of one's own, what the module's roles may do, and who bounds them.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  profile        = { workload = "http", longest_work = 10, strategy = "canary" }
  secrets        = { TOKEN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:token-AbCdEf" }
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"

  alb = {
    listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
    priority          = 10
    security_group_id = "sg-0a1b2c3d"
    path_patterns     = ["/*"]
  }
}

run "given_roles_are_left_alone" {
  variables {
    execution_role         = { arn = "arn:aws:iam::123456789012:role/start" }
    infrastructure_role    = { arn = "arn:aws:iam::123456789012:role/move" }
    task_role              = { arn = "arn:aws:iam::123456789012:role/team/app" }
    enable_execute_command = true
    security_group_ids     = ["sg-01", "sg-02", "sg-03", "sg-04"]
    execution_policy_statements = [
      { actions = ["kms:Decrypt"], resources = ["*"], sid = "Open" },
    ]
    task_policy_statements = [
      { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::a/*"], condition = [
        { test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["1"] },
        { test = "StringEquals", variable = "aws:PrincipalTag/b", values = ["2", "3"] },
        { test = "Bool", variable = "aws:SecureTransport", values = ["true"] },
      ] },
      { effect = "Deny", not_actions = ["s3:*"], not_resources = ["arn:aws:s3:::a/*"] },
    ]
  }

  assert {
    condition     = length(aws_iam_role.execution) + length(aws_iam_role.infrastructure) + length(aws_iam_role.task) + length(aws_iam_role_policy.execution) + length(aws_iam_role_policy.task) + length(aws_iam_role_policy_attachment.execution) + length(aws_iam_role_policy_attachment.infrastructure) + length(aws_iam_role_policy_attachment.task) == 0
    error_message = "Roles are made or something is attached, although the roles are given."
  }
  assert {
    condition     = [aws_ecs_task_definition.this.execution_role_arn, aws_ecs_task_definition.this.task_role_arn, one(one(aws_ecs_service.this[0].load_balancer).advanced_configuration).role_arn] == ["arn:aws:iam::123456789012:role/start", "arn:aws:iam::123456789012:role/team/app", "arn:aws:iam::123456789012:role/move"]
    error_message = "The given roles are not used."
  }
  assert {
    condition     = [output.execution_role_arn, output.task_role_arn, output.infrastructure_role_arn] == ["arn:aws:iam::123456789012:role/start", "arn:aws:iam::123456789012:role/team/app", "arn:aws:iam::123456789012:role/move"] && output.task_role_name == null
    error_message = "An output does not name the given role."
  }
  assert {
    condition     = [for s in jsondecode(output.execution_policy_json).Statement : s.Action] == [["logs:CreateLogStream", "logs:PutLogEvents"], ["secretsmanager:GetSecretValue"], ["kms:Decrypt"]] && jsondecode(output.execution_policy_json).Statement[2].Sid == "Open"
    error_message = "execution_policy_json lacks what the role must allow."
  }
  assert {
    condition = jsonencode(slice(jsondecode(output.task_policy_json).Statement, 1, 3)) == jsonencode([
      { Action = ["s3:GetObject"], Condition = { Bool = { "aws:SecureTransport" = ["true"] }, StringEquals = { "aws:PrincipalTag/a" = ["1"], "aws:PrincipalTag/b" = ["2", "3"] } }, Effect = "Allow", Resource = ["arn:aws:s3:::a/*"] },
      { Effect = "Deny", NotAction = ["s3:*"], NotResource = ["arn:aws:s3:::a/*"] },
    ]) && contains(jsondecode(output.task_policy_json).Statement[0].Action, "ssmmessages:OpenDataChannel")
    error_message = "task_policy_json is not what the statements say."
  }
  assert {
    condition     = one(aws_ecs_service.this[0].network_configuration).security_groups == toset(concat([output.security_group_id], ["sg-01", "sg-02", "sg-03", "sg-04"]))
    error_message = "The tasks do not have the further security groups."
  }
}

run "own_roles_are_named_and_bounded" {
  variables {
    execution_policy_arns         = { pull = "arn:aws:iam::123456789012:policy/pull" }
    iam_role_names                = { execution = "start", infrastructure = "move", task = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
    iam_role_path                 = "/team/"
    iam_role_permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
  }

  assert {
    condition     = [for r in [aws_iam_role.execution[0], aws_iam_role.infrastructure[0], aws_iam_role.task[0]] : [r.name, r.path, r.permissions_boundary]] == [for name in ["start", "move", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] : [name, "/team/", "arn:aws:iam::aws:policy/PowerUserAccess"]]
    error_message = "A role lacks its name, path or boundary."
  }
  assert {
    condition     = { for key, a in aws_iam_role_policy_attachment.execution : key => a.policy_arn } == { start = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy", "own pull" = "arn:aws:iam::123456789012:policy/pull" }
    error_message = "The execution role lacks a policy."
  }
  assert {
    condition     = output.task_policy_json == null && length(aws_iam_role_policy.task) == 0
    error_message = "A task that may do nothing has no policy."
  }
}

run "refused_words" {
  command = plan
  variables {
    execution_policy_arns         = { pull = "pull" }
    execution_policy_statements   = [{ actions = ["a:B"], not_actions = ["a:B"], resources = ["*"] }]
    iam_role_names                = { task = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
    iam_role_path                 = "/team"
    iam_role_permissions_boundary = "PowerUserAccess"
    security_group_ids            = ["default"]
    task_policy_statements        = [{ actions = ["a:B"], resources = ["*"], not_resources = ["*"] }]
  }
  expect_failures = [var.execution_policy_arns, var.execution_policy_statements, var.iam_role_names, var.iam_role_path, var.iam_role_permissions_boundary, var.security_group_ids, var.task_policy_statements]
}

run "refused_role_arns" {
  command = plan
  variables {
    execution_role      = { arn = "start" }
    infrastructure_role = { arn = "" }
    task_role           = { arn = "arn:aws:iam::123456789012:user/app" }
  }
  expect_failures = [var.execution_role, var.infrastructure_role, var.task_role]
}

run "refused_beside_given_roles" {
  command = plan
  variables {
    execution_policy_arns  = { pull = "arn:aws:iam::123456789012:policy/pull" }
    execution_role         = { arn = "arn:aws:iam::123456789012:role/start" }
    iam_role_names         = { execution = "start" }
    security_group_ids     = ["sg-01", "sg-02", "sg-03", "sg-04", "sg-05"]
    task_policy_arns       = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    task_policy_statements = [{ actions = ["a:B"], resources = ["*"], sid = "with space" }]
    task_role              = { arn = "arn:aws:iam::123456789012:role/app" }
  }
  expect_failures = [var.execution_policy_arns, var.iam_role_names, var.security_group_ids, var.task_policy_arns, var.task_policy_statements]
}

run "refused_one_name_twice" {
  command = plan
  variables {
    iam_role_names = { execution = "app", task = "app" }
  }
  expect_failures = [var.iam_role_names]
}

run "refused_without_traffic_to_move" {
  command = plan
  variables {
    profile             = { workload = "http", longest_work = 10 }
    infrastructure_role = { arn = "arn:aws:iam::123456789012:role/move" }
  }
  expect_failures = [graceful_service.this]
}
