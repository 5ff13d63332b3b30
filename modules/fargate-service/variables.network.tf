variable "security_group_ids" {
  description = "Further security groups of the tasks. The module adds no rules to them."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.security_group_ids : startswith(id, "sg-")])
    error_message = "security_group_ids must be ids of security groups, like sg-0a1b2c3d. Given: ${join(", ", var.security_group_ids)}."
  }
  validation {
    condition     = length(var.security_group_ids) <= 4
    error_message = "security_group_ids: with the module's own a task has at most 5 security groups. Given: ${length(var.security_group_ids)}."
  }
}
