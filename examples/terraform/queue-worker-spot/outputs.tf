output "queue_url" {
  description = "Where to send messages."
  value       = module.worker.queue_url
}

output "guarantees" {
  description = "What becomes of a message, for each cause of a stop."
  value       = { for cause, guarantee in module.worker.guarantees : cause => guarantee.kept }
}

output "visibility_timeout" {
  description = "How long a message stays hidden from other workers, in seconds."
  value       = module.worker.visibility_timeout
}
