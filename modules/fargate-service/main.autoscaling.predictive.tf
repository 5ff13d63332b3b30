locals {
  predictive = var.autoscaling == null ? {} : var.autoscaling.predictive

  # A metric that counts requests counts those of the service's own target group,
  # unless its label names another one.
  requests_metrics = ["ALBRequestCount", "ALBRequestCountPerTarget", "TotalALBRequestCount"]
  requests_label   = try("${local.balancer_suffix}/${aws_lb_target_group.this["main"].arn_suffix}", null)

  own_requests = [for name, policy in local.predictive : name if anytrue([for metric in [
    policy.metric_specification.predefined_load_metric_specification, policy.metric_specification.predefined_metric_pair_specification, policy.metric_specification.predefined_scaling_metric_specification,
  ] : try(metric.resource_label == null && contains(local.requests_metrics, metric.predefined_metric_type), false)])]
}

# A forecast only ever adds tasks, so there is no cooldown to compute.
resource "aws_appautoscaling_policy" "predictive" {
  for_each = local.predictive

  name               = "${substr(var.name, 0, 126)}-${each.key}"
  policy_type        = "PredictiveScaling"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  predictive_scaling_policy_configuration {
    max_capacity_breach_behavior = each.value.max_capacity_breach_behavior
    max_capacity_buffer          = each.value.max_capacity_buffer
    mode                         = each.value.mode
    scheduling_buffer_time       = each.value.scheduling_buffer_time

    metric_specification {
      target_value = each.value.metric_specification.target_value

      dynamic "predefined_load_metric_specification" {
        for_each = each.value.metric_specification.predefined_load_metric_specification[*]

        content {
          predefined_metric_type = predefined_load_metric_specification.value.predefined_metric_type
          resource_label         = predefined_load_metric_specification.value.resource_label == null && contains(local.requests_metrics, predefined_load_metric_specification.value.predefined_metric_type) ? local.requests_label : predefined_load_metric_specification.value.resource_label
        }
      }

      dynamic "predefined_metric_pair_specification" {
        for_each = each.value.metric_specification.predefined_metric_pair_specification[*]

        content {
          predefined_metric_type = predefined_metric_pair_specification.value.predefined_metric_type
          resource_label         = predefined_metric_pair_specification.value.resource_label == null && contains(local.requests_metrics, predefined_metric_pair_specification.value.predefined_metric_type) ? local.requests_label : predefined_metric_pair_specification.value.resource_label
        }
      }

      dynamic "predefined_scaling_metric_specification" {
        for_each = each.value.metric_specification.predefined_scaling_metric_specification[*]

        content {
          predefined_metric_type = predefined_scaling_metric_specification.value.predefined_metric_type
          resource_label         = predefined_scaling_metric_specification.value.resource_label == null && contains(local.requests_metrics, predefined_scaling_metric_specification.value.predefined_metric_type) ? local.requests_label : predefined_scaling_metric_specification.value.resource_label
        }
      }

      dynamic "customized_capacity_metric_specification" {
        for_each = each.value.metric_specification.customized_capacity_metric_specification[*]

        content {
          dynamic "metric_data_query" {
            for_each = customized_capacity_metric_specification.value.metric_data_query

            content {
              id          = metric_data_query.value.id
              expression  = metric_data_query.value.expression
              label       = metric_data_query.value.label
              return_data = metric_data_query.value.return_data

              dynamic "metric_stat" {
                for_each = metric_data_query.value.metric_stat[*]

                content {
                  stat = metric_stat.value.stat
                  unit = metric_stat.value.unit

                  metric {
                    metric_name = metric_stat.value.metric.metric_name
                    namespace   = metric_stat.value.metric.namespace

                    dynamic "dimension" {
                      for_each = metric_stat.value.metric.dimensions

                      content {
                        name  = dimension.key
                        value = dimension.value
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }

      dynamic "customized_load_metric_specification" {
        for_each = each.value.metric_specification.customized_load_metric_specification[*]

        content {
          dynamic "metric_data_query" {
            for_each = customized_load_metric_specification.value.metric_data_query

            content {
              id          = metric_data_query.value.id
              expression  = metric_data_query.value.expression
              label       = metric_data_query.value.label
              return_data = metric_data_query.value.return_data

              dynamic "metric_stat" {
                for_each = metric_data_query.value.metric_stat[*]

                content {
                  stat = metric_stat.value.stat
                  unit = metric_stat.value.unit

                  metric {
                    metric_name = metric_stat.value.metric.metric_name
                    namespace   = metric_stat.value.metric.namespace

                    dynamic "dimension" {
                      for_each = metric_stat.value.metric.dimensions

                      content {
                        name  = dimension.key
                        value = dimension.value
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }

      dynamic "customized_scaling_metric_specification" {
        for_each = each.value.metric_specification.customized_scaling_metric_specification[*]

        content {
          dynamic "metric_data_query" {
            for_each = customized_scaling_metric_specification.value.metric_data_query

            content {
              id          = metric_data_query.value.id
              expression  = metric_data_query.value.expression
              label       = metric_data_query.value.label
              return_data = metric_data_query.value.return_data

              dynamic "metric_stat" {
                for_each = metric_data_query.value.metric_stat[*]

                content {
                  stat = metric_stat.value.stat
                  unit = metric_stat.value.unit

                  metric {
                    metric_name = metric_stat.value.metric.metric_name
                    namespace   = metric_stat.value.metric.namespace

                    dynamic "dimension" {
                      for_each = metric_stat.value.metric.dimensions

                      content {
                        name  = dimension.key
                        value = dimension.value
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
