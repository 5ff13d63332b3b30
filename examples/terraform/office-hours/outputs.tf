output "url" {
  description = "Where the shop answers."
  value       = module.shop.url
}
