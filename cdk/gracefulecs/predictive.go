package gracefulecs

import (
	"cmp"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"
)

type (
	loadMetric    = awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedLoadMetricProperty
	metricPair    = awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedMetricPairProperty
	scalingMetric = awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedScalingMetricProperty
	metricQuery   = awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingMetricDataQueryProperty
)

const (
	forecastOnly        = "ForecastOnly"
	honorMaxCapacity    = "HonorMaxCapacity"
	increaseMaxCapacity = "IncreaseMaxCapacity"
)

// requestsMetrics count the requests of a target group.
var requestsMetrics = []string{"ALBRequestCount", "ALBRequestCountPerTarget", "TotalALBRequestCount"}

// scaleByForecast adds the predictive policies. The CDK's own constructs know
// none, so each is the plain resource; a forecast only ever adds tasks, so there is
// no cooldown.
func (s *built) scaleByForecast(p *plan) {
	policies := deref(p.Autoscaling.Predictive)
	s.predictiveScalingPolicies = map[string]awsapplicationautoscaling.CfnScalingPolicy{}
	for _, name := range sortedKeys(policies) {
		policy := policies[name]
		configuration := &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingPolicyConfigurationProperty{
			MaxCapacityBreachBehavior: jsii.String(cmp.Or(deref(policy.MaxCapacityBreachBehavior), honorMaxCapacity)),
			MaxCapacityBuffer:         policy.MaxCapacityBuffer,
			MetricSpecifications:      &[]any{s.forecast(policy.MetricSpecification)},
			Mode:                      jsii.String(cmp.Or(deref(policy.Mode), forecastOnly)),
		}
		if d := policy.SchedulingBufferTime; d != nil {
			configuration.SchedulingBufferTime = d.ToSeconds(nil)
		}
		s.predictiveScalingPolicies[name] = awsapplicationautoscaling.NewCfnScalingPolicy(s, jsii.String("Predictive-"+name), &awsapplicationautoscaling.CfnScalingPolicyProps{
			PolicyName: policyName(p, name), PolicyType: jsii.String("PredictiveScaling"), ScalingTargetId: s.scalableTarget().ScalableTargetId(),
			PredictiveScalingPolicyConfiguration: configuration,
		})
	}
}

// forecast writes out what is foretold.
func (s *built) forecast(m *PredictiveMetricSpecificationProps) *awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingMetricSpecificationProperty {
	out := &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingMetricSpecificationProperty{TargetValue: m.TargetValue}
	// A field of type any must not hold a nil pointer.
	if g := m.PredefinedLoadMetricSpecification; g != nil {
		out.PredefinedLoadMetricSpecification = &loadMetric{PredefinedMetricType: g.PredefinedMetricType, ResourceLabel: s.requestsLabel(g.PredefinedMetricType, g.ResourceLabel)}
	}
	if g := m.PredefinedMetricPairSpecification; g != nil {
		out.PredefinedMetricPairSpecification = &metricPair{PredefinedMetricType: g.PredefinedMetricType, ResourceLabel: s.requestsLabel(g.PredefinedMetricType, g.ResourceLabel)}
	}
	if g := m.PredefinedScalingMetricSpecification; g != nil {
		out.PredefinedScalingMetricSpecification = &scalingMetric{PredefinedMetricType: g.PredefinedMetricType, ResourceLabel: s.requestsLabel(g.PredefinedMetricType, g.ResourceLabel)}
	}
	if g := m.CustomizedCapacityMetricSpecification; g != nil {
		out.CustomizedCapacityMetricSpecification = &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingCustomizedCapacityMetricProperty{MetricDataQueries: queries(capacityID, g)}
	}
	if g := m.CustomizedLoadMetricSpecification; g != nil {
		out.CustomizedLoadMetricSpecification = &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingCustomizedLoadMetricProperty{MetricDataQueries: queries(loadID, g)}
	}
	if g := m.CustomizedScalingMetricSpecification; g != nil {
		out.CustomizedScalingMetricSpecification = &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingCustomizedScalingMetricProperty{MetricDataQueries: queries(scalingID, g)}
	}
	return out
}

// requestsLabel is the label given, or that of the service's own target group for
// a metric that counts requests.
func (s *built) requestsLabel(kind, given *string) *string {
	if given != nil || !countsRequests(deref(kind)) {
		return given
	}
	group := s.own().applicationTargetGroup
	return jsii.String(*group.FirstLoadBalancerFullName() + "/" + *group.TargetGroupFullName())
}

// The query that is meant has one of these ids, the others the names that an
// expression has for them.
const capacityID, loadID, scalingID = "capacity", "load", "scaling"

// queries are what a metric is made of, the one that is meant last.
func queries(id string, m awscloudwatch.IMetric) *[]any {
	var out []any
	for _, q := range queried(id, m) {
		out = append(out, q.query(q.id == id))
	}
	return &out
}

// namedMetric is a metric under the id that it has in a query.
type namedMetric struct {
	id     string
	config *awscloudwatch.MetricConfig
}

// queried goes through an expression and what it uses, depth first.
func queried(id string, m awscloudwatch.IMetric) []namedMetric {
	this := namedMetric{id, m.ToMetricConfig()}
	var out []namedMetric
	if e := this.expression(); e != nil {
		used := deref(e.UsingMetrics)
		for _, name := range sortedKeys(used) {
			out = append(out, queried(name, used[name])...)
		}
	}
	return append(out, this)
}

// expression is what the metric is if it is not a single one.
func (m namedMetric) expression() *awscloudwatch.MetricExpressionConfig {
	if e := m.config.SearchExpression; e != nil {
		return e
	}
	return m.config.MathExpression
}

// unitName is a unit as CloudWatch writes it; the CDK tells the constant's name
// alone, such as COUNT_PER_SECOND for Count/Second.
func unitName(u awscloudwatch.Unit) string {
	amount, _, each := strings.Cut(string(u), "_PER_SECOND")
	name := amount[:1] + strings.ToLower(amount[1:])
	if each {
		name += "/Second"
	}
	return name
}

func (m namedMetric) query(meant bool) *metricQuery {
	q := &metricQuery{Id: jsii.String(m.id), ReturnData: jsii.Bool(meant)}
	if label, ok := deref(m.config.RenderingProperties)["label"].(string); ok {
		q.Label = jsii.String(label)
	}
	if e := m.expression(); e != nil {
		q.Expression = e.Expression
		return q
	}
	metric := m.config.MetricStat
	var dimensions []any
	for _, d := range deref(metric.Dimensions) {
		value, _ := d.Value.(string)
		dimensions = append(dimensions, &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingMetricDimensionProperty{Name: d.Name, Value: jsii.String(value)})
	}
	named := &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingMetricProperty{MetricName: metric.MetricName, Namespace: metric.Namespace}
	if len(dimensions) > 0 {
		named.Dimensions = &dimensions
	}
	stat := &awsapplicationautoscaling.CfnScalingPolicy_PredictiveScalingMetricStatProperty{Stat: metric.Statistic, Metric: named}
	if metric.UnitFilter != "" {
		stat.Unit = jsii.String(unitName(metric.UnitFilter))
	}
	q.MetricStat = stat
	return q
}
