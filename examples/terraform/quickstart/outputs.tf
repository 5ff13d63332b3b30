locals {
  services = {
    api     = local.api
    worker  = local.worker
    gateway = local.gateway
  }
}

output "settings" {
  description = "The numbers that must agree, for each service."
  value = {
    for name, s in local.services : name => {
      stop_timeout          = s.stop_timeout
      sidecar_stop_timeouts = s.sidecar_stop_timeouts
      deregistration_delay  = s.deregistration_delay
      idle_timeout          = s.idle_timeout
      health_check          = s.health_check
      deployment            = s.deployment
      visibility_timeout    = s.visibility_timeout
    }
  }
}

output "environment" {
  description = "What each app must be told."
  value       = { for name, s in local.services : name => s.environment }
}

output "survives" {
  description = "What survives a stop, for each service and cause."
  value = {
    for name, s in local.services : name => {
      for cause, g in s.guarantees : cause => g.kept == "up_to" ? "up to ${g.up_to} s" : g.kept
      if g.kept != "not_applicable"
    }
  }
}

output "stop_seconds" {
  description = "The longest that the stop of one task takes."
  value       = { for name, s in local.services : name => s.estimates.stop_seconds }
}

output "notes" {
  description = "Advice for each service."
  value       = { for name, s in local.services : name => s.notes[*].message }
}
