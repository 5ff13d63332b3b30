locals {
  graceful_settings = {
    stop_timeout           = 90
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 85
    shutdown_delay         = 60
    drain_timeout          = 20
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
    scale_in_cooldown       = 85
    sidecar_stop_timeouts   = {}
    task_protection_minutes = null
    visibility_timeout      = null
    environment = {
      SHUTDOWN_DEADLINE_SECONDS = "85"
      SHUTDOWN_DELAY_SECONDS    = "60"
      SHUTDOWN_DRAIN_SECONDS    = "20"
      SHUTDOWN_CLEANUP_SECONDS  = "5"
    }
    framework_settings = null
    estimates = {
      stop_seconds       = 90
      deployment_seconds = 155
      deployment_timeout = 600
    }
  }
}
