locals {
  graceful_settings = {
    stop_timeout           = 30
    stop_signal            = "SIGTERM"
    shutdown_deadline      = 25
    shutdown_delay         = 15
    drain_timeout          = 5
    cleanup_timeout        = 5
    front_settings         = null
    load_balancer          = "alb"
    deregistration_delay   = 50
    connection_termination = null
    health_check = {
      interval            = 5
      timeout             = 4
      healthy_threshold   = 2
      unhealthy_threshold = 2
      grace_period        = 44
    }
    container_start_period = 30
    idle_timeout           = 60
    keep_alive_timeout     = 65
    desired_count          = 2
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
    scale_in_cooldown          = 75
    sidecar_stop_timeouts      = {}
    sidecar_dependencies       = {}
    sidecar_framework_settings = {}
    task_protection_minutes    = null
    visibility_timeout         = null
    environment = {
      SHUTDOWN_DEADLINE_SECONDS           = "25"
      SHUTDOWN_DELAY_SECONDS              = "15"
      SHUTDOWN_DRAIN_SECONDS              = "5"
      SHUTDOWN_CLEANUP_SECONDS            = "5"
      SHUTDOWN_KEEP_ALIVE_SECONDS         = "65"
      SHUTDOWN_MAX_CONNECTION_AGE_SECONDS = "3600"
      SHUTDOWN_NOTICE_SPREAD_SECONDS      = "30"
    }
    framework_settings = null
    estimates = {
      stop_seconds       = 80
      deployment_seconds = 135
      deployment_timeout = 600
    }
  }
}
