output "alb_target_group_inputs" {
  description = "For target_groups of terraform-aws-modules/alb."
  value       = local.alb_target_group_inputs
}

output "ecs_service_inputs" {
  description = "For terraform-aws-modules/ecs//modules/service."
  value       = local.ecs_service_inputs
}

output "explanation_markdown" {
  description = "Why each number is what it is."
  value       = provider::graceful::explain(local.profile).markdown
}
