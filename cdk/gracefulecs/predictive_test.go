package gracefulecs_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

type (
	forecast      = gracefulecs.PredictiveScalingProps
	forecastOf    = gracefulecs.PredictiveMetricSpecificationProps
	loadMetric    = awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedLoadMetricProperty
	metricPair    = awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedMetricPairProperty
	scalingMetric = awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedScalingMetricProperty
)

// predicted scales by a forecast of the CPU, but for what set changes.
func predicted(set func(f *forecast)) func(world, *props) {
	return scaling(func(a *gracefulecs.AutoscalingProps) {
		policy := &forecast{MetricSpecification: &forecastOf{TargetValue: n(50), PredefinedMetricPairSpecification: pairOf("ECSServiceCPUUtilization")}}
		set(policy)
		a.Predictive = &map[string]*forecast{"f": policy}
	})
}

func pairOf(kind string) *metricPair { return &metricPair{PredefinedMetricType: &kind} }

// foretold has a load and a scaling metric instead of the pair.
func foretold(set func(m *forecastOf)) func(world, *props) {
	return predicted(func(f *forecast) {
		f.MetricSpecification = &forecastOf{TargetValue: n(50), PredefinedLoadMetricSpecification: &loadMetric{PredefinedMetricType: jsii.String("ECSServiceTotalCPUUtilization")},
			PredefinedScalingMetricSpecification: &scalingMetric{PredefinedMetricType: jsii.String("ECSServiceAverageCPUUtilization")}}
		set(f.MetricSpecification)
	})
}

// increase lets the maximum be exceeded.
func increase(buffer *float64) func(world, *props) {
	return predicted(func(f *forecast) {
		f.MaxCapacityBreachBehavior, f.MaxCapacityBuffer = jsii.String("IncreaseMaxCapacity"), buffer
	})
}

func ahead(seconds float64) func(world, *props) {
	return predicted(func(f *forecast) { f.SchedulingBufferTime = awscdk.Duration_Seconds(&seconds) })
}

func paired(kind, label string) func(world, *props) {
	return predicted(func(f *forecast) {
		f.MetricSpecification.PredefinedMetricPairSpecification = pairOf(kind)
		if label != "" {
			f.MetricSpecification.PredefinedMetricPairSpecification.ResourceLabel = &label
		}
	})
}

// sum is an expression of a metric under a name.
func sum(name string) awscloudwatch.IMetric {
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{Expression: jsii.String(name + " * 2"), Label: jsii.String("Twice"),
		UsingMetrics: &map[string]awscloudwatch.IMetric{name: depth("Sum")()}})
}

// sought is an expression of a length.
func sought(length int) func(world, *props) {
	const around = "SEARCH('{}', 'Sum')"
	return foretold(func(m *forecastOf) {
		m.CustomizedCapacityMetricSpecification = awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{Expression: jsii.String(strings.Replace(around, "{}", "{"+strings.Repeat("N", length-len(around))+"}", 1))})
	})
}

var predictiveReaches = map[string]reach{
	"Autoscaling.Predictive":                           {set: predicted(func(*forecast) {}), want: `"PolicyName":"api-f","PolicyType":"PredictiveScaling"`},
	"Autoscaling.Predictive.MaxCapacityBreachBehavior": {set: increase(n(0)), want: `"MaxCapacityBreachBehavior":"IncreaseMaxCapacity"`},
	"Autoscaling.Predictive.MaxCapacityBuffer":         {set: increase(n(0)), want: `"MaxCapacityBuffer":0`},
	"Autoscaling.Predictive.MetricSpecification":       {set: predicted(func(*forecast) {}), want: `"Mode":"ForecastOnly"`},
	"Autoscaling.Predictive.Mode":                      {set: predicted(func(f *forecast) { f.Mode = jsii.String("ForecastAndScale") }), want: `"Mode":"ForecastAndScale"`},
	"Autoscaling.Predictive.SchedulingBufferTime":      {set: ahead(3599), want: `"SchedulingBufferTime":3599`},
	"Autoscaling.Predictive.MetricSpecification.TargetValue": {set: predicted(func(f *forecast) { f.MetricSpecification.TargetValue = n(7.5) }),
		want: `"TargetValue":7.5`},
	"Autoscaling.Predictive.MetricSpecification.PredefinedMetricPairSpecification": {set: paired("ALBRequestCount", ""),
		want: `"PredefinedMetricPairSpecification":{"PredefinedMetricType":"ALBRequestCount","ResourceLabel":{"Fn::Join":["",["app/`},
	"Autoscaling.Predictive.MetricSpecification.PredefinedLoadMetricSpecification": {set: foretold(func(*forecastOf) {}),
		want: `"PredefinedLoadMetricSpecification":{"PredefinedMetricType":"ECSServiceTotalCPUUtilization"}`},
	"Autoscaling.Predictive.MetricSpecification.PredefinedScalingMetricSpecification": {set: foretold(func(*forecastOf) {}),
		want: `"PredefinedScalingMetricSpecification":{"PredefinedMetricType":"ECSServiceAverageCPUUtilization"}`},
	"Autoscaling.Predictive.MetricSpecification.CustomizedCapacityMetricSpecification": {set: foretold(func(m *forecastOf) { m.CustomizedCapacityMetricSpecification = depth("p90")() }),
		want: `"CustomizedCapacityMetricSpecification":{"MetricDataQueries":[{"Id":"capacity","MetricStat":{"Metric":{"MetricName":"Depth","Namespace":"Shop"},"Stat":"p90"},"ReturnData":true}]}`},
	"Autoscaling.Predictive.MetricSpecification.CustomizedLoadMetricSpecification": {set: foretold(func(m *forecastOf) {
		m.PredefinedLoadMetricSpecification, m.CustomizedLoadMetricSpecification = nil, sum("m")
	}), want: `"CustomizedLoadMetricSpecification":{"MetricDataQueries":[{"Id":"m","MetricStat":{"Metric":{"MetricName":"Depth","Namespace":"Shop"},"Stat":"Sum"},"ReturnData":false},{"Expression":"m * 2","Id":"load","Label":"Twice","ReturnData":true}]}`},
	"Autoscaling.Predictive.MetricSpecification.CustomizedScalingMetricSpecification": {set: foretold(func(m *forecastOf) {
		m.PredefinedScalingMetricSpecification, m.CustomizedScalingMetricSpecification = nil, depth("Average")()
	}), want: `"CustomizedScalingMetricSpecification":{"MetricDataQueries":[{"Id":"scaling"`},
}

const theForecast, ofWhat = `Autoscaling.Predictive["f"]`, `Autoscaling.Predictive["f"].MetricSpecification`

// byLabel is a label beside a load balancer that counts nothing.
const byLabel = "app/other/0123456789abcdef/targetgroup/other/fedcba9876543210"

var badPredicted = map[string]bad{
	"of nothing":        {set: predicted(func(f *forecast) { f.MetricSpecification = nil }), want: one(ofWhat, "required", "of what")},
	"mode":              {set: predicted(func(f *forecast) { f.Mode = jsii.String("Scale") }), want: one(theForecast+".Mode", "enum", "ForecastAndScale")},
	"behavior":          {set: predicted(func(f *forecast) { f.MaxCapacityBreachBehavior = jsii.String("Honor") }), want: one(theForecast+".MaxCapacityBreachBehavior", "enum", "IncreaseMaxCapacity")},
	"buffer -1":         {set: increase(n(-1)), want: one(theForecast+".MaxCapacityBuffer", "range", "from 0 to 100")},
	"buffer 101":        {set: increase(n(101)), want: one(theForecast+".MaxCapacityBuffer", "range", "Given: 101.")},
	"buffer missing":    {set: increase(nil), want: one(theForecast+".MaxCapacityBuffer", "required", "by how much")},
	"buffer alone":      {set: predicted(func(f *forecast) { f.MaxCapacityBuffer = n(10) }), want: one(theForecast+".MaxCapacityBuffer", "type", "may be exceeded")},
	"singleton":         {profile: &shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(10), Singleton: new(true), DesiredCount: new(1)}, set: onlyOne(increase(n(10))), want: one(theForecast+".MaxCapacityBreachBehavior", "enum", "two copies must never run at once")},
	"an hour ahead":     {set: ahead(3600), want: one(theForecast+".SchedulingBufferTime", "range", "from 0 to 3599")},
	"no target":         {set: predicted(func(f *forecast) { f.MetricSpecification.TargetValue = nil }), want: one(ofWhat+".TargetValue", "required", "")},
	"target 0":          {set: predicted(func(f *forecast) { f.MetricSpecification.TargetValue = n(0) }), want: one(ofWhat+".TargetValue", "range", "above 0")},
	"no metric":         {set: foretold(func(m *forecastOf) { *m = forecastOf{TargetValue: n(1)} }), want: one(ofWhat, "required", "one load metric and one scaling metric")},
	"no load":           {set: foretold(func(m *forecastOf) { m.PredefinedLoadMetricSpecification = nil }), want: one(ofWhat, "required", "")},
	"no scaling":        {set: foretold(func(m *forecastOf) { m.PredefinedScalingMetricSpecification = nil }), want: one(ofWhat, "required", "")},
	"two loads":         {set: foretold(func(m *forecastOf) { m.CustomizedLoadMetricSpecification = depth("Sum")() }), want: one(ofWhat, "required", "each predefined or customized")},
	"two scalings":      {set: foretold(func(m *forecastOf) { m.CustomizedScalingMetricSpecification = depth("Sum")() }), want: one(ofWhat, "required", "")},
	"pair and load":     {set: foretold(func(m *forecastOf) { m.PredefinedMetricPairSpecification = pairOf("ECSServiceCPUUtilization") }), want: one(ofWhat+".PredefinedMetricPairSpecification", "type", "already")},
	"pair and capacity": {set: predicted(func(f *forecast) { f.MetricSpecification.CustomizedCapacityMetricSpecification = depth("Sum")() }), want: one(ofWhat+".PredefinedMetricPairSpecification", "type", "already")},
	"untyped":           {set: predicted(func(f *forecast) { f.MetricSpecification.PredefinedMetricPairSpecification = &metricPair{} }), want: one(ofWhat+".PredefinedMetricPairSpecification.PredefinedMetricType", "required", "")},
	"a load as a pair":  {set: paired("ECSServiceTotalCPUUtilization", ""), want: one(ofWhat+".PredefinedMetricPairSpecification.PredefinedMetricType", "enum", "ECSServiceCPUUtilization")},
	"a pair as a load": {set: foretold(func(m *forecastOf) {
		m.PredefinedLoadMetricSpecification.PredefinedMetricType = jsii.String("ECSServiceCPUUtilization")
	}), want: one(ofWhat+".PredefinedLoadMetricSpecification.PredefinedMetricType", "enum", "TotalALBRequestCount")},
	"a load as a scaling": {set: foretold(func(m *forecastOf) {
		m.PredefinedScalingMetricSpecification.PredefinedMetricType = jsii.String("TotalALBRequestCount")
	}), want: one(ofWhat+".PredefinedScalingMetricSpecification.PredefinedMetricType", "enum", "ALBRequestCountPerTarget")},
	"label of CPU":   {set: paired("ECSServiceCPUUtilization", byLabel), want: one(ofWhat+".PredefinedMetricPairSpecification.ResourceLabel", "type", "remove it")},
	"label of a net": {set: paired("ALBRequestCount", "net/other/0a/targetgroup/other/0a"), want: one(ofWhat+".PredefinedMetricPairSpecification.ResourceLabel", "pattern", "net/other")},
	"no balancer":    {profile: worker(), set: paired("ALBRequestCount", ""), want: one(ofWhat+".PredefinedMetricPairSpecification.PredefinedMetricType", "type", "set ResourceLabel")},
	"turns":          {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.Canary}, set: paired("ALBRequestCount", ""), want: one(ofWhat+".PredefinedMetricPairSpecification.PredefinedMetricType", "type", "take turns")},
	"one id": {set: foretold(func(m *forecastOf) {
		m.PredefinedLoadMetricSpecification, m.CustomizedLoadMetricSpecification, m.CustomizedCapacityMetricSpecification = nil, sum("m"), sum("m")
	}), want: one(ofWhat+".CustomizedLoadMetricSpecification", "duplicate", `Given: "m".`)},
	"our id": {set: foretold(func(m *forecastOf) {
		m.PredefinedLoadMetricSpecification, m.CustomizedLoadMetricSpecification = nil, sum("load")
	}), want: one(ofWhat+".CustomizedLoadMetricSpecification", "duplicate", `none of capacity, load and scaling`)},
	"expression of 2049": {set: sought(2049), want: one(ofWhat+".CustomizedCapacityMetricSpecification", "range", "at most 2048 characters")},
	"another region": {set: foretold(func(m *forecastOf) {
		m.CustomizedCapacityMetricSpecification = awscloudwatch.NewMetric(&awscloudwatch.MetricProps{Namespace: jsii.String("N"), MetricName: jsii.String("M"), Region: jsii.String("eu-north-1")})
	}), want: one(ofWhat+".CustomizedCapacityMetricSpecification", "type", "own account and region")},
	"another account": {set: foretold(func(m *forecastOf) {
		m.CustomizedCapacityMetricSpecification = awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{Expression: jsii.String("SEARCH('{N}', 'Sum')"), SearchAccount: jsii.String("210987654321")})
	}), want: one(ofWhat+".CustomizedCapacityMetricSpecification", "type", "own account and region")},
	"name of steps": {set: func(w world, p *props) {
		predicted(func(*forecast) {})(w, p)
		p.Autoscaling.Steps = &map[string]*stepped{"f": {Adjustments: &[]*tier{by(1, n(0))}}}
	}, want: one("Autoscaling.Steps", "duplicate", `Given: "f".`)},
}

func onlyOne(set func(world, *props)) func(world, *props) {
	return func(w world, p *props) {
		set(w, p)
		p.Autoscaling.MinCapacity, p.Autoscaling.MaxCapacity = n(0), n(1)
	}
}

var goodPredicted = map[string]bad{
	"expression of 2048": {set: sought(2048)},
	"forecast alone":     {set: alone(predicted(func(*forecast) {}))},
	"buffer 100":         {set: increase(n(100))},
	"at the time":        {set: ahead(0)},
	"of a singleton":     {profile: &shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(10), Singleton: new(true), DesiredCount: new(1)}, set: onlyOne(predicted(func(*forecast) {}))},
	"another's label":    {profile: worker(), set: paired("ALBRequestCount", byLabel)},
	"label of turns":     {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.Canary}, set: paired("ALBRequestCount", byLabel)},
	"label at deploy":    {set: func(w world, p *props) { paired("ALBRequestCount", *tokenText(w))(w, p) }},
	"two expressions": {set: foretold(func(m *forecastOf) {
		m.PredefinedLoadMetricSpecification, m.CustomizedLoadMetricSpecification, m.CustomizedCapacityMetricSpecification = nil, sum("m"), sum("c")
	})},
	"capacity of a sum": {set: foretold(func(m *forecastOf) { m.CustomizedCapacityMetricSpecification = sum("m") })},
}

func TestPredictiveScalingPolicy(t *testing.T) {
	w := newWorld()
	p := w.props(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(60)})
	foretold(func(m *forecastOf) {
		m.CustomizedCapacityMetricSpecification = awscloudwatch.NewMetric(&awscloudwatch.MetricProps{Namespace: jsii.String("N"), MetricName: jsii.String("M"), Unit: awscloudwatch.Unit_KILOBYTES_PER_SECOND,
			DimensionsMap: &map[string]*string{"Group": jsii.String("orders")}})
	})(w, p)
	maps.Copy(*p.Autoscaling.Predictive, map[string]*forecast{"g": {MetricSpecification: &forecastOf{TargetValue: n(1), PredefinedMetricPairSpecification: pairOf("ECSServiceMemoryUtilization")}}})
	s := newService(t, w, p)
	if s.PredictiveScalingPolicy("f") == nil || s.PredictiveScalingPolicy("g") == nil || s.PredictiveScalingPolicy("h") != nil {
		t.Error("the policies are not found by their names")
	}
	for _, want := range []string{`"Dimensions":[{"Name":"Group","Value":"orders"}]`, `"Unit":"Kilobytes/Second"`} {
		if got := text(t, w); !strings.Contains(got, want) {
			t.Errorf("%s is not in the template:\n%s", want, got)
		}
	}
}
