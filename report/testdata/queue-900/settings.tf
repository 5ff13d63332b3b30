locals {
  graceful_settings = {
    stop_timeout           = 120
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 115
    shutdown_delay         = 0
    drain_timeout          = 110
    cleanup_timeout        = 5
    deregistration_delay   = null
    connection_termination = null
    health_check           = null
    idle_timeout           = null
    keep_alive_timeout     = null
    deployment = {
      minimum_healthy_percent       = 100
      maximum_percent               = 200
      availability_zone_rebalancing = "ENABLED"
    }
    scale_in_cooldown       = 115
    sidecar_stop_timeouts   = {}
    task_protection_minutes = 16
    visibility_timeout      = 1020
    environment = {
      SHUTDOWN_DEADLINE_SECONDS   = "115"
      SHUTDOWN_DELAY_SECONDS      = "0"
      SHUTDOWN_DRAIN_SECONDS      = "110"
      SHUTDOWN_CLEANUP_SECONDS    = "5"
      SHUTDOWN_PROTECTION_MINUTES = "16"
    }
    framework_settings = null
    estimates = {
      stop_seconds       = 120
      deployment_seconds = 185
      deployment_timeout = 600
    }
  }
}
