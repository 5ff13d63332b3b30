variable "create_log_group" {
  description = "Make the log group. With false `log_group_name` is one that exists, and the rest of it is its owner's."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.create_log_group || var.log_group_name != null
    error_message = "create_log_group: nothing says which log group the tasks write to. Set log_group_name, or create_log_group to true."
  }
}

variable "log_group_class" {
  description = "Class of the log group that is made: STANDARD or INFREQUENT_ACCESS; null is STANDARD. A change makes it anew."
  type        = string
  default     = null

  validation {
    condition     = var.log_group_class == null || try(contains(["STANDARD", "INFREQUENT_ACCESS"], var.log_group_class), false)
    error_message = "log_group_class must be STANDARD or INFREQUENT_ACCESS; nothing writes to one of class DELIVERY but AWS itself. Given: \"${coalesce(var.log_group_class, "-")}\"."
  }
  validation {
    condition     = var.log_group_class == null || var.create_log_group
    error_message = "log_group_class: the log group is its owner's, because create_log_group is false. Remove one of them."
  }
}

variable "log_group_name" {
  description = "Name of the log group; null is /ecs/NAME. Two services of one name in one account and region, as in two clusters, each need their own."
  type        = string
  default     = null

  validation {
    condition     = var.log_group_name == null || can(regex("^[A-Za-z0-9._/#-]{1,512}$", var.log_group_name))
    error_message = "log_group_name holds 1 to 512 letters, digits and the characters . _ - / #. Given: \"${coalesce(var.log_group_name, "-")}\"."
  }
}

variable "log_kms_key_arn" {
  description = "ARN of the key that encrypts the log group that is made. Its policy must let CloudWatch Logs use it."
  type        = string
  default     = null

  validation {
    condition     = var.log_kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.", var.log_kms_key_arn))
    error_message = "log_kms_key_arn must be the ARN of a key. Given: \"${coalesce(var.log_kms_key_arn, "-")}\"."
  }
  validation {
    condition     = var.log_kms_key_arn == null || var.create_log_group
    error_message = "log_kms_key_arn: the log group is its owner's, because create_log_group is false. Remove one of them."
  }
}

variable "log_retention_days" {
  description = "How long the tasks' logs are kept, in days; 0 keeps them for ever."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. Given: ${var.log_retention_days}."
  }
}
