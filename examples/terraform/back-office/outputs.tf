output "container_settings" {
  description = "What a revision that the pipeline registers must keep."
  value       = module.backoffice.container_settings
}

output "task_definition_arn" {
  description = "The revision that the pipeline starts from."
  value       = module.backoffice.task_definition_arn
}

output "execution_policy" {
  description = "What the execution role must allow."
  value       = module.backoffice.execution_policy_json
}
