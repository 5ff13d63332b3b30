terraform {
  required_providers {
    graceful = { source = "graceful-ecs/graceful" }
  }
}

resource "graceful_service" "api" {
  name         = "api"
  workload     = "http"
  longest_work = 10
}

resource "graceful_service" "worker" {
  name          = "worker"
  workload      = "queue"
  longest_work  = 900
  capacity      = "spot"
  on_interrupt  = "requeue"
  desired_count = 4
  framework     = "celery"
  sidecars      = [{ name = "log-router", flush = 5 }]
}
