package parity

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// Autoscaling scales between Min and Max; a target of 0 is not tracked.
type Autoscaling struct {
	Min, Max                       int
	CPU, Memory, Requests, Backlog int
	NoScaleIn                      bool
	OutCooldown                    int
	Custom                         map[string]CustomTarget
	Scheduled                      map[string]Scheduled
	Predictive                     map[string]Predictive
	Steps                          map[string]Steps
	Suspended                      *Suspended
}

// CustomTarget is a metric of one's own.
type CustomTarget struct {
	Namespace, Metric, Statistic, Unit string
	Dimensions                         map[string]string
	Target                             float64
}

// Scheduled sets other bounds at a time; 0 leaves a bound alone.
type Scheduled struct {
	Schedule, Zone string
	Min, Max       int
	Start, End     string
}

// Steps is a step scaling policy.
type Steps struct {
	Type, Aggregation string
	Magnitude         int
	Adjustments       []Adjustment
}

// Adjustment is a step with its bounds, of which one may be open.
type Adjustment struct {
	By           int
	Lower, Upper *float64
}

// Suspended says what of scaling is suspended.
type Suspended struct{ In, Out, Scheduled bool }

func (c Case) scaling(m arguments) {
	s := c.Autoscaling
	if s == nil {
		return
	}
	a := arguments{"min": s.Min, "max": s.Max}
	a.number("cpu_target", s.CPU)
	a.number("memory_target", s.Memory)
	a.number("requests_per_target", s.Requests)
	a.number("backlog_per_task", s.Backlog)
	a.set("disable_scale_in", true, s.NoScaleIn)
	a.number("scale_out_cooldown", s.OutCooldown)
	custom, scheduled, steps := map[string]any{}, map[string]any{}, map[string]any{}
	for name, t := range s.Custom {
		v := arguments{"namespace": t.Namespace, "metric_name": t.Metric, "target_value": t.Target}
		v.word("statistic", t.Statistic)
		v.word("unit", t.Unit)
		v.set("dimensions", t.Dimensions, len(t.Dimensions) > 0)
		custom[name] = v
	}
	for name, t := range s.Scheduled {
		v := arguments{"schedule": t.Schedule}
		v.word("timezone", t.Zone)
		v.number("min", t.Min)
		v.number("max", t.Max)
		v.word("start_time", t.Start)
		v.word("end_time", t.End)
		scheduled[name] = v
	}
	for name, t := range s.Steps {
		v := arguments{}
		v.word("adjustment_type", t.Type)
		v.word("metric_aggregation_type", t.Aggregation)
		v.number("min_adjustment_magnitude", t.Magnitude)
		var adjustments []any
		for _, by := range t.Adjustments {
			x := arguments{"scaling_adjustment": by.By}
			x.set("metric_interval_lower_bound", by.Lower, by.Lower != nil)
			x.set("metric_interval_upper_bound", by.Upper, by.Upper != nil)
			adjustments = append(adjustments, x)
		}
		v["step_adjustments"] = adjustments
		steps[name] = v
	}
	a.set("predictive", s.predictive(), len(s.Predictive) > 0)
	a.set("custom_targets", custom, len(custom) > 0)
	a.set("scheduled", scheduled, len(scheduled) > 0)
	a.set("steps", steps, len(steps) > 0)
	if t := s.Suspended; t != nil {
		a["suspended_state"] = map[string]any{"dynamic_scaling_in_suspended": t.In, "dynamic_scaling_out_suspended": t.Out, "scheduled_scaling_suspended": t.Scheduled}
	}
	m["autoscaling"] = a
}

func (c Case) scalingProps() *gracefulecs.AutoscalingProps {
	s := c.Autoscaling
	if s == nil {
		return nil
	}
	a := &gracefulecs.AutoscalingProps{MinCapacity: jsii.Number(s.Min), MaxCapacity: jsii.Number(s.Max),
		CpuTarget: number(s.CPU), MemoryTarget: number(s.Memory), RequestsPerTarget: number(s.Requests), BacklogPerTask: number(s.Backlog), DisableScaleIn: toggle(s.NoScaleIn)}
	if s.OutCooldown != 0 {
		a.ScaleOutCooldown = awscdk.Duration_Seconds(jsii.Number(s.OutCooldown))
	}
	if t := s.Suspended; t != nil {
		a.SuspendedState = &gracefulecs.SuspendedStateProps{DynamicScalingInSuspended: toggle(t.In), DynamicScalingOutSuspended: toggle(t.Out), ScheduledScalingSuspended: toggle(t.Scheduled)}
	}
	custom, scheduled, steps := map[string]*gracefulecs.CustomTargetProps{}, map[string]*gracefulecs.ScheduledScalingProps{}, map[string]*gracefulecs.StepScalingProps{}
	for name, t := range s.Custom {
		custom[name] = &gracefulecs.CustomTargetProps{TargetValue: jsii.Number(t.Target), Metric: awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
			Namespace: jsii.String(t.Namespace), MetricName: jsii.String(t.Metric), Statistic: word(t.Statistic), DimensionsMap: table(t.Dimensions), Unit: awscloudwatch.Unit(upper[t.Unit])})}
	}
	for name, t := range s.Scheduled {
		p := &gracefulecs.ScheduledScalingProps{Schedule: awsapplicationautoscaling.Schedule_Expression(jsii.String(t.Schedule)), MinCapacity: number(t.Min), MaxCapacity: number(t.Max),
			StartTime: moment(t.Start), EndTime: moment(t.End)}
		if t.Zone != "" {
			p.TimeZone = awscdk.TimeZone_Of(jsii.String(t.Zone))
		}
		scheduled[name] = p
	}
	for name, t := range s.Steps {
		var tiers []*awsapplicationautoscaling.AdjustmentTier
		for _, by := range t.Adjustments {
			tiers = append(tiers, &awsapplicationautoscaling.AdjustmentTier{Adjustment: jsii.Number(by.By), LowerBound: by.Lower, UpperBound: by.Upper})
		}
		steps[name] = &gracefulecs.StepScalingProps{Adjustments: &tiers, AdjustmentType: adjustmentTypes[t.Type], MetricAggregationType: awsapplicationautoscaling.MetricAggregationType(upper[t.Aggregation]),
			MinAdjustmentMagnitude: number(t.Magnitude)}
	}
	a.CustomTargets, a.Scheduled, a.Steps, a.Predictive = &custom, &scheduled, &steps, s.predictiveProps()
	return a
}

// The CDK's names of what AWS calls otherwise.
var (
	upper           = map[string]string{"Maximum": "MAXIMUM", "Count": "COUNT", "Count/Second": "COUNT_PER_SECOND"}
	adjustmentTypes = map[string]awsapplicationautoscaling.AdjustmentType{
		"ExactCapacity": awsapplicationautoscaling.AdjustmentType_EXACT_CAPACITY, "PercentChangeInCapacity": awsapplicationautoscaling.AdjustmentType_PERCENT_CHANGE_IN_CAPACITY,
	}
)

func moment(s string) *time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return nil
	}
	return &t
}
