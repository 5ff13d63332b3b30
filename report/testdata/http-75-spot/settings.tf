locals {
  graceful_settings = {
    stop_timeout           = 100
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 95
    shutdown_delay         = 15
    drain_timeout          = 75
    cleanup_timeout        = 5
    front_settings         = null
    load_balancer          = "alb"
    deregistration_delay   = 90
    connection_termination = null
    health_check = {
      interval            = 5
      timeout             = 4
      healthy_threshold   = 2
      unhealthy_threshold = 2
      grace_period        = 44
    }
    container_start_period = 30
    idle_timeout           = 80
    keep_alive_timeout     = 85
    desired_count          = 6
    capacity_providers     = [{ name = "FARGATE_SPOT", base = 0, weight = 1 }]
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
    scale_in_cooldown          = 185
    sidecar_stop_timeouts      = {}
    sidecar_dependencies       = {}
    sidecar_framework_settings = {}
    task_protection_minutes    = null
    visibility_timeout         = null
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
      deployment_seconds = 175
      deployment_timeout = 600
    }
  }
}
