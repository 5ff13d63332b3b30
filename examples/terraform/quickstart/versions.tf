terraform {
  # Provider-defined functions came with Terraform 1.8.
  required_version = ">= 1.8.0"

  required_providers {
    graceful = {
      source = "graceful-ecs/graceful"
    }
  }
}
