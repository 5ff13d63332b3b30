terraform {
  # 1.9 is the first version in which a validation may name other variables.
  required_version = ">= 1.9"

  required_providers {
    graceful = {
      source  = "graceful-ecs/graceful"
      version = ">= 0.1"
    }
  }
}
