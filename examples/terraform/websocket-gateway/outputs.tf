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
