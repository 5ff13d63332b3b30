output "environment" {
  description = "What the app reads: how long it has for what."
  value       = module.gateway.environment
}

output "idle_timeout" {
  description = "The idle timeout that the load balancer should have, in seconds."
  value       = module.gateway.idle_timeout
}

output "timeline_markdown" {
  description = "How each stop goes, second by second."
  value       = module.gateway.timeline_markdown
}

output "stop_seconds" {
  description = "The longest that one task takes to stop, from the function, which also refuses a misspelt field of the profile file."
  value       = provider::graceful::settings(local.profile).estimates.stop_seconds
}
