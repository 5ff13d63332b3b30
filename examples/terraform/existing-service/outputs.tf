output "explanation_markdown" {
  description = "Why each number is what it is."
  value       = provider::graceful::explain(local.profile).markdown
}
