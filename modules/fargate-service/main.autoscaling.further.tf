locals {
  # Not with try, which knows nothing of a map with one unknown value.
  custom_targets = var.autoscaling == null ? {} : var.autoscaling.custom_targets
  scheduled      = var.autoscaling == null ? {} : var.autoscaling.scheduled
  steps          = var.autoscaling == null ? {} : var.autoscaling.steps
}

resource "aws_appautoscaling_policy" "custom" {
  for_each = local.custom_targets

  name               = "${substr(var.name, 0, 126)}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.target_value
    disable_scale_in   = var.autoscaling.disable_scale_in
    scale_in_cooldown  = local.settings.scale_in_cooldown
    scale_out_cooldown = local.scale_out_cooldown

    customized_metric_specification {
      metric_name = each.value.metric_name
      namespace   = each.value.namespace
      statistic   = each.value.statistic
      unit        = each.value.unit

      dynamic "dimensions" {
        for_each = each.value.dimensions

        content {
          name  = dimensions.key
          value = dimensions.value
        }
      }
    }
  }
}

# A policy that may take tasks away waits as long as the others do; an exact number
# may be fewer than there are.
resource "aws_appautoscaling_policy" "step" {
  for_each = local.steps

  name               = "${substr(var.name, 0, 126)}-${each.key}"
  policy_type        = "StepScaling"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  step_scaling_policy_configuration {
    adjustment_type          = each.value.adjustment_type
    cooldown                 = each.value.adjustment_type == "ExactCapacity" || anytrue([for a in each.value.step_adjustments : a.scaling_adjustment < 0]) ? local.settings.scale_in_cooldown : local.scale_out_cooldown
    metric_aggregation_type  = each.value.metric_aggregation_type
    min_adjustment_magnitude = each.value.min_adjustment_magnitude

    dynamic "step_adjustment" {
      for_each = each.value.step_adjustments

      content {
        scaling_adjustment          = step_adjustment.value.scaling_adjustment
        metric_interval_lower_bound = step_adjustment.value.metric_interval_lower_bound
        metric_interval_upper_bound = step_adjustment.value.metric_interval_upper_bound
      }
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = local.scheduled

  name               = each.key
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  schedule           = each.value.schedule
  timezone           = each.value.timezone
  start_time         = each.value.start_time
  end_time           = each.value.end_time

  scalable_target_action {
    min_capacity = each.value.min
    max_capacity = each.value.max
  }
}
