terraform {
  required_version = ">= 1.8.0"
  required_providers {
    graceful = {
      source = "graceful-ecs/graceful"
    }
  }
}

locals {
  # A profile written here, or read from the file that the command line and CDK
  # read too: provider::graceful::settings(yamldecode(file("profile.yaml")))
  api = provider::graceful::settings({
    workload     = "http"
    longest_work = 30
    capacity     = "spot"
  })
}

output "stop_timeout" {
  value = local.api.stop_timeout # 55
}

output "environment" {
  value = local.api.environment
}
