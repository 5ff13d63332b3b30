# An HTTP API behind an ALB.
locals {
  api = provider::graceful::settings(yamldecode(file("${path.module}/profiles/api.yaml")))
}
