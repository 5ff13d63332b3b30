package gracefulecs_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

type (
	tier      = awsapplicationautoscaling.AdjustmentTier
	scheduled = gracefulecs.ScheduledScalingProps
	stepped   = gracefulecs.StepScalingProps
)

// night scales to other bounds, from those of scaling, 1 to 4.
func night(set func(a *scheduled)) func(world, *props) {
	return scaling(func(a *gracefulecs.AutoscalingProps) {
		action := &scheduled{Schedule: awsapplicationautoscaling.Schedule_Expression(jsii.String("rate(1 day)"))}
		set(action)
		a.Scheduled = &map[string]*scheduled{"night": action}
	})
}

func steps(set func(s *stepped), tiers ...*tier) func(world, *props) {
	return scaling(func(a *gracefulecs.AutoscalingProps) {
		step := &stepped{Adjustments: &tiers}
		set(step)
		a.Steps = &map[string]*stepped{"s": step}
	})
}

func as(*stepped) {}

func by(adjustment float64, bounds ...*float64) *tier {
	t := &tier{Adjustment: &adjustment}
	if len(bounds) > 0 {
		t.LowerBound = bounds[0]
	}
	if len(bounds) > 1 {
		t.UpperBound = bounds[1]
	}
	return t
}

// depth is a metric by one of its statistics.
func depth(statistic string) func() awscloudwatch.IMetric {
	return func() awscloudwatch.IMetric {
		return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{Namespace: jsii.String("Shop"), MetricName: jsii.String("Depth"), Statistic: &statistic})
	}
}

func tracked(metric func() awscloudwatch.IMetric) func(world, *props) {
	return scaling(func(a *gracefulecs.AutoscalingProps) {
		a.CustomTargets = &map[string]*gracefulecs.CustomTargetProps{"lag": {TargetValue: n(1), Metric: metric()}}
	})
}

func lag(target float64) func(world, *props) {
	return scaling(func(a *gracefulecs.AutoscalingProps) {
		a.CustomTargets = &map[string]*gracefulecs.CustomTargetProps{"lag": {TargetValue: &target, Metric: awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
			Namespace: jsii.String("Shop"), MetricName: jsii.String("Lag"), DimensionsMap: &map[string]*string{"Group": jsii.String("orders")}})}}
	})
}

var n = jsii.Number[float64]

var scalingReaches = map[string]reach{
	"Autoscaling.CustomTargets":             {set: lag(5), want: `"CustomizedMetricSpecification":{"Dimensions":[{"Name":"Group","Value":"orders"}],"MetricName":"Lag","Namespace":"Shop","Statistic":"Average"}`},
	"Autoscaling.CustomTargets.Metric":      {set: lag(5), want: `"MetricName":"Lag"`},
	"Autoscaling.CustomTargets.TargetValue": {set: lag(5.5), want: `"TargetValue":5.5`},
	"Autoscaling.DisableScaleIn":            {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.DisableScaleIn = jsii.Bool(true) }), want: `"DisableScaleIn":true`},
	"Autoscaling.ScaleOutCooldown": {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.ScaleOutCooldown = awscdk.Duration_Seconds(n(17)) }),
		want: `"ScaleOutCooldown":17`},
	"Autoscaling.Scheduled":             {set: night(func(a *scheduled) { a.MinCapacity = n(1) }), want: `"ScheduledActionName":"night"`},
	"Autoscaling.Scheduled.Schedule":    {set: night(func(a *scheduled) { a.MinCapacity = n(1) }), want: `"Schedule":"rate(1 day)"`},
	"Autoscaling.Scheduled.MinCapacity": {set: night(func(a *scheduled) { a.MinCapacity = n(3) }), want: `"ScalableTargetAction":{"MinCapacity":3}`},
	"Autoscaling.Scheduled.MaxCapacity": {set: night(func(a *scheduled) { a.MaxCapacity = n(9) }), want: `"ScalableTargetAction":{"MaxCapacity":9}`},
	"Autoscaling.Scheduled.StartTime": {set: night(func(a *scheduled) {
		a.MinCapacity, a.StartTime = n(1), jsii.Time(time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC))
	}), want: `"StartTime":"2026-12-24T00:00:00Z"`},
	"Autoscaling.Scheduled.EndTime": {set: night(func(a *scheduled) {
		a.MinCapacity, a.EndTime = n(1), jsii.Time(time.Date(2027, 1, 6, 0, 0, 0, 0, time.UTC))
	}), want: `"EndTime":"2027-01-06T00:00:00Z"`},
	"Autoscaling.Scheduled.TimeZone":           {set: night(func(a *scheduled) { a.MinCapacity, a.TimeZone = n(1), awscdk.TimeZone_EUROPE_BERLIN() }), want: `"Timezone":"Europe/Berlin"`},
	"Autoscaling.Steps":                        {set: steps(as, by(2, n(0))), want: `"PolicyName":"api-s","PolicyType":"StepScaling"`},
	"Autoscaling.Steps.Adjustments":            {set: steps(as, by(2, n(0))), want: `"StepAdjustments":[{"MetricIntervalLowerBound":0,"ScalingAdjustment":2}]`},
	"Autoscaling.Steps.AdjustmentType":         {set: steps(func(s *stepped) { s.AdjustmentType = awsapplicationautoscaling.AdjustmentType_EXACT_CAPACITY }, by(2, n(0))), want: `"AdjustmentType":"ExactCapacity"`},
	"Autoscaling.Steps.MetricAggregationType":  {set: steps(func(s *stepped) { s.MetricAggregationType = awsapplicationautoscaling.MetricAggregationType_MAXIMUM }, by(2, n(0))), want: `"MetricAggregationType":"Maximum"`},
	"Autoscaling.Steps.MinAdjustmentMagnitude": {set: steps(percent, by(2, n(0))), want: `"MinAdjustmentMagnitude":1`},
	"Autoscaling.SuspendedState": {set: suspended(&gracefulecs.SuspendedStateProps{}),
		want: `"SuspendedState":{"DynamicScalingInSuspended":false,"DynamicScalingOutSuspended":false,"ScheduledScalingSuspended":false}`},
	"Autoscaling.SuspendedState.DynamicScalingInSuspended":  {set: suspended(&gracefulecs.SuspendedStateProps{DynamicScalingInSuspended: jsii.Bool(true)}), want: `"DynamicScalingInSuspended":true`},
	"Autoscaling.SuspendedState.DynamicScalingOutSuspended": {set: suspended(&gracefulecs.SuspendedStateProps{DynamicScalingOutSuspended: jsii.Bool(true)}), want: `"DynamicScalingOutSuspended":true`},
	"Autoscaling.SuspendedState.ScheduledScalingSuspended":  {set: suspended(&gracefulecs.SuspendedStateProps{ScheduledScalingSuspended: jsii.Bool(true)}), want: `"ScheduledScalingSuspended":true`},
}

func percent(s *stepped) {
	s.AdjustmentType, s.MinAdjustmentMagnitude = awsapplicationautoscaling.AdjustmentType_PERCENT_CHANGE_IN_CAPACITY, n(1)
}

func exact(s *stepped) { s.AdjustmentType = awsapplicationautoscaling.AdjustmentType_EXACT_CAPACITY }

func suspended(state *gracefulecs.SuspendedStateProps) func(world, *props) {
	return scaling(func(a *gracefulecs.AutoscalingProps) { a.SuspendedState = state })
}

// From two tasks up, as the module's table has it.
func fromTwo(set func(world, *props)) func(world, *props) {
	return func(w world, p *props) {
		set(w, p)
		p.Autoscaling.MinCapacity, p.Autoscaling.MaxCapacity = n(2), n(10)
	}
}

const atNight, theStep = `Autoscaling.Scheduled["night"]`, `Autoscaling.Steps["s"]`

var badScaled = map[string]bad{
	"below min":     {set: fromTwo(night(func(a *scheduled) { a.MinCapacity = n(1) })), want: one(atNight+".MinCapacity", "range", "Given: 1. Allowed: at least Autoscaling.MinCapacity, 2.")},
	"max below min": {set: fromTwo(night(func(a *scheduled) { a.MaxCapacity = n(1) })), want: one(atNight+".MaxCapacity", "range", "at least Autoscaling.MinCapacity, 2.")},
	"above max":     {set: fromTwo(night(func(a *scheduled) { a.MinCapacity = n(11) })), want: one(atNight+".MinCapacity", "range", "Given: 11. Allowed: at most Autoscaling.MaxCapacity, 10.")},
	"above own max": {set: fromTwo(night(func(a *scheduled) { a.MinCapacity, a.MaxCapacity = n(4), n(3) })), want: one(atNight+".MinCapacity", "range", "at most MaxCapacity, 3.")},
	"too many":      {set: fromTwo(night(func(a *scheduled) { a.MaxCapacity = n(5001) })), want: one(atNight+".MaxCapacity", "range", "from 0 to 5000")},
	"half a task":   {set: fromTwo(night(func(a *scheduled) { a.MaxCapacity = n(2.5) })), want: one(atNight+".MaxCapacity", "type", "a whole number")},
	"no change":     {set: night(func(*scheduled) {}), want: one(atNight, "required", "would change nothing")},
	"no schedule":   {set: night(func(a *scheduled) { a.Schedule, a.MinCapacity = nil, n(2) }), want: one(atNight+".Schedule", "required", "")},
	"singleton":     {profile: &shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(10), Singleton: new(true), DesiredCount: new(1)}, set: single(2), want: one(atNight+".MaxCapacity", "range", "two copies must never run at once")},
	"cooldown 3601": {set: cooldown(3601), want: one("Autoscaling.ScaleOutCooldown", "range", "from 0 to 3600")},
	"name": {set: scaling(func(a *gracefulecs.AutoscalingProps) {
		a.Steps = &map[string]*stepped{"a b": {Adjustments: &[]*tier{by(1, n(0))}}}
	}), want: one("Autoscaling.Steps", "pattern", `Given: "a b".`)},
	"name of cpu": {set: scaling(func(a *gracefulecs.AutoscalingProps) {
		a.Steps = &map[string]*stepped{"cpu": {Adjustments: &[]*tier{by(1, n(0))}}}
	}), want: one("Autoscaling.Steps", "duplicate", `Given: "cpu".`)},
	"expression": {set: tracked(func() awscloudwatch.IMetric {
		return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{Expression: jsii.String("a * 2"), UsingMetrics: &map[string]awscloudwatch.IMetric{"a": depth("Sum")()}})
	}),
		want: one(`Autoscaling.CustomTargets["lag"].Metric`, "type", "A target tracks a single metric.")},
	"percentile": {set: tracked(depth("p99")), want: one(`Autoscaling.CustomTargets["lag"].Metric`, "enum", `Given: "p99".`)},
	"end before the start": {set: fromTwo(night(func(a *scheduled) {
		a.MinCapacity, a.StartTime, a.EndTime = n(2), new(time.Unix(60, 0)), new(time.Unix(60, 0))
	})), want: one(atNight+".EndTime", "range", "would end before it begins")},
	"kind of steps": {set: scaling(func(a *gracefulecs.AutoscalingProps) {
		a.Steps = &map[string]*stepped{"s": {AdjustmentType: "ExactCapacity", MetricAggregationType: "Average", Adjustments: &[]*tier{by(1, n(0))}}}
	}), want: [][3]string{{theStep + ".AdjustmentType", "enum", "EXACT_CAPACITY"}, {theStep + ".MetricAggregationType", "enum", "AVERAGE"}}},
	"target 0":      {set: lag(0), want: one(`Autoscaling.CustomTargets["lag"].TargetValue`, "range", "a number above 0")},
	"no steps":      {set: steps(as), want: one(theStep+".Adjustments", "required", "")},
	"half":          {set: steps(as, by(0.5, n(0))), want: one(theStep+".Adjustments[0].Adjustment", "type", "")},
	"exactly -1":    {set: steps(exact, by(-1, n(0))), want: one(theStep+".Adjustments[0].Adjustment", "range", "")},
	"magnitude":     {set: steps(func(s *stepped) { s.MinAdjustmentMagnitude = n(1) }, by(1, n(0))), want: one(theStep+".MinAdjustmentMagnitude", "type", "least change of a percentage")},
	"magnitude 0":   {set: steps(func(s *stepped) { percent(s); s.MinAdjustmentMagnitude = n(0) }, by(1, n(0))), want: one(theStep+".MinAdjustmentMagnitude", "range", "")},
	"gap":           {set: steps(as, by(1, n(0), n(5)), by(2, n(6))), want: one(theStep+".Adjustments[1]", "range", "Given: 6 to open.")},
	"open":          {set: steps(as, by(1)), want: one(theStep+".Adjustments[0]", "range", "Given: open to open.")},
	"turned":        {set: steps(as, by(1, n(5), n(5)), by(2, n(5))), want: one(theStep+".Adjustments[0]", "range", "Given: 5 to 5.")},
	"first below 0": {set: steps(as, by(-1, n(-1))), want: one(theStep+".Adjustments[0]", "range", "Given: -1 to open.")},
	"last above 0":  {set: steps(as, by(1, nil, n(1))), want: one(theStep+".Adjustments[0]", "range", "Given: open to 1.")},
	"metric missing": {set: scaling(func(a *gracefulecs.AutoscalingProps) {
		a.CustomTargets = &map[string]*gracefulecs.CustomTargetProps{"lag": {}}
	}), want: one(`Autoscaling.CustomTargets["lag"]`, "required", "")},
}

func single(most float64) func(world, *props) {
	return func(w world, p *props) {
		night(func(a *scheduled) { a.MaxCapacity = n(most) })(w, p)
		p.Autoscaling.MinCapacity, p.Autoscaling.MaxCapacity = n(0), n(1)
	}
}

func cooldown(seconds float64) func(world, *props) {
	return scaling(func(a *gracefulecs.AutoscalingProps) { a.ScaleOutCooldown = awscdk.Duration_Seconds(&seconds) })
}

var goodScaled = map[string]bad{
	"at the bounds":         {set: fromTwo(night(func(a *scheduled) { a.MinCapacity, a.MaxCapacity = n(2), n(2) }))},
	"at the most":           {set: fromTwo(night(func(a *scheduled) { a.MinCapacity = n(10) }))},
	"above, with own most":  {set: fromTwo(night(func(a *scheduled) { a.MinCapacity, a.MaxCapacity = n(11), n(5000) }))},
	"singleton, one":        {profile: &shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(10), Singleton: new(true), DesiredCount: new(1)}, set: single(1)},
	"cooldown 3600":         {set: cooldown(3600)},
	"cooldown 0":            {set: cooldown(0)},
	"steps that meet":       {set: steps(as, by(1, n(0), n(5)), by(2, n(5)))},
	"steps down":            {set: steps(as, by(-2, nil, n(-5)), by(-1, n(-5), n(0)))},
	"exactly none":          {set: steps(exact, by(0, nil, n(0)))},
	"scheduled alone":       {set: alone(night(func(a *scheduled) { a.MaxCapacity = n(4) }))},
	"a metric of one's own": {set: alone(lag(0.1))},
	"steps alone":           {set: alone(steps(as, by(1, n(0))))},
}

func alone(set func(world, *props)) func(world, *props) {
	return func(w world, p *props) {
		set(w, p)
		p.Autoscaling.CpuTarget = nil
	}
}

// A policy that may take tasks away waits for the profile's time, any other for
// the caller's.
func TestSteps_cooldown(t *testing.T) {
	for name, row := range map[string]struct {
		set  func(world, *props)
		want string
	}{
		"out":   {steps(as, by(2, n(0))), `"Cooldown":60`},
		"in":    {steps(as, by(-1, nil, n(0))), `"Cooldown":155`},
		"both":  {steps(as, by(-1, nil, n(0)), by(1, n(0))), `"Cooldown":155`},
		"exact": {steps(exact, by(2, n(0))), `"Cooldown":155`},
	} {
		w := newWorld()
		p := w.props(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(60)})
		row.set(w, p)
		s := newService(t, w, p)
		if s.StepScalingAction("s") == nil || s.StepScalingAction("t") != nil {
			t.Errorf("%s: the policy is not found by its name", name)
		}
		if got := text(t, w); !strings.Contains(got, row.want) {
			t.Errorf("%s: %s is not in the template:\n%s", name, row.want, got)
		}
	}
}
