locals {
  graceful_settings = {
    stop_timeout           = 10
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 5
    shutdown_delay         = 0
    drain_timeout          = 0
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
    visibility_timeout      = 910
    environment = {
      SHUTDOWN_DEADLINE_SECONDS = "5"
      SHUTDOWN_DELAY_SECONDS    = "0"
      SHUTDOWN_DRAIN_SECONDS    = "0"
      SHUTDOWN_CLEANUP_SECONDS  = "5"
    }
    framework_settings = null
    estimates = {
      stop_seconds       = 10
      deployment_seconds = 75
      deployment_timeout = 600
    }
  }
}
