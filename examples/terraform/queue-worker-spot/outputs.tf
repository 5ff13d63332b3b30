output "queue_url" {
  description = "Where to send messages."
  value       = module.worker.queue_url
}

output "guarantees" {
  description = "What becomes of a message, for each cause of a stop."
  value       = { for cause, guarantee in module.worker.guarantees : cause => guarantee.kept }
}

output "interruptions_log_group" {
  description = "Where each Spot interruption of the service's tasks is written down."
  value       = aws_cloudwatch_log_group.interruptions.name
}

output "visibility_timeout" {
  description = "How long a message stays hidden from other workers, in seconds."
  value       = module.worker.visibility_timeout
}

output "stop_seconds" {
  description = "The longest that one task takes to stop, from the function, which also refuses a misspelt field of the profile file."
  value       = provider::graceful::settings(local.profile).estimates.stop_seconds
}
