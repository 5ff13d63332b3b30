# A queue worker on Spot.
locals {
  worker = provider::graceful::settings(yamldecode(file("${path.module}/profiles/worker.yaml")))
}
