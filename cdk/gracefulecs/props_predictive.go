package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
)

// PredictiveScalingProps describe a predictive scaling policy. It adds tasks
// before a load that the last two weeks foretell, and never takes any away: give
// a target beside it.
type PredictiveScalingProps struct {
	// MetricSpecification says what is foretold.
	MetricSpecification *PredictiveMetricSpecificationProps

	// MaxCapacityBreachBehavior is HonorMaxCapacity or IncreaseMaxCapacity: what
	// happens if the forecast comes near MaxCapacity.
	// Default: HonorMaxCapacity.
	MaxCapacityBreachBehavior *string
	// MaxCapacityBuffer is by how many percent of the forecast MaxCapacity may be
	// exceeded, from 0 to 100, with IncreaseMaxCapacity only.
	// Default: none; it must be given with IncreaseMaxCapacity.
	MaxCapacityBuffer *float64
	// Mode is ForecastOnly or ForecastAndScale.
	// Default: ForecastOnly.
	Mode *string
	// SchedulingBufferTime is how long before the time of the forecast the tasks
	// are started, less than an hour.
	// Default: five minutes.
	SchedulingBufferTime awscdk.Duration
}

// PredictiveMetricSpecificationProps name the load and what each task takes of
// it: by a pair of metrics alone, or by a load and a scaling metric, each
// predefined or customized. A metric that counts requests counts those of the
// service's own target group, unless its ResourceLabel names another one.
type PredictiveMetricSpecificationProps struct {
	// TargetValue is what the scaling metric is kept at.
	TargetValue *float64

	// CustomizedCapacityMetricSpecification measures how many tasks there are, as
	// a metric or an expression.
	// Default: what ECS counts.
	CustomizedCapacityMetricSpecification awscloudwatch.IMetric
	// CustomizedLoadMetricSpecification is the load, as a metric or an expression.
	// Default: none.
	CustomizedLoadMetricSpecification awscloudwatch.IMetric
	// CustomizedScalingMetricSpecification is what each task takes of the load, as
	// a metric or an expression.
	// Default: none.
	CustomizedScalingMetricSpecification awscloudwatch.IMetric
	// PredefinedLoadMetricSpecification is TotalALBRequestCount,
	// ECSServiceTotalCPUUtilization or ECSServiceTotalMemoryUtilization.
	// Default: none.
	PredefinedLoadMetricSpecification *awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedLoadMetricProperty
	// PredefinedMetricPairSpecification is ALBRequestCount, ECSServiceCPUUtilization
	// or ECSServiceMemoryUtilization.
	// Default: none.
	PredefinedMetricPairSpecification *awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedMetricPairProperty
	// PredefinedScalingMetricSpecification is ALBRequestCountPerTarget,
	// ECSServiceAverageCPUUtilization or ECSServiceAverageMemoryUtilization.
	// Default: none.
	PredefinedScalingMetricSpecification *awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedScalingMetricProperty
}
