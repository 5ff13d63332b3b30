package gracefulecs

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func countsRequests(kind string) bool { return slices.Contains(requestsMetrics, kind) }

// nobodyCounts and twoCount are why a policy cannot go by the service's requests.
const nobodyCounts = "Only an Application Load Balancer counts requests, those of the service's own rules, and there is none."

func (p *plan) twoCount() string {
	return "With strategy " + string(p.profile.Strategy) + " two target groups take turns, and a policy counts the requests of one."
}

// predictive checks a policy that scales by a forecast.
func (c *checker) predictive(p *plan, path string, policy *PredictiveScalingProps) {
	if policy == nil || policy.MetricSpecification == nil {
		c.missing(path+".MetricSpecification", "metrics and their target", "A forecast needs to know of what.")
		return
	}
	c.oneOf(path+".Mode", deref(policy.Mode), forecastOnly, "ForecastAndScale")
	c.oneOf(path+".MaxCapacityBreachBehavior", deref(policy.MaxCapacityBreachBehavior), honorMaxCapacity, increaseMaxCapacity)
	c.whole(path+".MaxCapacityBuffer", policy.MaxCapacityBuffer, 0, 100)
	switch increases := deref(policy.MaxCapacityBreachBehavior) == increaseMaxCapacity; {
	case increases && *p.profile.Singleton:
		c.add(shutdown.Fault{Path: path + ".MaxCapacityBreachBehavior", Rule: "enum", Given: quote(increaseMaxCapacity), Allowed: honorMaxCapacity,
			Message: "The profile says that two copies must never run at once, and this goes above MaxCapacity.", WaysOut: []string{"remove it", "or remove singleton from the profile"}})
	case increases && policy.MaxCapacityBuffer == nil:
		c.missing(path+".MaxCapacityBuffer", "a whole number from 0 to 100", "IncreaseMaxCapacity needs to know by how much.")
	case !increases && policy.MaxCapacityBuffer != nil:
		c.misplaced(path+".MaxCapacityBuffer", "a value", "It is by how much MaxCapacity may be exceeded.", "remove it", "or set MaxCapacityBreachBehavior to "+increaseMaxCapacity)
	}
	c.duration(path+".SchedulingBufferTime", policy.SchedulingBufferTime, 0, 3599)
	c.foretold(p, path+".MetricSpecification", policy.MetricSpecification)
}

// predefined is one of the three kinds, which are alike.
type predefined struct {
	prop        string
	kind, label *string
	allowed     []string
}

// foretold checks the metrics of a forecast: a pair alone, or a load and a scaling
// metric, each in one of two ways.
func (c *checker) foretold(p *plan, path string, m *PredictiveMetricSpecificationProps) {
	if m.TargetValue == nil {
		c.missing(path+".TargetValue", "a number above 0", "A forecast needs a target.")
	}
	c.positive(path+".TargetValue", m.TargetValue)
	var kinds []predefined
	if g := m.PredefinedLoadMetricSpecification; g != nil {
		kinds = append(kinds, predefined{"PredefinedLoadMetricSpecification", g.PredefinedMetricType, g.ResourceLabel, []string{"ECSServiceTotalCPUUtilization", "ECSServiceTotalMemoryUtilization", "TotalALBRequestCount"}})
	}
	if g := m.PredefinedMetricPairSpecification; g != nil {
		kinds = append(kinds, predefined{"PredefinedMetricPairSpecification", g.PredefinedMetricType, g.ResourceLabel, []string{"ALBRequestCount", "ECSServiceCPUUtilization", "ECSServiceMemoryUtilization"}})
	}
	if g := m.PredefinedScalingMetricSpecification; g != nil {
		kinds = append(kinds, predefined{"PredefinedScalingMetricSpecification", g.PredefinedMetricType, g.ResourceLabel, []string{"ALBRequestCountPerTarget", "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"}})
	}
	for _, k := range kinds {
		c.predefined(p, path+"."+k.prop, k)
	}
	customized := m.CustomizedCapacityMetricSpecification != nil || m.CustomizedLoadMetricSpecification != nil || m.CustomizedScalingMetricSpecification != nil
	load := (m.PredefinedLoadMetricSpecification != nil) != (m.CustomizedLoadMetricSpecification != nil)
	scaling := (m.PredefinedScalingMetricSpecification != nil) != (m.CustomizedScalingMetricSpecification != nil)
	switch pair := m.PredefinedMetricPairSpecification != nil; {
	case pair && (customized || len(kinds) > 1):
		c.misplaced(path+".PredefinedMetricPairSpecification", "a value", "A pair is a load and a scaling metric already.", "remove it", "or remove the other metrics")
	case !pair && (!load || !scaling):
		c.missing(path, "PredefinedMetricPairSpecification alone, or one load metric and one scaling metric, each predefined or customized", "A forecast needs a load and what each task takes of it.")
	}
	seen := map[string]bool{}
	c.queried(path+".CustomizedCapacityMetricSpecification", capacityID, m.CustomizedCapacityMetricSpecification, seen)
	c.queried(path+".CustomizedLoadMetricSpecification", loadID, m.CustomizedLoadMetricSpecification, seen)
	c.queried(path+".CustomizedScalingMetricSpecification", scalingID, m.CustomizedScalingMetricSpecification, seen)
}

var requestsLabel = regexp.MustCompile(`^app/[^/]+/[0-9a-f]+/targetgroup/[^/]+/[0-9a-f]+$`)

func (c *checker) predefined(p *plan, path string, k predefined) {
	kind := deref(k.kind)
	if kind == "" {
		c.missing(path+".PredefinedMetricType", "one of "+list(k.allowed), "A predefined metric has a name.")
		return
	}
	c.oneOf(path+".PredefinedMetricType", kind, k.allowed...)
	switch requests := countsRequests(kind); {
	case k.label != nil && !requests:
		c.misplaced(path+".ResourceLabel", quote(*k.label), "Only a metric that counts requests is of a target group.", "remove it")
	case k.label != nil && !isTextToken(*k.label) && !requestsLabel.MatchString(*k.label):
		c.add(shutdown.Fault{Path: path + ".ResourceLabel", Rule: "pattern", Given: quote(*k.label), Allowed: "the ends of two ARNs, like app/shop/778d41231b141a0f/targetgroup/shop/943f017f100becff",
			Message: "It is no Application Load Balancer with a target group.", WaysOut: []string{"remove it: the service's own target group is then meant"}})
	case k.label == nil && requests && (p.main() == nil || !p.main().alb()):
		c.misplaced(path+".PredefinedMetricType", quote(kind), nobodyCounts,
			"set ResourceLabel", "or set PredefinedMetricType to one of CPU or memory")
	case k.label == nil && requests && p.shifts():
		c.misplaced(path+".PredefinedMetricType", quote(kind), p.twoCount(),
			"set ResourceLabel", "or set PredefinedMetricType to one of CPU or memory")
	}
}

// mostExpression is how long an expression may be.
const mostExpression = 2048

// queried checks the ids of what a customized metric is made of, which are unique
// in a policy, and that it is measured where the service is.
func (c *checker) queried(path, id string, m awscloudwatch.IMetric, seen map[string]bool) {
	if m == nil {
		return
	}
	for _, q := range queried(id, m) {
		if seen[q.id] {
			c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: quote(q.id), Allowed: "a name in UsingMetrics that no other metric of the policy has, and none of capacity, load and scaling",
				Message: "Two metrics of one policy are called this."})
		}
		seen[q.id] = true
		e, single := q.expression(), q.config.MetricStat
		if e != nil && len(deref(e.Expression)) > mostExpression && !isTextToken(*e.Expression) {
			c.add(shutdown.Fault{Path: path, Rule: "range", Given: quote(*e.Expression), Allowed: "at most " + strconv.Itoa(mostExpression) + " characters", Message: "Application Auto Scaling takes no longer expression."})
		}
		if e != nil && (e.SearchAccount != nil || e.SearchRegion != nil) || single != nil && (single.AccountOverride != nil || single.RegionOverride != nil) {
			c.misplaced(path, "another account or region", "A forecast takes metrics of the service's own account and region.", "remove it")
		}
	}
}
