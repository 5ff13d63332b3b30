package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"
)

// scalableTarget is the resource that the CDK keeps behind its own construct.
func (s *built) scalableTarget() awsapplicationautoscaling.ScalableTarget {
	target, ok := s.scalableTaskCount.Node().FindChild(jsii.String("Target")).(awsapplicationautoscaling.ScalableTarget)
	if !ok {
		panic("gracefulecs: this version of the CDK keeps the scalable target elsewhere; please report it")
	}
	return target
}

// policyName is the name of a policy of the caller's, as the Terraform module has it.
func policyName(p *plan, name string) *string {
	if isTextToken(p.name) {
		return jsii.String(p.name + "-" + name)
	}
	return jsii.String(p.name[:min(len(p.name), 126)] + "-" + name)
}

// scaleOnCustomMetrics tracks metrics of the caller's.
func (s *built) scaleOnCustomMetrics(p *plan, in, out awscdk.Duration) {
	targets := deref(p.Autoscaling.CustomTargets)
	for _, name := range sortedKeys(targets) {
		s.scalableTaskCount.ScaleToTrackCustomMetric(jsii.String("Custom-"+name), &awsecs.TrackCustomMetricProps{
			PolicyName: policyName(p, name), Metric: targets[name].Metric, TargetValue: targets[name].TargetValue,
			DisableScaleIn: p.Autoscaling.DisableScaleIn, ScaleInCooldown: in, ScaleOutCooldown: out,
		})
	}
}

// scaleAtTimes sets other bounds at times.
func (s *built) scaleAtTimes(p *plan) {
	actions := deref(p.Autoscaling.Scheduled)
	for _, name := range sortedKeys(actions) {
		a := actions[name]
		s.scalableTaskCount.ScaleOnSchedule(&name, &awsapplicationautoscaling.ScalingSchedule{
			Schedule: a.Schedule, TimeZone: a.TimeZone, StartTime: a.StartTime, EndTime: a.EndTime, MinCapacity: a.MinCapacity, MaxCapacity: a.MaxCapacity,
		})
	}
}

// scaleBySteps adds the policies that alarms of the caller set off. One that may
// take tasks away waits as long as the others do; an exact number may be fewer
// than there are.
func (s *built) scaleBySteps(p *plan, in, out awscdk.Duration) {
	steps := deref(p.Autoscaling.Steps)
	s.stepScalingActions = map[string]awsapplicationautoscaling.StepScalingAction{}
	for _, name := range sortedKeys(steps) {
		step := steps[name]
		cooldown := out
		if step.AdjustmentType == awsapplicationautoscaling.AdjustmentType_EXACT_CAPACITY {
			cooldown = in
		}
		for _, a := range *step.Adjustments {
			if *a.Adjustment < 0 {
				cooldown = in
			}
		}
		kind, aggregation := step.AdjustmentType, step.MetricAggregationType
		if kind == "" {
			kind = awsapplicationautoscaling.AdjustmentType_CHANGE_IN_CAPACITY
		}
		if aggregation == "" {
			aggregation = awsapplicationautoscaling.MetricAggregationType_AVERAGE
		}
		action := awsapplicationautoscaling.NewStepScalingAction(s, jsii.String("Step-"+name), &awsapplicationautoscaling.StepScalingActionProps{
			ScalingTarget: s.scalableTarget(), PolicyName: policyName(p, name), AdjustmentType: kind, Cooldown: cooldown,
			MetricAggregationType: aggregation, MinAdjustmentMagnitude: step.MinAdjustmentMagnitude,
		})
		for _, a := range *step.Adjustments {
			action.AddAdjustment(a)
		}
		s.stepScalingActions[name] = action
	}
}

// suspend stops scaling. The CDK's own construct cannot say it.
func (s *built) suspend(state *SuspendedStateProps) {
	if state == nil {
		return
	}
	resource, ok := s.scalableTarget().Node().DefaultChild().(awsapplicationautoscaling.CfnScalableTarget)
	if !ok {
		panic("gracefulecs: this version of the CDK makes the scalable target of something else; please report it")
	}
	resource.SetSuspendedState(&awsapplicationautoscaling.CfnScalableTarget_SuspendedStateProperty{
		DynamicScalingInSuspended:  jsii.Bool(deref(state.DynamicScalingInSuspended)),
		DynamicScalingOutSuspended: jsii.Bool(deref(state.DynamicScalingOutSuspended)),
		ScheduledScalingSuspended:  jsii.Bool(deref(state.ScheduledScalingSuspended)),
	})
}
