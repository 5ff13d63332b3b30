output "stop_timeouts" {
  description = "The stop timeouts of the app and of the log router, in seconds."
  value       = merge({ app = module.reports.stop_timeout }, module.reports.sidecar_stop_timeouts)
}

output "url" {
  description = "Where the load balancer answers; the certificate's name must lead to it."
  value       = "https://${aws_lb.this.dns_name}/reports/"
}
