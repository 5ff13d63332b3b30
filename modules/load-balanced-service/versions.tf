terraform {
  # 1.9 is the first version in which a validation may name other variables.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.21 is the first version with linear and canary deployments.
      version = ">= 6.21"
    }
    graceful = {
      source  = "graceful-ecs/graceful"
      version = ">= 0.1"
    }
  }
}
