variable "execution_policy_arns" {
  description = "Managed policies of the role with which ECS starts the tasks, beside AmazonECSTaskExecutionRolePolicy. The keys are any names that are known at plan."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.execution_policy_arns) : can(regex("^arn:[a-z-]+:iam::[^:]*:policy/.", arn))])
    error_message = "execution_policy_arns must be ARNs of IAM policies. Given: ${join(", ", values(var.execution_policy_arns))}."
  }
  validation {
    condition     = var.execution_role == null || length(var.execution_policy_arns) == 0
    error_message = "execution_policy_arns: execution_role is the owner's, and the module attaches nothing to it. Attach them there, or remove execution_role."
  }
}

variable "execution_policy_statements" {
  description = "Further statements of what ECS may do to start the tasks, in the form of `task_policy_statements`."
  type = list(object({
    actions       = optional(list(string), [])
    condition     = optional(list(object({ test = string, variable = string, values = list(string) })), [])
    effect        = optional(string, "Allow")
    not_actions   = optional(list(string), [])
    not_resources = optional(list(string), [])
    resources     = optional(list(string), [])
    sid           = optional(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for s in var.execution_policy_statements : (length(s.actions) > 0) != (length(s.not_actions) > 0) && (length(s.resources) > 0) != (length(s.not_resources) > 0)])
    error_message = "execution_policy_statements: each needs either actions or not_actions, and either resources or not_resources."
  }
  validation {
    condition     = alltrue([for s in var.execution_policy_statements : contains(["Allow", "Deny"], s.effect) && (s.sid == null || can(regex("^[A-Za-z0-9]+$", s.sid)))])
    error_message = "execution_policy_statements: effect is Allow or Deny, and sid holds letters and digits."
  }
  validation {
    condition     = alltrue([for s in var.execution_policy_statements : length(distinct([for c in s.condition : [c.test, c.variable]])) == length(s.condition)])
    error_message = "execution_policy_statements: a statement has one condition for a test and a variable. Put the values of both into it, of which one suffices, or make two statements."
  }
}

variable "execution_role" {
  description = "An existing role with which ECS starts the tasks, such as `{ arn = aws_iam_role.start.arn }`. The module then makes none and attaches nothing: `execution_policy_json` says what the role must allow, beside AmazonECSTaskExecutionRolePolicy."
  type        = object({ arn = string })
  default     = null

  validation {
    condition     = try(can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.", var.execution_role.arn)), true) || var.execution_role == null
    error_message = "execution_role.arn must be the ARN of a role. Given: \"${try(var.execution_role.arn, "")}\"."
  }
}

variable "iam_role_names" {
  description = "Names of the roles that the module makes, each without a suffix; null is the service's name with a suffix that is unique. Two services need different ones."
  type = object({
    execution      = optional(string)
    infrastructure = optional(string)
    task           = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in values(var.iam_role_names) : name == null || can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", name))])
    error_message = "iam_role_names: a name holds 1 to 64 letters, digits and the characters + = , . @ _ -. Given: ${join(", ", [for name in values(var.iam_role_names) : coalesce(name, "null")])}."
  }
  validation {
    condition     = length(distinct(compact(values(var.iam_role_names)))) == length(compact(values(var.iam_role_names)))
    error_message = "iam_role_names: two roles cannot have one name. Given: ${join(", ", [for name in values(var.iam_role_names) : coalesce(name, "null")])}."
  }
  validation {
    condition     = !anytrue([for name, role in { execution = var.execution_role, infrastructure = var.infrastructure_role, task = var.task_role } : role != null && var.iam_role_names[name] != null])
    error_message = "iam_role_names names a role that the module does not make, because execution_role, infrastructure_role or task_role is given. Remove the name or the role."
  }
}

variable "iam_role_path" {
  description = "Path of the roles that the module makes."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = length(var.iam_role_path) <= 512 && can(regex("^/([!-~]+/)?$", var.iam_role_path))
    error_message = "iam_role_path starts and ends with /. Given: \"${var.iam_role_path}\"."
  }
}

variable "iam_role_permissions_boundary" {
  description = "ARN of the policy that bounds what the roles of the module may do."
  type        = string
  default     = null

  validation {
    condition     = var.iam_role_permissions_boundary == null || can(regex("^arn:[a-z-]+:iam::[^:]*:policy/.", var.iam_role_permissions_boundary))
    error_message = "iam_role_permissions_boundary must be the ARN of an IAM policy. Given: \"${coalesce(var.iam_role_permissions_boundary, "-")}\"."
  }
}

variable "infrastructure_role" {
  description = "An existing role with which ECS moves traffic between the target groups; with strategy rolling there is none. It must be trusted to ecs.amazonaws.com and have AmazonECSInfrastructureRolePolicyForLoadBalancers."
  type        = object({ arn = string })
  default     = null

  validation {
    condition     = try(can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.", var.infrastructure_role.arn)), true) || var.infrastructure_role == null
    error_message = "infrastructure_role.arn must be the ARN of a role. Given: \"${try(var.infrastructure_role.arn, "")}\"."
  }
}

variable "secrets_kms_key_arns" {
  description = "ARNs of the keys of one's own that the secrets are encrypted with: ECS may then decrypt with them. The keys that AWS manages need nothing."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.secrets_kms_key_arns : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.", arn))])
    error_message = "secrets_kms_key_arns must be ARNs of keys; an alias is none. Given: ${join(", ", var.secrets_kms_key_arns)}."
  }
}

variable "task_policy_arns" {
  description = "Managed policies of the task role. The keys are any names that are known at plan."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.task_policy_arns) : can(regex("^arn:[a-z-]+:iam::[^:]*:policy/.", arn))])
    error_message = "task_policy_arns must be ARNs of IAM policies. Given: ${join(", ", values(var.task_policy_arns))}."
  }
  validation {
    condition     = var.task_role == null || length(var.task_policy_arns) == 0
    error_message = "task_policy_arns: task_role is the owner's, and the module attaches nothing to it. Attach them there, or remove task_role."
  }
}

variable "task_policy_statements" {
  description = "Further statements of what the tasks may do, with IAM's own words: `effect` is Allow unless Deny, `condition` has an operator such as StringEquals as `test`, a condition key as `variable`, and `values`. With `task_role` they stand in `task_policy_json` only."
  type = list(object({
    actions       = optional(list(string), [])
    condition     = optional(list(object({ test = string, variable = string, values = list(string) })), [])
    effect        = optional(string, "Allow")
    not_actions   = optional(list(string), [])
    not_resources = optional(list(string), [])
    resources     = optional(list(string), [])
    sid           = optional(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for s in var.task_policy_statements : (length(s.actions) > 0) != (length(s.not_actions) > 0) && (length(s.resources) > 0) != (length(s.not_resources) > 0)])
    error_message = "task_policy_statements: each needs either actions or not_actions, and either resources or not_resources."
  }
  validation {
    condition     = alltrue([for s in var.task_policy_statements : contains(["Allow", "Deny"], s.effect) && (s.sid == null || can(regex("^[A-Za-z0-9]+$", s.sid)))])
    error_message = "task_policy_statements: effect is Allow or Deny, and sid holds letters and digits."
  }
  validation {
    condition     = alltrue([for s in var.task_policy_statements : length(distinct([for c in s.condition : [c.test, c.variable]])) == length(s.condition)])
    error_message = "task_policy_statements: a statement has one condition for a test and a variable. Put the values of both into it, of which one suffices, or make two statements."
  }
}

variable "task_role" {
  description = "An existing role that the containers run as, such as `{ arn = aws_iam_role.app.arn }`. The module then makes none and attaches nothing: `task_policy_json` says what the role must allow."
  type        = object({ arn = string })
  default     = null

  validation {
    condition     = try(can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.", var.task_role.arn)), true) || var.task_role == null
    error_message = "task_role.arn must be the ARN of a role. Given: \"${try(var.task_role.arn, "")}\"."
  }
}
