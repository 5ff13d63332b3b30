# A plan shows what each number was and what it becomes:
#
#   ~ longest_work         = 30 -> 45
#   ~ stop_timeout         = 55 -> 70
#   ~ deregistration_delay = 45 -> 60
resource "graceful_service" "api" {
  name          = "api"
  workload      = "http"
  longest_work  = 30
  desired_count = 6
}

# Jobs of up to 15 minutes, longer than any stop: the app protects its task
# while it works, for task_protection_minutes.
resource "graceful_service" "worker" {
  name         = "worker"
  workload     = "queue"
  longest_work = 900

  # A stop by hand may still cut a job, so only these must keep everything.
  require = ["deployment", "scale_in", "az_rebalance"]
}

output "stop_timeouts" {
  value = {
    api    = graceful_service.api.stop_timeout
    worker = graceful_service.worker.stop_timeout
  }
}
