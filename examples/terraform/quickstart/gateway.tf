# A WebSocket gateway behind an ALB.
locals {
  gateway = provider::graceful::settings(yamldecode(file("${path.module}/profiles/gateway.yaml")))
}
