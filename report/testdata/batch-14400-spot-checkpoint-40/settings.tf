locals {
  graceful_settings = {
    stop_timeout           = 50
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 45
    shutdown_delay         = 0
    drain_timeout          = 40
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
    scale_in_cooldown       = 60
    sidecar_stop_timeouts   = {}
    task_protection_minutes = null
    visibility_timeout      = null
    environment = {
      SHUTDOWN_DEADLINE_SECONDS = "45"
      SHUTDOWN_DELAY_SECONDS    = "0"
      SHUTDOWN_DRAIN_SECONDS    = "40"
      SHUTDOWN_CLEANUP_SECONDS  = "5"
    }
    framework_settings = null
    estimates = {
      stop_seconds       = 50
      deployment_seconds = 115
      deployment_timeout = 600
    }
  }
}
