locals {
  graceful_settings = {
    stop_timeout           = 45
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 40
    shutdown_delay         = 15
    drain_timeout          = 20
    cleanup_timeout        = 5
    deregistration_delay   = 35
    connection_termination = null
    health_check = {
      interval            = 5
      timeout             = 4
      healthy_threshold   = 2
      unhealthy_threshold = 2
      grace_period        = 44
    }
    idle_timeout       = 60
    keep_alive_timeout = 65
    deployment = {
      minimum_healthy_percent       = 100
      maximum_percent               = 200
      availability_zone_rebalancing = "ENABLED"
    }
    scale_in_cooldown = 75
    sidecar_stop_timeouts = {
      log-router = 15
    }
    task_protection_minutes = null
    visibility_timeout      = null
    environment = {
      SHUTDOWN_DEADLINE_SECONDS   = "40"
      SHUTDOWN_DELAY_SECONDS      = "15"
      SHUTDOWN_DRAIN_SECONDS      = "20"
      SHUTDOWN_CLEANUP_SECONDS    = "5"
      SHUTDOWN_KEEP_ALIVE_SECONDS = "65"
    }
    framework_settings = null
    estimates = {
      stop_seconds       = 80
      deployment_seconds = 95
      deployment_timeout = 600
    }
  }
}
