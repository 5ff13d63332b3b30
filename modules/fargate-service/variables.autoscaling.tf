variable "autoscaling" {
  description = "Scaling between `min` and `max` tasks; `min` is the profile's `min_count`. Tracked are `cpu_target` and `memory_target` in percent, `requests_per_target` per minute (ALB, strategy rolling), `backlog_per_task` in messages (workload queue, broker sqs) and `custom_targets`, metrics of your own. `predictive` are predictive scaling policies, which add tasks before a load that the last two weeks foretell, and never take any away. `scheduled` sets other bounds at times, none below `min`. `steps` are step scaling policies, whose ARNs for your alarms are in the output `step_policy_arns`. Terraform then leaves the number of tasks alone; the scale-in cooldown of every policy comes from the settings."
  type = object({
    max                 = number
    min                 = number
    backlog_per_task    = optional(number)
    cpu_target          = optional(number)
    memory_target       = optional(number)
    requests_per_target = optional(number)

    custom_targets = optional(map(object({
      metric_name  = string
      namespace    = string
      target_value = number
      dimensions   = optional(map(string), {})
      statistic    = optional(string, "Average")
      unit         = optional(string)

      scale_in_cooldown = optional(string) # Refused: the profile gives it.
    })), {})
    disable_scale_in = optional(bool, false)
    predictive = optional(map(object({
      max_capacity_breach_behavior = optional(string, "HonorMaxCapacity")
      max_capacity_buffer          = optional(number)
      mode                         = optional(string, "ForecastOnly")
      scheduling_buffer_time       = optional(number)
      metric_specification = object({
        target_value = number
        customized_capacity_metric_specification = optional(object({
          metric_data_query = list(object({
            id          = string
            expression  = optional(string)
            label       = optional(string)
            return_data = optional(bool, true)
            metric_stat = optional(object({
              stat = string
              unit = optional(string)
              metric = object({
                metric_name = string
                namespace   = string
                dimensions  = optional(map(string), {})
              })
            }))
          }))
        }))
        customized_load_metric_specification = optional(object({
          metric_data_query = list(object({
            id          = string
            expression  = optional(string)
            label       = optional(string)
            return_data = optional(bool, true)
            metric_stat = optional(object({
              stat = string
              unit = optional(string)
              metric = object({
                metric_name = string
                namespace   = string
                dimensions  = optional(map(string), {})
              })
            }))
          }))
        }))
        customized_scaling_metric_specification = optional(object({
          metric_data_query = list(object({
            id          = string
            expression  = optional(string)
            label       = optional(string)
            return_data = optional(bool, true)
            metric_stat = optional(object({
              stat = string
              unit = optional(string)
              metric = object({
                metric_name = string
                namespace   = string
                dimensions  = optional(map(string), {})
              })
            }))
          }))
        }))
        predefined_load_metric_specification = optional(object({
          predefined_metric_type = string
          resource_label         = optional(string)
        }))
        predefined_metric_pair_specification = optional(object({
          predefined_metric_type = string
          resource_label         = optional(string)
        }))
        predefined_scaling_metric_specification = optional(object({
          predefined_metric_type = string
          resource_label         = optional(string)
        }))
      })
    })), {})
    scale_in_cooldown  = optional(string) # Refused: the profile gives it.
    scale_out_cooldown = optional(number, 60)
    scheduled = optional(map(object({
      schedule   = string
      end_time   = optional(string)
      max        = optional(number)
      min        = optional(number)
      start_time = optional(string)
      timezone   = optional(string)
    })), {})
    steps = optional(map(object({
      adjustment_type          = optional(string, "ChangeInCapacity")
      metric_aggregation_type  = optional(string, "Average")
      min_adjustment_magnitude = optional(number)
      cooldown                 = optional(string) # Refused: the profile gives it.
      step_adjustments = list(object({
        scaling_adjustment          = number
        metric_interval_lower_bound = optional(number)
        metric_interval_upper_bound = optional(number)
      }))
    })), {})
    suspended_state = optional(object({
      dynamic_scaling_in_suspended  = optional(bool, false)
      dynamic_scaling_out_suspended = optional(bool, false)
      scheduled_scaling_suspended   = optional(bool, false)
    }))
  })
  default = null

  validation {
    condition     = try(var.autoscaling.min >= 0 && var.autoscaling.max >= var.autoscaling.min, true)
    error_message = "autoscaling.max must be at least autoscaling.min, and that at least 0. Given: min ${try(var.autoscaling.min, 0)}, max ${try(var.autoscaling.max, 0)}."
  }
  validation {
    condition     = try(alltrue([for n in [var.autoscaling.min, var.autoscaling.max] : n <= 5000 && floor(n) == n]), true)
    error_message = "autoscaling.min and autoscaling.max must be whole numbers up to 5000. Given: min ${try(var.autoscaling.min, 0)}, max ${try(var.autoscaling.max, 0)}."
  }
  validation {
    condition     = alltrue([for target in try([var.autoscaling.backlog_per_task, var.autoscaling.requests_per_target], []) : target == null || try(target > 0, false)])
    error_message = "autoscaling.backlog_per_task and autoscaling.requests_per_target must be above 0."
  }
  validation {
    condition     = var.autoscaling == null || !try(tobool(coalesce(var.profile.singleton)), false) || try(var.autoscaling.max <= 1, true)
    error_message = "autoscaling.max: the profile is a singleton, so two tasks must never run at once. Given: ${try(var.autoscaling.max, 0)}. Set autoscaling.max to 1, or profile.singleton to false."
  }
  validation {
    condition     = try(var.profile.desired_count, null) == null || try(var.profile.desired_count >= var.autoscaling.min && var.profile.desired_count <= var.autoscaling.max, true)
    error_message = "autoscaling: profile.desired_count ${try(coalesce(var.profile.desired_count), 0)} is not between min ${try(var.autoscaling.min, 0)} and max ${try(var.autoscaling.max, 0)}, so the first deployment would be scaled away at once. Change one of them."
  }
  validation {
    condition     = try(var.profile.min_count, null) == null || try(var.autoscaling.min == var.profile.min_count, true)
    error_message = "autoscaling.min: ${try(var.autoscaling.min, 0)} is not profile.min_count ${try(coalesce(var.profile.min_count), 0)}, from which the deployment percentages are computed. Remove min_count from the profile: autoscaling.min is taken."
  }
  validation {
    condition     = var.autoscaling == null || length([for target in try([var.autoscaling.backlog_per_task, var.autoscaling.cpu_target, var.autoscaling.memory_target, var.autoscaling.requests_per_target], []) : target if target != null]) + length(try(var.autoscaling.custom_targets, {})) + length(try(var.autoscaling.predictive, {})) + length(try(var.autoscaling.scheduled, {})) + length(try(var.autoscaling.steps, {})) > 0
    error_message = "autoscaling needs at least one of cpu_target, memory_target, requests_per_target, backlog_per_task, custom_targets, predictive, scheduled and steps."
  }
  validation {
    condition     = alltrue([for target in try([var.autoscaling.cpu_target, var.autoscaling.memory_target], []) : target == null || try(target > 0 && target <= 100, false)])
    error_message = "autoscaling.cpu_target and autoscaling.memory_target are percentages from 1 to 100."
  }
  validation {
    condition     = try(var.autoscaling.scale_out_cooldown >= 0 && var.autoscaling.scale_out_cooldown <= 3600 && floor(var.autoscaling.scale_out_cooldown) == var.autoscaling.scale_out_cooldown, var.autoscaling == null)
    error_message = "autoscaling.scale_out_cooldown is a whole number of seconds from 0 to 3600. Given: ${try(coalesce(var.autoscaling.scale_out_cooldown), "null")}."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for name in concat(keys(try(var.autoscaling.custom_targets, {})), keys(try(var.autoscaling.predictive, {})), keys(try(var.autoscaling.scheduled, {})), keys(try(var.autoscaling.steps, {}))) : can(regex("^[A-Za-z0-9_-]{1,128}$", name))])
    error_message = "autoscaling: a name in custom_targets, predictive, scheduled and steps holds 1 to 128 letters, digits, hyphens and underscores. Given: ${join(", ", concat(keys(try(var.autoscaling.custom_targets, {})), keys(try(var.autoscaling.predictive, {})), keys(try(var.autoscaling.scheduled, {})), keys(try(var.autoscaling.steps, {}))))}."
  }
  validation {
    condition     = var.autoscaling == null || length(setsubtract(concat(keys(try(var.autoscaling.custom_targets, {})), keys(try(var.autoscaling.predictive, {})), keys(try(var.autoscaling.steps, {}))), ["backlog", "cpu", "memory", "requests"])) == length(try(var.autoscaling.custom_targets, {})) + length(try(var.autoscaling.predictive, {})) + length(try(var.autoscaling.steps, {}))
    error_message = "autoscaling: custom_targets, predictive and steps need names that differ, and are not backlog, cpu, memory or requests, because the policies are named by them. Given: ${join(", ", concat(keys(try(var.autoscaling.custom_targets, {})), keys(try(var.autoscaling.predictive, {})), keys(try(var.autoscaling.steps, {}))))}."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for target in values(try(var.autoscaling.custom_targets, {})) : target.target_value > 0 && contains(["Average", "Maximum", "Minimum", "SampleCount", "Sum"], target.statistic) && length(target.metric_name) > 0 && length(target.namespace) > 0])
    error_message = "autoscaling.custom_targets: each needs a namespace, a metric_name, a target_value above 0, and a statistic of Average, Maximum, Minimum, SampleCount or Sum. Given: ${join(", ", [for name, target in try(var.autoscaling.custom_targets, {}) : "${name} ${target.statistic} ${target.target_value}"])}."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for p in values(try(var.autoscaling.predictive, {})) : contains(["ForecastAndScale", "ForecastOnly"], p.mode) && contains(["HonorMaxCapacity", "IncreaseMaxCapacity"], p.max_capacity_breach_behavior)])
    error_message = "autoscaling.predictive: mode is ForecastOnly or ForecastAndScale, and max_capacity_breach_behavior HonorMaxCapacity or IncreaseMaxCapacity. Given: ${join(", ", [for name, p in try(var.autoscaling.predictive, {}) : "${name} ${p.mode} ${p.max_capacity_breach_behavior}"])}."
  }
  validation {
    # hashicorp/aws leaves a 0 out of what it sends, and then AWS misses it.
    condition     = var.autoscaling == null || alltrue([for p in values(try(var.autoscaling.predictive, {})) : p.max_capacity_breach_behavior == "IncreaseMaxCapacity" ? try(p.max_capacity_buffer >= 1 && p.max_capacity_buffer <= 100 && floor(p.max_capacity_buffer) == p.max_capacity_buffer, false) : p.max_capacity_buffer == null])
    error_message = "autoscaling.predictive: max_capacity_buffer is a whole percentage from 1 to 100, needed with max_capacity_breach_behavior IncreaseMaxCapacity and for nothing else (hashicorp/aws sends no 0). Given: ${join(", ", [for name, p in try(var.autoscaling.predictive, {}) : "${name} ${p.max_capacity_breach_behavior} ${try(coalesce(p.max_capacity_buffer), "null")}"])}."
  }
  validation {
    condition     = var.autoscaling == null || !try(tobool(coalesce(var.profile.singleton)), false) || alltrue([for p in values(try(var.autoscaling.predictive, {})) : p.max_capacity_breach_behavior != "IncreaseMaxCapacity"])
    error_message = "autoscaling.predictive: the profile is a singleton, so two tasks must never run at once, and IncreaseMaxCapacity goes above autoscaling.max. Set max_capacity_breach_behavior to HonorMaxCapacity, or profile.singleton to false."
  }
  validation {
    # As with the buffer, hashicorp/aws leaves a 0 out, and AWS takes its 300 instead.
    condition     = var.autoscaling == null || alltrue([for p in values(try(var.autoscaling.predictive, {})) : p.scheduling_buffer_time == null || try(p.scheduling_buffer_time >= 1 && p.scheduling_buffer_time <= 3599 && floor(p.scheduling_buffer_time) == p.scheduling_buffer_time, false)])
    error_message = "autoscaling.predictive: scheduling_buffer_time is a whole number of seconds from 1 to 3599 (hashicorp/aws sends no 0). Given: ${join(", ", [for p in values(try(var.autoscaling.predictive, {})) : p.scheduling_buffer_time if p.scheduling_buffer_time != null])}."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for p in values(try(var.autoscaling.predictive, {})) : try(p.metric_specification.target_value > 0, false)])
    error_message = "autoscaling.predictive: target_value must be above 0. Given: ${join(", ", [for name, p in try(var.autoscaling.predictive, {}) : "${name} ${try(coalesce(p.metric_specification.target_value), "null")}"])}."
  }
  validation {
    # The load and the scaling metric each in one of two ways, or the pair alone.
    condition = var.autoscaling == null || alltrue([for p in values(try(var.autoscaling.predictive, {})) : p.metric_specification.predefined_metric_pair_specification != null ? alltrue([for s in [p.metric_specification.predefined_load_metric_specification, p.metric_specification.predefined_scaling_metric_specification] : s == null]) && alltrue([for s in [p.metric_specification.customized_capacity_metric_specification, p.metric_specification.customized_load_metric_specification, p.metric_specification.customized_scaling_metric_specification] : s == null]) : (
      (p.metric_specification.predefined_load_metric_specification == null) != (p.metric_specification.customized_load_metric_specification == null) && (p.metric_specification.predefined_scaling_metric_specification == null) != (p.metric_specification.customized_scaling_metric_specification == null)
    )])
    error_message = "autoscaling.predictive: metric_specification holds predefined_metric_pair_specification alone, or one load metric and one scaling metric, each predefined or customized. Given: ${join(", ", keys(try(var.autoscaling.predictive, {})))}."
  }
  validation {
    condition = var.autoscaling == null || alltrue(flatten([for p in values(try(var.autoscaling.predictive, {})) : [for kind, s in {
      load_metric    = { given = p.metric_specification.predefined_load_metric_specification, types = ["ECSServiceTotalCPUUtilization", "ECSServiceTotalMemoryUtilization", "TotalALBRequestCount"] }
      metric_pair    = { given = p.metric_specification.predefined_metric_pair_specification, types = ["ALBRequestCount", "ECSServiceCPUUtilization", "ECSServiceMemoryUtilization"] }
      scaling_metric = { given = p.metric_specification.predefined_scaling_metric_specification, types = ["ALBRequestCountPerTarget", "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"] }
    } : contains(s.types, s.given.predefined_metric_type) if s.given != null]]))
    error_message = "autoscaling.predictive: predefined_metric_type of a pair is ALBRequestCount, ECSServiceCPUUtilization or ECSServiceMemoryUtilization, of a load metric TotalALBRequestCount, ECSServiceTotalCPUUtilization or ECSServiceTotalMemoryUtilization, and of a scaling metric ALBRequestCountPerTarget, ECSServiceAverageCPUUtilization or ECSServiceAverageMemoryUtilization. Given: ${join(", ", flatten([for p in values(try(var.autoscaling.predictive, {})) : [for s in [p.metric_specification.predefined_load_metric_specification, p.metric_specification.predefined_metric_pair_specification, p.metric_specification.predefined_scaling_metric_specification] : s.predefined_metric_type if s != null]]))}."
  }
  validation {
    condition     = var.autoscaling == null || alltrue(flatten([for p in values(try(var.autoscaling.predictive, {})) : [for s in [p.metric_specification.predefined_load_metric_specification, p.metric_specification.predefined_metric_pair_specification, p.metric_specification.predefined_scaling_metric_specification] : s.resource_label == null || (strcontains(s.predefined_metric_type, "ALBRequestCount") && can(regex("^app/[^/]+/[0-9a-f]+/targetgroup/[^/]+/[0-9a-f]+$", s.resource_label))) if s != null]]))
    error_message = "autoscaling.predictive: resource_label is of a metric that counts an Application Load Balancer's requests, like app/shop/778d41231b141a0f/targetgroup/shop/943f017f100becff; without it the service's own target group is meant. Given: ${join(", ", flatten([for p in values(try(var.autoscaling.predictive, {})) : [for s in [p.metric_specification.predefined_load_metric_specification, p.metric_specification.predefined_metric_pair_specification, p.metric_specification.predefined_scaling_metric_specification] : "${s.predefined_metric_type} ${s.resource_label}" if try(s.resource_label != null, false)]]))}."
  }
  validation {
    condition = var.autoscaling == null || alltrue(flatten([for p in values(try(var.autoscaling.predictive, {})) : [
      alltrue([for s in [p.metric_specification.customized_capacity_metric_specification, p.metric_specification.customized_load_metric_specification, p.metric_specification.customized_scaling_metric_specification] : length([for q in s.metric_data_query : 0 if q.return_data]) == 1 if s != null]),
      length(distinct(flatten([for s in [p.metric_specification.customized_capacity_metric_specification, p.metric_specification.customized_load_metric_specification, p.metric_specification.customized_scaling_metric_specification] : s.metric_data_query[*].id if s != null]))) == length(flatten([for s in [p.metric_specification.customized_capacity_metric_specification, p.metric_specification.customized_load_metric_specification, p.metric_specification.customized_scaling_metric_specification] : s.metric_data_query if s != null])),
    ]]))
    error_message = "autoscaling.predictive: of a customized metric's metric_data_query exactly one has return_data, the one that is meant, and no two of a policy have one id. Given: ${join(", ", flatten([for p in values(try(var.autoscaling.predictive, {})) : [for s in [p.metric_specification.customized_capacity_metric_specification, p.metric_specification.customized_load_metric_specification, p.metric_specification.customized_scaling_metric_specification] : [for q in s.metric_data_query : "${q.id} ${q.return_data}"] if s != null]]))}."
  }
  validation {
    condition = var.autoscaling == null || alltrue(flatten([for p in values(try(var.autoscaling.predictive, {})) : [for s in [p.metric_specification.customized_capacity_metric_specification, p.metric_specification.customized_load_metric_specification, p.metric_specification.customized_scaling_metric_specification] : [for q in s.metric_data_query : [
      can(regex("^[a-z][A-Za-z0-9_]{0,254}$", q.id)), (q.expression == null) != (q.metric_stat == null), try(length(q.expression) >= 1 && length(q.expression) <= 2048, q.expression == null),
    ]] if s != null]]))
    error_message = "autoscaling.predictive: each metric_data_query needs an id of letters, digits and underscores that begins with a lower-case letter, and either an expression of up to 2048 characters or a metric_stat. Given: ${join(", ", flatten([for p in values(try(var.autoscaling.predictive, {})) : [for s in [p.metric_specification.customized_capacity_metric_specification, p.metric_specification.customized_load_metric_specification, p.metric_specification.customized_scaling_metric_specification] : s.metric_data_query[*].id if s != null]]))}."
  }
  validation {
    condition = var.autoscaling == null || alltrue(flatten([for p in values(try(var.autoscaling.predictive, {})) : [for s in [p.metric_specification.customized_capacity_metric_specification, p.metric_specification.customized_load_metric_specification, p.metric_specification.customized_scaling_metric_specification] : [for q in s.metric_data_query : concat(
      [length(q.metric_stat.stat) > 0],
      [for text in concat([q.metric_stat.metric.metric_name, q.metric_stat.metric.namespace], keys(q.metric_stat.metric.dimensions)) : length(text) >= 1 && length(text) <= 255],
      [for text in values(q.metric_stat.metric.dimensions) : length(text) >= 1 && length(text) <= 1024],
    ) if q.metric_stat != null] if s != null]]))
    error_message = "autoscaling.predictive: a metric_stat needs a stat, a metric_name and a namespace, the names of up to 255 characters, as those of dimensions, whose values have up to 1024."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for action in values(try(var.autoscaling.scheduled, {})) : can(regex("^(at|cron|rate)\\(.+\\)$", action.schedule))])
    error_message = "autoscaling.scheduled: schedule is at(…), cron(…) or rate(…), like cron(0 8 * * ? *). Given: ${join(", ", values(try(var.autoscaling.scheduled, {}))[*].schedule)}."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for action in values(try(var.autoscaling.scheduled, {})) : action.min != null || action.max != null])
    error_message = "autoscaling.scheduled: ${join(", ", [for name, action in try(var.autoscaling.scheduled, {}) : name if action.min == null && action.max == null])} would change nothing. Set min, max or both."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for bound in flatten([for action in values(try(var.autoscaling.scheduled, {})) : [action.min, action.max]]) : bound == null || try(bound <= 5000 && floor(bound) == bound, false)])
    error_message = "autoscaling.scheduled: min and max must be whole numbers up to 5000."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for bound in flatten([for action in values(try(var.autoscaling.scheduled, {})) : [action.min, action.max]]) : bound == null || try(bound >= var.autoscaling.min, false)])
    error_message = "autoscaling.scheduled: ${join(", ", [for name, action in try(var.autoscaling.scheduled, {}) : "${name} (${join(" to ", [for bound in [action.min, action.max] : bound if bound != null])})" if anytrue([for bound in [action.min, action.max] : try(bound < var.autoscaling.min, false)])])} would leave fewer tasks than autoscaling.min ${try(var.autoscaling.min, 0)}, the profile's min_count, from which the deployment percentages are computed. Raise it, or lower autoscaling.min."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for action in values(try(var.autoscaling.scheduled, {})) : action.min == null || try(action.min <= coalesce(action.max, var.autoscaling.max), false)])
    error_message = "autoscaling.scheduled: ${join(", ", [for name, action in try(var.autoscaling.scheduled, {}) : name if try(action.min > coalesce(action.max, var.autoscaling.max), false)])} sets a min above its max, or above autoscaling.max ${try(var.autoscaling.max, 0)} where it has none. Set max too."
  }
  validation {
    condition     = var.autoscaling == null || !try(tobool(coalesce(var.profile.singleton)), false) || alltrue([for action in values(try(var.autoscaling.scheduled, {})) : action.max == null || try(action.max <= 1, false)])
    error_message = "autoscaling.scheduled: the profile is a singleton, so two tasks must never run at once. Set max to 1, or profile.singleton to false."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for time in flatten([for action in values(try(var.autoscaling.scheduled, {})) : [action.start_time, action.end_time]]) : time == null || can(formatdate("YYYY", time))])
    error_message = "autoscaling.scheduled: start_time and end_time are times like 2026-12-24T00:00:00Z. Given: ${join(", ", [for time in flatten([for action in values(try(var.autoscaling.scheduled, {})) : [action.start_time, action.end_time]]) : time if time != null])}."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for action in values(try(var.autoscaling.scheduled, {})) : action.timezone == null || can(regex("^[A-Za-z]+([/_+-][A-Za-z0-9]+)*$", action.timezone))])
    error_message = "autoscaling.scheduled: timezone is a name of the time zone database, like Europe/Berlin. Given: ${join(", ", [for action in values(try(var.autoscaling.scheduled, {})) : action.timezone if action.timezone != null])}."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for step in values(try(var.autoscaling.steps, {})) : contains(["ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"], step.adjustment_type) && contains(["Average", "Maximum", "Minimum"], step.metric_aggregation_type)])
    error_message = "autoscaling.steps: adjustment_type is ChangeInCapacity, ExactCapacity or PercentChangeInCapacity, and metric_aggregation_type Average, Maximum or Minimum."
  }
  validation {
    condition     = var.autoscaling == null || alltrue([for step in values(try(var.autoscaling.steps, {})) : step.min_adjustment_magnitude == null || try(step.adjustment_type == "PercentChangeInCapacity" && step.min_adjustment_magnitude >= 1 && floor(step.min_adjustment_magnitude) == step.min_adjustment_magnitude, false)])
    error_message = "autoscaling.steps: min_adjustment_magnitude is a whole number of tasks above 0, and only for adjustment_type PercentChangeInCapacity."
  }
  validation {
    condition     = var.autoscaling == null || alltrue(flatten([for step in values(try(var.autoscaling.steps, {})) : concat([length(step.step_adjustments) > 0], [for a in step.step_adjustments : floor(a.scaling_adjustment) == a.scaling_adjustment && (step.adjustment_type != "ExactCapacity" || a.scaling_adjustment >= 0)])]))
    error_message = "autoscaling.steps: each needs step_adjustments, and scaling_adjustment is a whole number, not below 0 with ExactCapacity."
  }
  validation {
    # ECS takes intervals that meet, and that are open where the metric has no end.
    condition = var.autoscaling == null || alltrue(flatten([for step in values(try(var.autoscaling.steps, {})) : [for i, a in step.step_adjustments : [
      try(a.metric_interval_lower_bound < a.metric_interval_upper_bound, a.metric_interval_lower_bound != null || a.metric_interval_upper_bound != null),
      i == 0 ? try(a.metric_interval_lower_bound >= 0, a.metric_interval_lower_bound == null) : try(a.metric_interval_lower_bound == step.step_adjustments[i - 1].metric_interval_upper_bound && a.metric_interval_lower_bound != null, false),
      i < length(step.step_adjustments) - 1 || try(a.metric_interval_upper_bound <= 0, a.metric_interval_upper_bound == null),
    ]]]))
    error_message = "autoscaling.steps: step_adjustments stand in the order of their intervals, each begins where the one before it ends, the first has no lower bound below 0 and the last no upper bound above 0: leave those out, but never both."
  }
}
