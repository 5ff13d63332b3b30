locals {
  scaling_targets = var.autoscaling == null ? {} : { for name, target in {
    cpu      = var.autoscaling.cpu_target
    memory   = var.autoscaling.memory_target
    requests = var.autoscaling.requests_per_target
  } : name => target if target != null }

  scaling_metrics = {
    cpu      = "ECSServiceAverageCPUUtilization"
    memory   = "ECSServiceAverageMemoryUtilization"
    requests = "ALBRequestCountPerTarget"
  }

  # Scaling out again costs nothing that stops; only the way in is computed.
  scale_out_cooldown = try(var.autoscaling.scale_out_cooldown, null)
}

resource "aws_appautoscaling_target" "this" {
  count = var.autoscaling == null ? 0 : 1

  min_capacity       = var.autoscaling.min
  max_capacity       = var.autoscaling.max
  resource_id        = "service/${local.cluster_name}/${local.service.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
  tags               = var.tags

  dynamic "suspended_state" {
    for_each = var.autoscaling.suspended_state[*]

    content {
      dynamic_scaling_in_suspended  = suspended_state.value.dynamic_scaling_in_suspended
      dynamic_scaling_out_suspended = suspended_state.value.dynamic_scaling_out_suspended
      scheduled_scaling_suspended   = suspended_state.value.scheduled_scaling_suspended
    }
  }
}

resource "aws_appautoscaling_policy" "this" {
  for_each = local.scaling_targets

  name               = "${substr(var.name, 0, 240)}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  target_tracking_scaling_policy_configuration {
    target_value       = each.value
    disable_scale_in   = var.autoscaling.disable_scale_in
    scale_in_cooldown  = local.settings.scale_in_cooldown
    scale_out_cooldown = local.scale_out_cooldown

    predefined_metric_specification {
      predefined_metric_type = local.scaling_metrics[each.key]
      resource_label         = each.key == "requests" ? "${local.balancer_suffix}/${aws_lb_target_group.this["main"].arn_suffix}" : null
    }
  }
}

resource "aws_appautoscaling_policy" "backlog" {
  count = try(var.autoscaling.backlog_per_task, null) == null ? 0 : 1

  name               = "${substr(var.name, 0, 240)}-backlog"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  target_tracking_scaling_policy_configuration {
    target_value       = var.autoscaling.backlog_per_task
    disable_scale_in   = var.autoscaling.disable_scale_in
    scale_in_cooldown  = local.settings.scale_in_cooldown
    scale_out_cooldown = local.scale_out_cooldown

    # Each running task reports its CPU once a minute, so the number of reports
    # is the number of tasks; Container Insights is not needed for it.
    customized_metric_specification {
      metrics {
        id          = "visible"
        return_data = false

        metric_stat {
          stat = "Average"

          metric {
            namespace   = "AWS/SQS"
            metric_name = "ApproximateNumberOfMessagesVisible"

            dimensions {
              name  = "QueueName"
              value = local.queue_name
            }
          }
        }
      }

      metrics {
        id          = "tasks"
        return_data = false

        metric_stat {
          stat = "SampleCount"

          metric {
            namespace   = "AWS/ECS"
            metric_name = "CPUUtilization"

            dimensions {
              name  = "ClusterName"
              value = local.cluster_name
            }
            dimensions {
              name  = "ServiceName"
              value = var.name
            }
          }
        }
      }

      metrics {
        id          = "backlog"
        label       = "Messages per task"
        return_data = true
        expression  = "visible / FILL(tasks, 1)"
      }
    }
  }
}
