package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"
)

// scaleOutCooldown is short: new tasks do no harm.
const scaleOutCooldown = 60

// addAutoscaling adds one policy for each target. All wait the profile's time
// before they scale in again, so that a task that drains is counted out first.
func (s *built) addAutoscaling(p *plan) {
	a := p.Autoscaling
	if a == nil {
		return
	}
	s.scalableTaskCount = s.fargateService.AutoScaleTaskCount(&awsapplicationautoscaling.EnableScalingProps{
		MinCapacity: a.MinCapacity,
		MaxCapacity: a.MaxCapacity,
	})
	in, out := s.values.seconds(p.settings.ScaleInCooldown), a.ScaleOutCooldown
	if out == nil {
		out = s.values.seconds(scaleOutCooldown)
	}
	if a.CpuTarget != nil {
		s.scalableTaskCount.ScaleOnCpuUtilization(jsii.String("Cpu"), &awsecs.CpuUtilizationScalingProps{
			TargetUtilizationPercent: a.CpuTarget, DisableScaleIn: a.DisableScaleIn, ScaleInCooldown: in, ScaleOutCooldown: out,
		})
	}
	if a.MemoryTarget != nil {
		s.scalableTaskCount.ScaleOnMemoryUtilization(jsii.String("Memory"), &awsecs.MemoryUtilizationScalingProps{
			TargetUtilizationPercent: a.MemoryTarget, DisableScaleIn: a.DisableScaleIn, ScaleInCooldown: in, ScaleOutCooldown: out,
		})
	}
	if a.RequestsPerTarget != nil {
		s.scalableTaskCount.ScaleOnRequestCount(jsii.String("Requests"), &awsecs.RequestCountScalingProps{
			TargetGroup: s.own().applicationTargetGroup, RequestsPerTarget: a.RequestsPerTarget, DisableScaleIn: a.DisableScaleIn, ScaleInCooldown: in, ScaleOutCooldown: out,
		})
	}
	if a.BacklogPerTask != nil {
		s.scaleOnBacklog(p, out)
	}
	s.scaleOnCustomMetrics(p, in, out)
	s.scaleBySteps(p, in, out)
	s.scaleByForecast(p)
	s.scaleAtTimes(p)
	s.suspend(a.SuspendedState)
}

// scaleOnBacklog tracks messages that wait for each running task. The number of
// tasks is the sample count of their CPU metric, which needs no Container
// Insights; with no task running the whole backlog counts. CDK's own policies
// take no expression, so this one is the plain resource.
func (s *built) scaleOnBacklog(p *plan, out awscdk.Duration) {
	type (
		metric    = awsapplicationautoscaling.CfnScalingPolicy_TargetTrackingMetricDataQueryProperty
		stat      = awsapplicationautoscaling.CfnScalingPolicy_TargetTrackingMetricStatProperty
		named     = awsapplicationautoscaling.CfnScalingPolicy_TargetTrackingMetricProperty
		dimension = awsapplicationautoscaling.CfnScalingPolicy_TargetTrackingMetricDimensionProperty
	)
	awsapplicationautoscaling.NewCfnScalingPolicy(s, jsii.String("Backlog"), &awsapplicationautoscaling.CfnScalingPolicyProps{
		PolicyName:      jsii.String(p.name + "-backlog"),
		PolicyType:      jsii.String("TargetTrackingScaling"),
		ScalingTargetId: s.scalableTarget().ScalableTargetId(),
		TargetTrackingScalingPolicyConfiguration: &awsapplicationautoscaling.CfnScalingPolicy_TargetTrackingScalingPolicyConfigurationProperty{
			TargetValue:      p.Autoscaling.BacklogPerTask,
			DisableScaleIn:   p.Autoscaling.DisableScaleIn,
			ScaleInCooldown:  jsii.Number(p.settings.ScaleInCooldown),
			ScaleOutCooldown: out.ToSeconds(nil),
			CustomizedMetricSpecification: &awsapplicationautoscaling.CfnScalingPolicy_CustomizedMetricSpecificationProperty{
				Metrics: &[]*metric{
					{Id: jsii.String("visible"), ReturnData: jsii.Bool(false), MetricStat: &stat{Stat: jsii.String("Average"), Metric: &named{
						Namespace: jsii.String("AWS/SQS"), MetricName: jsii.String("ApproximateNumberOfMessagesVisible"),
						Dimensions: &[]*dimension{{Name: jsii.String("QueueName"), Value: s.queue.QueueName()}},
					}}},
					{Id: jsii.String("tasks"), ReturnData: jsii.Bool(false), MetricStat: &stat{Stat: jsii.String("SampleCount"), Metric: &named{
						Namespace: jsii.String("AWS/ECS"), MetricName: jsii.String("CPUUtilization"),
						Dimensions: &[]*dimension{
							{Name: jsii.String("ClusterName"), Value: p.Cluster.ClusterName()},
							{Name: jsii.String("ServiceName"), Value: s.fargateService.ServiceName()},
						},
					}}},
					{Id: jsii.String("backlog"), ReturnData: jsii.Bool(true), Expression: jsii.String("visible / FILL(tasks, 1)"),
						Label: jsii.String("Messages per task")},
				},
			},
		},
	})
}
