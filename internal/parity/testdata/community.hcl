# What the community modules take of what decides about stopping a task: names, types
# and defaults of their inputs, as facts. Of large objects only the members stand here
# that the adapter gives, or whose default would decide if it did not. An input without
# a default is required. needed is what decides nothing and yet has to be said.

module "terraform_aws_modules_ecs_service" {
  source  = "terraform-aws-modules/ecs/aws//modules/service"
  version = "7.5.0"
  needed  = ["cluster_arn", "load_balancer", "name", "subnet_ids"]

  input "autoscaling_max_capacity" {
    type    = number
    default = 10
  }

  input "autoscaling_min_capacity" {
    type    = number
    default = 1
  }

  input "autoscaling_policies" {
    type = map(object({
      policy_type = optional(string, "TargetTrackingScaling")
      target_tracking_scaling_policy_configuration = optional(object({
        predefined_metric_specification = optional(object({ predefined_metric_type = string }))
        scale_in_cooldown               = optional(number, 300)
        scale_out_cooldown              = optional(number, 60)
        target_value                    = optional(number, 75)
      }))
    }))
    default = {
      cpu    = { target_tracking_scaling_policy_configuration = { predefined_metric_specification = { predefined_metric_type = "ECSServiceAverageCPUUtilization" } } }
      memory = { target_tracking_scaling_policy_configuration = { predefined_metric_specification = { predefined_metric_type = "ECSServiceAverageMemoryUtilization" } } }
    }
  }

  input "availability_zone_rebalancing" {
    type    = string
    default = null
  }

  input "capacity_provider_strategy" {
    type = map(object({
      base              = optional(number)
      capacity_provider = string
      weight            = optional(number)
    }))
    default = null # Launch type FARGATE.
  }

  input "container_definitions" {
    type = map(object({
      command     = optional(list(string))
      dependsOn   = optional(list(object({ condition = string, containerName = string })))
      environment = optional(list(object({ name = string, value = string })))
      healthCheck = optional(object({
        command     = optional(list(string), [])
        interval    = optional(number, 30)
        retries     = optional(number, 3)
        startPeriod = optional(number)
        timeout     = optional(number, 5)
      }))
      image         = optional(string)
      restartPolicy = optional(object({ enabled = optional(bool) })) # Null is { enabled = true }.
      startTimeout  = optional(number, 30)
      stopTimeout   = optional(number, 120)
    }))
    default = {}
  }

  input "deployment_circuit_breaker" {
    type    = object({ enable = bool, rollback = bool })
    default = null
  }

  input "deployment_configuration" {
    type = object({
      strategy             = optional(string)
      bake_time_in_minutes = optional(string)
      canary_configuration = optional(object({ canary_bake_time_in_minutes = optional(string), canary_percent = optional(string) }))
      linear_configuration = optional(object({ step_bake_time_in_minutes = optional(string), step_percent = optional(string) }))
    })
    default = null
  }

  input "deployment_maximum_percent" {
    type    = number
    default = 200
  }

  input "deployment_minimum_healthy_percent" {
    type    = number
    default = 66
  }

  input "desired_count" {
    type    = number
    default = 1
  }

  input "enable_autoscaling" {
    type    = bool
    default = true
  }

  input "force_new_deployment" {
    type    = bool
    default = true
  }

  input "health_check_grace_period_seconds" {
    type    = number
    default = null
  }

  input "skip_destroy" {
    type    = bool
    default = null
  }

  input "timeouts" {
    type    = object({ create = optional(string), update = optional(string), delete = optional(string) })
    default = null
  }

  input "wait_for_steady_state" {
    type    = bool
    default = null
  }
}

module "terraform_aws_modules_alb" {
  source  = "terraform-aws-modules/alb/aws"
  version = "10.5.0"
  needed  = ["name", "subnets", "target_groups", "vpc_id"]

  input "idle_timeout" {
    type    = number
    default = null # Of AWS, 60.
  }
}

module "terraform_aws_modules_alb_target_group" {
  source  = "terraform-aws-modules/alb/aws"
  version = "10.5.0"
  needed  = []

  input "connection_termination" {
    type    = bool
    default = null
  }

  input "create_attachment" {
    type    = bool
    default = true
  }

  input "deregistration_delay" {
    type    = number
    default = null
  }

  input "health_check" {
    type = object({
      enabled             = optional(bool)
      healthy_threshold   = optional(number)
      interval            = optional(number)
      timeout             = optional(number)
      unhealthy_threshold = optional(number)
    })
    default = null
  }

  input "target_type" {
    type    = string
    default = null
  }
}

module "cloudposse_ecs_alb_service_task" {
  source  = "cloudposse/ecs-alb-service-task/aws"
  version = "0.78.0"
  needed  = ["ecs_cluster_arn", "ecs_load_balancers", "ignore_changes_task_definition", "name", "subnet_ids", "vpc_id"]

  input "availability_zone_rebalancing" {
    type    = string
    default = "DISABLED"
  }

  input "capacity_provider_strategies" {
    type    = list(object({ capacity_provider = string, weight = number, base = number }))
    default = []
  }

  input "circuit_breaker_deployment_enabled" {
    type    = bool
    default = false
  }

  input "circuit_breaker_rollback_enabled" {
    type    = bool
    default = false
  }

  input "container_definition_json" {
    type = string
  }

  input "deployment_maximum_percent" {
    type    = number
    default = 200
  }

  input "deployment_minimum_healthy_percent" {
    type    = number
    default = 100
  }

  input "desired_count" {
    type    = number
    default = 1
  }

  input "force_new_deployment" {
    type    = bool
    default = false
  }

  input "health_check_grace_period_seconds" {
    type    = number
    default = 0
  }

  input "ignore_changes_desired_count" {
    type    = bool
    default = false
  }
}

module "cloudposse_alb_target_group" {
  source  = "cloudposse/alb-ingress/aws"
  version = "0.31.0"
  # Without a priority the module compares null with 0, which Terraform refuses.
  needed = ["name", "unauthenticated_listener_arns", "unauthenticated_paths", "unauthenticated_priority", "vpc_id"]

  input "deregistration_delay" {
    type    = number
    default = 15
  }

  input "health_check_healthy_threshold" {
    type    = number
    default = 2
  }

  input "health_check_interval" {
    type    = number
    default = 15
  }

  input "health_check_timeout" {
    type    = number
    default = 10
  }

  input "health_check_unhealthy_threshold" {
    type    = number
    default = 2
  }
}
