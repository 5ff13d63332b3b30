output "stop_timeout" {
  description = "The app container's stop timeout in seconds."
  value       = module.api.stop_timeout
}

output "deregistration_delay" {
  description = "The target group's deregistration delay in seconds."
  value       = module.api.deregistration_delay
}

output "url" {
  description = "Where the API answers."
  value       = "http://${aws_lb.this.dns_name}/api/"
}
