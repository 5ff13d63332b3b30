# Scaling by schedule, by steps and by metrics of one's own.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  image       = "registry.example.com/app:1"
  name        = "app"
  subnet_ids  = ["subnet-0a", "subnet-0b"]
  vpc_id      = "vpc-0a1b2c3d"
  profile     = { workload = "stream", longest_work = 60 }
}

run "applied" {
  variables {
    autoscaling = {
      min                = 2
      max                = 20
      disable_scale_in   = true
      scale_out_cooldown = 0
      custom_targets     = { lag = { namespace = "Shop", metric_name = "Lag", target_value = 0.5, dimensions = { Group = "orders" } } }
      scheduled = {
        morning = { schedule = "cron(0 8 * * ? *)", timezone = "Europe/Berlin", min = 2, max = 5000, start_time = "2026-12-01T00:00:00Z" }
        night   = { schedule = "at(2027-01-01T00:00:00)", max = 2 }
        noon    = { schedule = "rate(1 day)", min = 20 }
      }
      steps = {
        out   = { step_adjustments = [{ scaling_adjustment = 2, metric_interval_lower_bound = 0, metric_interval_upper_bound = 10 }, { scaling_adjustment = 5, metric_interval_lower_bound = 10 }] }
        in    = { step_adjustments = [{ scaling_adjustment = -1, metric_interval_upper_bound = 0 }] }
        exact = { adjustment_type = "ExactCapacity", step_adjustments = [{ scaling_adjustment = 0, metric_interval_upper_bound = 0 }] }
        share = { adjustment_type = "PercentChangeInCapacity", min_adjustment_magnitude = 1, step_adjustments = [{ scaling_adjustment = 10, metric_interval_lower_bound = 0 }] }
      }
      predictive = {
        daily = { metric_specification = { target_value = 40.5, predefined_metric_pair_specification = { predefined_metric_type = "ECSServiceCPUUtilization" } } }
        orders = { mode = "ForecastAndScale", max_capacity_breach_behavior = "IncreaseMaxCapacity", max_capacity_buffer = 100, scheduling_buffer_time = 3599, metric_specification = {
          target_value                            = 100
          predefined_load_metric_specification    = { predefined_metric_type = "TotalALBRequestCount", resource_label = "app/other/0123456789abcdef/targetgroup/other/0123456789abcdef" }
          customized_scaling_metric_specification = { metric_data_query = [{ id = "orders", metric_stat = { stat = "Average", metric = { metric_name = "Orders", namespace = "Shop", dimensions = { Group = "paid" } } } }] }
        } }
      }
      suspended_state = { dynamic_scaling_in_suspended = true }
    }
  }

  assert {
    condition     = one(aws_appautoscaling_target.this[0].suspended_state).dynamic_scaling_in_suspended && !one(aws_appautoscaling_target.this[0].suspended_state).scheduled_scaling_suspended
    error_message = "Scaling in is not suspended, or more is."
  }
  assert {
    condition     = one(aws_appautoscaling_policy.custom["lag"].target_tracking_scaling_policy_configuration).scale_in_cooldown == graceful_service.this.scale_in_cooldown && one(aws_appautoscaling_policy.custom["lag"].target_tracking_scaling_policy_configuration).disable_scale_in
    error_message = "The policy of one's own metric has another cooldown, or scales in."
  }
  assert {
    condition = { for name, policy in aws_appautoscaling_policy.step : name => one(policy.step_scaling_policy_configuration).cooldown } == {
      out = 0, share = 0, in = graceful_service.this.scale_in_cooldown, exact = graceful_service.this.scale_in_cooldown
    }
    error_message = "A policy that may take tasks away does not wait for the profile's time."
  }
  assert {
    # AWS tells its own defaults, so that leaving them out would be a difference in every plan.
    condition = { for name, policy in aws_appautoscaling_policy.predictive : name => one([for c in policy.predictive_scaling_policy_configuration : "${c.mode} ${c.max_capacity_breach_behavior} ${c.metric_specification[0].target_value}"]) } == {
      daily = "ForecastOnly HonorMaxCapacity 40.5", orders = "ForecastAndScale IncreaseMaxCapacity 100"
    }
    error_message = "The predictive policies are others."
  }
  assert {
    condition     = jsonencode({ for name, action in aws_appautoscaling_scheduled_action.this : name => one(action.scalable_target_action) }) == jsonencode({ morning = { max_capacity = "5000", min_capacity = "2" }, night = { min_capacity = null, max_capacity = "2" }, noon = { min_capacity = "20", max_capacity = null } })
    error_message = "The scheduled bounds are others."
  }
  assert {
    condition     = sort(keys(output.step_policy_arns)) == sort(["out", "in", "exact", "share"])
    error_message = "A policy is missing from the output."
  }
}

# Each variable is refused for each of its entries; the words tell them apart.
run "refused_below_min_count" {
  command = plan
  variables {
    autoscaling = { min = 2, max = 20, scheduled = { night = { schedule = "rate(1 day)", min = 1 } } }
  }
  expect_failures = [var.autoscaling]
}
