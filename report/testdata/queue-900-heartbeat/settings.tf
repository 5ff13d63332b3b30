locals {
  graceful_settings = {
    stop_timeout           = 120
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 115
    shutdown_delay         = 0
    drain_timeout          = 110
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
    scale_in_cooldown          = 115
    sidecar_stop_timeouts      = {}
    sidecar_dependencies       = {}
    sidecar_framework_settings = {}
    task_protection_minutes    = 16
    visibility_timeout         = 60
    environment = {
      SHUTDOWN_DEADLINE_SECONDS   = "115"
      SHUTDOWN_DELAY_SECONDS      = "0"
      SHUTDOWN_DRAIN_SECONDS      = "110"
      SHUTDOWN_CLEANUP_SECONDS    = "5"
      SHUTDOWN_PROTECTION_MINUTES = "16"
      SHUTDOWN_HEARTBEAT_SECONDS  = "20"
      SHUTDOWN_VISIBILITY_SECONDS = "60"
    }
    framework_settings = null
    estimates = {
      stop_seconds       = 120
      deployment_seconds = 1110
      deployment_timeout = 1665
    }
  }
}
