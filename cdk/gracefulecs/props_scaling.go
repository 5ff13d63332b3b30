package gracefulecs

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
)

// AutoscalingProps scale the number of tasks: by a target for each metric that is
// given, by steps, by a forecast, or at times. At least one must be given.
type AutoscalingProps struct {
	// MaxCapacity is the most tasks.
	MaxCapacity *float64
	// MinCapacity is the fewest tasks, the profile's min_count.
	MinCapacity *float64

	// BacklogPerTask is how many messages may wait for each running task, with
	// workload queue only.
	// Default: not tracked.
	BacklogPerTask *float64
	// CpuTarget is the average CPU utilisation in percent.
	// Default: not tracked.
	CpuTarget *float64
	// CustomTargets are metrics of your own, by a name for each policy.
	// Default: none.
	CustomTargets *map[string]*CustomTargetProps
	// DisableScaleIn keeps every target from taking tasks away.
	// Default: false.
	DisableScaleIn *bool
	// MemoryTarget is the average memory utilisation in percent.
	// Default: not tracked.
	MemoryTarget *float64
	// Predictive are policies that scale by a forecast, by their names.
	// Default: none.
	Predictive *map[string]*PredictiveScalingProps
	// RequestsPerTarget is how many requests each task gets in a minute, behind
	// an Application Load Balancer and with strategy rolling only.
	// Default: not tracked.
	RequestsPerTarget *float64
	// ScaleOutCooldown is how long a policy waits before it adds tasks again. How
	// long it waits before it takes some away comes from the profile.
	// Default: one minute.
	ScaleOutCooldown awscdk.Duration
	// Scheduled sets other bounds at times, by the name of each action.
	// Default: none.
	Scheduled *map[string]*ScheduledScalingProps
	// Steps are policies that an alarm of yours sets off, by their names: give
	// [Service.StepScalingAction] to the alarm.
	// Default: none.
	Steps *map[string]*StepScalingProps
	// SuspendedState stops scaling for a while.
	// Default: nothing is suspended.
	SuspendedState *SuspendedStateProps
}

// CustomTargetProps describe a metric of your own and its target.
type CustomTargetProps struct {
	// Metric is a single metric, not an expression.
	Metric awscloudwatch.IMetric
	// TargetValue is what the metric is kept at.
	TargetValue *float64
}

// ScheduledScalingProps set other bounds at a time. None may be below
// MinCapacity, from which the deployment percentages are computed.
type ScheduledScalingProps struct {
	// Schedule says when.
	Schedule awsapplicationautoscaling.Schedule

	// EndTime is when the schedule ends.
	// Default: never.
	EndTime *time.Time
	// MaxCapacity is the most tasks from then on.
	// Default: as before; MinCapacity or MaxCapacity must be given.
	MaxCapacity *float64
	// MinCapacity is the fewest tasks from then on.
	// Default: as before; MinCapacity or MaxCapacity must be given.
	MinCapacity *float64
	// StartTime is when the schedule begins.
	// Default: at once.
	StartTime *time.Time
	// TimeZone of the schedule.
	// Default: UTC.
	TimeZone awscdk.TimeZone
}

// StepScalingProps describe a step scaling policy. Its cooldown comes from the
// profile if it may take tasks away.
type StepScalingProps struct {
	// Adjustments say what is done, in the order of the metric's intervals. Each
	// begins where the one before it ends.
	Adjustments *[]*awsapplicationautoscaling.AdjustmentTier

	// AdjustmentType says what an adjustment counts.
	// Default: CHANGE_IN_CAPACITY.
	AdjustmentType awsapplicationautoscaling.AdjustmentType
	// MetricAggregationType of the alarm's data points.
	// Default: AVERAGE.
	MetricAggregationType awsapplicationautoscaling.MetricAggregationType
	// MinAdjustmentMagnitude is the least number of tasks that a percentage
	// changes, with PERCENT_CHANGE_IN_CAPACITY only.
	// Default: 1.
	MinAdjustmentMagnitude *float64
}

// SuspendedStateProps say what of scaling is suspended.
type SuspendedStateProps struct {
	// DynamicScalingInSuspended keeps policies from taking tasks away.
	// Default: false.
	DynamicScalingInSuspended *bool
	// DynamicScalingOutSuspended keeps policies from adding tasks.
	// Default: false.
	DynamicScalingOutSuspended *bool
	// ScheduledScalingSuspended keeps scheduled actions from changing the bounds.
	// Default: false.
	ScheduledScalingSuspended *bool
}
