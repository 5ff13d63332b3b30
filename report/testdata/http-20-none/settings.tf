locals {
  graceful_settings = {
    stop_timeout           = 90
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 85
    shutdown_delay         = 60
    drain_timeout          = 20
    cleanup_timeout        = 5
    front_settings         = null
    load_balancer          = "none"
    deregistration_delay   = null
    connection_termination = null
    health_check           = null
    container_start_period = 30
    idle_timeout           = null
    keep_alive_timeout     = null
    desired_count          = 2
    capacity_providers     = [{ name = "FARGATE", base = 0, weight = 1 }]
    deployment = {
      strategy                      = "ROLLING"
      minimum_healthy_percent       = 100
      maximum_percent               = 200
      availability_zone_rebalancing = "ENABLED"
      circuit_breaker = {
        enable   = true
        rollback = true
      }
      bake_time_in_minutes = null
      linear               = null
      canary               = null
    }
    scale_in_cooldown          = 85
    sidecar_stop_timeouts      = {}
    sidecar_dependencies       = {}
    sidecar_framework_settings = {}
    task_protection_minutes    = null
    visibility_timeout         = null
    environment = {
      SHUTDOWN_DEADLINE_SECONDS = "85"
      SHUTDOWN_DELAY_SECONDS    = "60"
      SHUTDOWN_DRAIN_SECONDS    = "20"
      SHUTDOWN_CLEANUP_SECONDS  = "5"
    }
    framework_settings = null
    estimates = {
      stop_seconds       = 90
      deployment_seconds = 180
      deployment_timeout = 600
    }
  }
}
