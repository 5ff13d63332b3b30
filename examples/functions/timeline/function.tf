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
  }
}

# How each stop goes, second by second, as diagrams and tables.
output "stops" {
  value = provider::graceful::timeline(local.profile).markdown
}

# The same as data: when does a deployment send the stop signal?
output "signal_after" {
  value = one([
    for e in provider::graceful::timeline(local.profile).timelines[0].events : e.at
    if e.name == "stop_signal"
  ]) # 45
}
