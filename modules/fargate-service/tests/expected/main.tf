# What the provider itself answers for a profile, to compare the module with.
terraform {
  required_providers {
    graceful = {
      source = "graceful-ecs/graceful"
    }
  }
}

variable "profile" {
  description = "A profile."
  type        = any
}

output "settings" {
  description = "The provider's settings."
  value       = provider::graceful::settings(var.profile)
}
