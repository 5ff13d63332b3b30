# A service on Fargate Spot whose longest request takes 30 seconds.
data "graceful_settings" "api" {
  workload     = "http"
  longest_work = 30
  capacity     = "spot"
  framework    = "spring_boot"

  # The log router must outlive the app and then hand over what it holds.
  sidecars = [
    { name = "log-router", flush = 5 },
  ]
}

# What the container definition, the target group and the service take.
output "api" {
  value = {
    stop_timeout         = data.graceful_settings.api.stop_timeout
    sidecar_stop_timeout = data.graceful_settings.api.sidecar_stop_timeouts["log-router"]
    environment          = data.graceful_settings.api.environment
    deregistration_delay = data.graceful_settings.api.deregistration_delay
    health_check         = data.graceful_settings.api.health_check
    deployment           = data.graceful_settings.api.deployment
  }
}

# What survives an interruption of Spot capacity: "all".
output "spot_interruption" {
  value = data.graceful_settings.api.guarantees.spot_interruption.kept
}

# Before Terraform 1.8, which has no functions of providers, this says why each
# number is what it is, for a pull request.
data "graceful_settings" "why" {
  workload     = "http"
  longest_work = 30
  explain      = true
}

output "why" {
  value = data.graceful_settings.why.explanation_markdown
}
