terraform {
  required_version = ">= 1.8.0"
  required_providers {
    graceful = {
      source = "graceful-ecs/graceful"
    }
  }
}

locals {
  profile = {
    workload     = "http"
    longest_work = 30
    capacity     = "spot"
  }
}

# Each number with its formula, reason and source, as a table.
output "why" {
  value = provider::graceful::explain(local.profile).markdown
}

# Why an interruption of Spot capacity loses nothing.
output "why_spot" {
  value = provider::graceful::explain(local.profile).because.spot_interruption
}
