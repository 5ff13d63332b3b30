package parity

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// Predictive is a predictive scaling policy by a pair of metrics, or by a load and
// a scaling metric.
type Predictive struct {
	Mode                 string
	Most                 int // Percent of the forecast above Max; 0 honours Max.
	Before               int // Seconds.
	Target               float64
	Pair, Load, Scaling  Predefined
	Customized, Capacity *Customized
}

// Predefined is a metric's type, and a target group's label if it is another one's.
type Predefined struct{ Type, Label string }

// Customized is an expression of metrics, or the only one of them, for the load.
type Customized struct {
	Expression, Label string
	Of                map[string]CustomTarget
}

// predictions foretell by each kind of metric.
var predictions = map[string]Predictive{
	"daily": {Mode: "ForecastAndScale", Most: 10, Before: 600, Target: 500.5, Pair: Predefined{Type: "ALBRequestCount"}},
	"counted": {Target: 1000, Load: Predefined{Type: "TotalALBRequestCount"},
		Scaling: Predefined{Type: "ALBRequestCountPerTarget", Label: "app/other/0123456789abcdef/targetgroup/other/fedcba9876543210"}},
	"custom": {Target: 40, Scaling: Predefined{Type: "ECSServiceAverageCPUUtilization"},
		Customized: &Customized{Expression: "paid + FILL(free, 0)", Label: "Orders", Of: map[string]CustomTarget{
			"paid": {Namespace: "Shop", Metric: "Orders", Statistic: "Sum", Unit: "Count/Second", Dimensions: map[string]string{"Tier": "paid", "Group": "orders"}},
			"free": {Namespace: "Shop", Metric: "Orders", Statistic: "p90"},
		}},
		Capacity: &Customized{Of: map[string]CustomTarget{"tasks": {Namespace: "ECS/ContainerInsights", Metric: "RunningTaskCount", Statistic: "Average"}}}},
}

func (s *Autoscaling) predictive() map[string]any {
	out := map[string]any{}
	for name, p := range s.Predictive {
		spec := arguments{"target_value": p.Target}
		for kind, m := range map[string]Predefined{"load_metric": p.Load, "metric_pair": p.Pair, "scaling_metric": p.Scaling} {
			v := arguments{"predefined_metric_type": m.Type}
			v.word("resource_label", m.Label)
			spec.set("predefined_"+kind+"_specification", v, m.Type != "")
		}
		for kind, m := range map[string]*Customized{"capacity": p.Capacity, "load": p.Customized} {
			if m != nil {
				spec["customized_"+kind+"_metric_specification"] = map[string]any{"metric_data_query": m.queries(kind)}
			}
		}
		v := arguments{"metric_specification": spec}
		v.word("mode", p.Mode)
		v.number("scheduling_buffer_time", p.Before)
		v.number("max_capacity_buffer", p.Most)
		v.set("max_capacity_breach_behavior", "IncreaseMaxCapacity", p.Most > 0)
		out[name] = v
	}
	return out
}

// queries are the metrics of an expression and then itself, under the name that
// the construct gives it.
func (m *Customized) queries(id string) []any {
	var out []any
	for name, of := range m.Of {
		stat := arguments{"stat": of.Statistic, "metric": map[string]any{"metric_name": of.Metric, "namespace": of.Namespace, "dimensions": of.Dimensions}}
		stat.word("unit", of.Unit)
		q := arguments{"id": name, "metric_stat": stat}
		if m.Expression == "" {
			q["id"] = id
		}
		q.set("return_data", false, m.Expression != "")
		out = append(out, q)
	}
	if m.Expression == "" {
		return out
	}
	q := arguments{"id": id, "expression": m.Expression}
	q.word("label", m.Label)
	return append(out, q)
}

func (s *Autoscaling) predictiveProps() *map[string]*gracefulecs.PredictiveScalingProps {
	out := map[string]*gracefulecs.PredictiveScalingProps{}
	for name, p := range s.Predictive {
		spec := &gracefulecs.PredictiveMetricSpecificationProps{TargetValue: jsii.Number(p.Target), CustomizedLoadMetricSpecification: p.Customized.metric(), CustomizedCapacityMetricSpecification: p.Capacity.metric()}
		if m := p.Load; m.Type != "" {
			spec.PredefinedLoadMetricSpecification = &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedLoadMetricProperty{PredefinedMetricType: &m.Type, ResourceLabel: word(m.Label)}
		}
		if m := p.Pair; m.Type != "" {
			spec.PredefinedMetricPairSpecification = &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedMetricPairProperty{PredefinedMetricType: &m.Type, ResourceLabel: word(m.Label)}
		}
		if m := p.Scaling; m.Type != "" {
			spec.PredefinedScalingMetricSpecification = &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedScalingMetricProperty{PredefinedMetricType: &m.Type, ResourceLabel: word(m.Label)}
		}
		v := &gracefulecs.PredictiveScalingProps{Mode: word(p.Mode), MaxCapacityBuffer: number(p.Most), MetricSpecification: spec}
		if p.Most > 0 {
			v.MaxCapacityBreachBehavior = jsii.String("IncreaseMaxCapacity")
		}
		if p.Before > 0 {
			v.SchedulingBufferTime = awscdk.Duration_Seconds(jsii.Number(p.Before))
		}
		out[name] = v
	}
	return &out
}

// metric is nil, without a type, if there is none.
func (m *Customized) metric() awscloudwatch.IMetric {
	if m == nil {
		return nil
	}
	var only awscloudwatch.IMetric
	using := map[string]awscloudwatch.IMetric{}
	for name, of := range m.Of {
		only = awscloudwatch.NewMetric(&awscloudwatch.MetricProps{Namespace: jsii.String(of.Namespace), MetricName: jsii.String(of.Metric),
			Statistic: jsii.String(of.Statistic), DimensionsMap: table(of.Dimensions), Unit: awscloudwatch.Unit(upper[of.Unit])})
		using[name] = only
	}
	if m.Expression == "" {
		return only
	}
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{Expression: jsii.String(m.Expression), Label: word(m.Label), UsingMetrics: &using})
}
