locals {
  graceful_settings = {
    stop_timeout           = 100
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 95
    shutdown_delay         = 15
    drain_timeout          = 75
    cleanup_timeout        = 5
    deregistration_delay   = 90
    connection_termination = null
    health_check = {
      interval            = 5
      timeout             = 4
      healthy_threshold   = 2
      unhealthy_threshold = 2
      grace_period        = 44
    }
    idle_timeout       = 80
    keep_alive_timeout = 85
    deployment = {
      minimum_healthy_percent       = 100
      maximum_percent               = 200
      availability_zone_rebalancing = "ENABLED"
    }
    scale_in_cooldown       = 185
    sidecar_stop_timeouts   = {}
    task_protection_minutes = null
    visibility_timeout      = null
    environment = {
      SHUTDOWN_DEADLINE_SECONDS   = "95"
      SHUTDOWN_DELAY_SECONDS      = "15"
      SHUTDOWN_DRAIN_SECONDS      = "75"
      SHUTDOWN_CLEANUP_SECONDS    = "5"
      SHUTDOWN_KEEP_ALIVE_SECONDS = "85"
    }
    framework_settings = null
    estimates = {
      stop_seconds       = 190
      deployment_seconds = 150
      deployment_timeout = 600
    }
  }
}
