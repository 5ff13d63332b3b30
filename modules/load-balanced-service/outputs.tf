output "load_balancer_arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "load_balancer_dns_name" {
  description = "DNS name of the load balancer."
  value       = aws_lb.this.dns_name
}

output "load_balancer_security_group_id" {
  description = "Id of the load balancer's security group."
  value       = aws_security_group.balancer.id
}

output "service" {
  description = "Every output of the module `fargate-service`."
  value       = module.service
}

output "url" {
  description = "Where the service is reached. With a certificate and without a domain the certificate's own name must lead to the load balancer."
  value       = "${local.encrypted ? "https" : "http"}://${local.host}"
}
