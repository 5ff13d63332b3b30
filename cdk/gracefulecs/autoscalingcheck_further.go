package gracefulecs

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// scaledBy checks what scales by the caller's own metrics, steps and schedules,
// and says whether there is any.
func (c *checker) scaledBy(p *plan) bool {
	a := p.Autoscaling
	c.duration("Autoscaling.ScaleOutCooldown", a.ScaleOutCooldown, 0, 3600)
	taken := []string{"backlog", "cpu", "memory", "requests"}
	names := append(c.policies("Autoscaling.CustomTargets", sortedKeys(deref(a.CustomTargets)), taken), taken...)
	names = append(names, c.policies("Autoscaling.Predictive", sortedKeys(deref(a.Predictive)), names)...)
	c.policies("Autoscaling.Steps", sortedKeys(deref(a.Steps)), names)
	c.policies("Autoscaling.Scheduled", sortedKeys(deref(a.Scheduled)), nil)
	for name, target := range byKey(deref(a.CustomTargets)) {
		path := "Autoscaling.CustomTargets[" + quote(name) + "]"
		if target == nil || target.Metric == nil || target.TargetValue == nil {
			c.missing(path, "a metric and its target", path+" needs Metric and TargetValue.")
			continue
		}
		c.positive(path+".TargetValue", target.TargetValue)
		c.metric(path+".Metric", target.Metric)
	}
	for name, policy := range byKey(deref(a.Predictive)) {
		c.predictive(p, "Autoscaling.Predictive["+quote(name)+"]", policy)
	}
	for name, action := range byKey(deref(a.Scheduled)) {
		c.scheduled(p, "Autoscaling.Scheduled["+quote(name)+"]", action)
	}
	for name, step := range byKey(deref(a.Steps)) {
		c.steps("Autoscaling.Steps["+quote(name)+"]", step)
	}
	return len(deref(a.CustomTargets))+len(deref(a.Predictive))+len(deref(a.Scheduled))+len(deref(a.Steps)) > 0
}

// metric refuses what a target cannot track.
func (c *checker) metric(path string, m awscloudwatch.IMetric) {
	single := m.ToMetricConfig().MetricStat
	if single == nil {
		c.misplaced(path, "an expression", "A target tracks a single metric.", "give a metric", "or scale by Steps, whose alarm may have an expression")
	} else if statistic := strings.ToLower(*single.Statistic); !slices.Contains([]string{"average", "avg", "maximum", "max", "minimum", "min", "samplecount", "n", "sum"}, statistic) {
		c.add(shutdown.Fault{Path: path, Rule: "enum", Given: quote(*single.Statistic), Allowed: "Average, Maximum, Minimum, SampleCount or Sum", Message: "A target tracks no such statistic."})
	}
}

// byKey goes through a map by its keys' order, so that faults have one too.
func byKey[V any](m map[string]V) func(func(string, V) bool) {
	return func(yield func(string, V) bool) {
		for _, k := range sortedKeys(m) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

var policy = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// policies checks names of what is scaled by, and returns them.
func (c *checker) policies(path string, names, taken []string) []string {
	for _, name := range names {
		if !policy.MatchString(name) {
			c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(name), Allowed: "up to 128 letters, digits, hyphens and underscores", Message: "This is not a valid name."})
		}
		if slices.Contains(taken, name) {
			c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: quote(name), Allowed: "a name that no other policy has", Message: "The policies are named by it, and another has it already."})
		}
	}
	return names
}

// scheduled checks the bounds that an action sets.
func (c *checker) scheduled(p *plan, path string, a *ScheduledScalingProps) {
	if a == nil || a.Schedule == nil {
		c.missing(path+".Schedule", "a schedule", "A scheduled action needs to know when.")
		return
	}
	if a.MinCapacity == nil && a.MaxCapacity == nil {
		c.missing(path, "MinCapacity, MaxCapacity or both", "The action would change nothing.")
		return
	}
	if a.StartTime != nil && a.EndTime != nil && !a.StartTime.Before(*a.EndTime) {
		c.add(shutdown.Fault{Path: path + ".EndTime", Rule: "range", Given: a.EndTime.Format(time.RFC3339), Allowed: "a time after StartTime, " + a.StartTime.Format(time.RFC3339), Message: "The schedule would end before it begins."})
	}
	faults := len(c.faults)
	least, most := c.whole(path+".MinCapacity", a.MinCapacity, 0, maxTasks), c.whole(path+".MaxCapacity", a.MaxCapacity, 0, maxTasks)
	fewest, usual := p.Autoscaling.MinCapacity, p.Autoscaling.MaxCapacity
	if len(c.faults) > faults || fewest == nil || usual == nil || isToken(*fewest) || isToken(*usual) {
		return
	}
	for prop, v := range byKey(map[string]*float64{"MaxCapacity": a.MaxCapacity, "MinCapacity": a.MinCapacity}) {
		if v != nil && *v < *fewest {
			c.add(shutdown.Fault{Path: path + "." + prop, Rule: "range", Given: number(*v), Allowed: "at least Autoscaling.MinCapacity, " + number(*fewest),
				Message: "It would leave fewer tasks than the profile's min_count, from which the deployment percentages are computed.",
				WaysOut: []string{"raise it to " + number(*fewest), "or lower Autoscaling.MinCapacity"}})
		}
	}
	above, limit := "MaxCapacity", most
	if a.MaxCapacity == nil {
		above, limit = "Autoscaling.MaxCapacity", int(*usual)
	}
	if a.MinCapacity != nil && least > limit {
		c.add(shutdown.Fault{Path: path + ".MinCapacity", Rule: "range", Given: strconv.Itoa(least), Allowed: "at most " + above + ", " + strconv.Itoa(limit),
			Message: "MinCapacity exceeds " + above + ".", WaysOut: []string{"set " + path + ".MaxCapacity too"}})
	}
	if a.MaxCapacity != nil && *p.profile.Singleton && most > 1 {
		c.add(shutdown.Fault{Path: path + ".MaxCapacity", Rule: "range", Given: strconv.Itoa(most), Allowed: "at most 1",
			Message: "The profile says that two copies must never run at once.", WaysOut: []string{"set it to 1", "or remove singleton from the profile"}})
	}
}

// steps checks that a policy's intervals meet, and are open where the metric has
// no end: Application Auto Scaling takes no others.
func (c *checker) steps(path string, s *StepScalingProps) {
	if s == nil || len(deref(s.Adjustments)) == 0 {
		c.missing(path+".Adjustments", "at least one adjustment", "A step scaling policy needs adjustments.")
		return
	}
	c.oneOf(path+".AdjustmentType", string(s.AdjustmentType), "CHANGE_IN_CAPACITY", "EXACT_CAPACITY", "PERCENT_CHANGE_IN_CAPACITY")
	c.oneOf(path+".MetricAggregationType", string(s.MetricAggregationType), "AVERAGE", "MAXIMUM", "MINIMUM")
	if m := s.MinAdjustmentMagnitude; m != nil {
		c.whole(path+".MinAdjustmentMagnitude", m, 1, maxTasks)
		if s.AdjustmentType != awsapplicationautoscaling.AdjustmentType_PERCENT_CHANGE_IN_CAPACITY {
			c.misplaced(path+".MinAdjustmentMagnitude", "a value", "It is the least change of a percentage.", "remove it", "or set AdjustmentType to PERCENT_CHANGE_IN_CAPACITY")
		}
	}
	least := math.MinInt32
	if s.AdjustmentType == awsapplicationautoscaling.AdjustmentType_EXACT_CAPACITY {
		least = 0
	}
	list := *s.Adjustments
	for i, a := range list {
		at := index(path+".Adjustments", i)
		if a == nil || a.Adjustment == nil {
			c.missing(at+".Adjustment", "a whole number", "An adjustment needs its size.")
			return
		}
		c.whole(at+".Adjustment", a.Adjustment, least, math.MaxInt32)
		if a.LowerBound == nil && a.UpperBound == nil ||
			a.LowerBound != nil && a.UpperBound != nil && *a.LowerBound >= *a.UpperBound ||
			i == 0 && a.LowerBound != nil && *a.LowerBound < 0 ||
			i > 0 && (a.LowerBound == nil || list[i-1].UpperBound == nil || *a.LowerBound != *list[i-1].UpperBound) ||
			i == len(list)-1 && a.UpperBound != nil && *a.UpperBound > 0 {
			c.add(shutdown.Fault{Path: at, Rule: "range", Given: bound(a.LowerBound) + " to " + bound(a.UpperBound), Allowed: "intervals that meet, the first open below or from 0 up, the last open above or up to 0",
				Message: "The intervals of the adjustments do not cover the metric in one piece.", WaysOut: []string{"put them in order", "and leave out the bound where the metric has no end"}})
		}
	}
}

func bound(v *float64) string {
	if v == nil {
		return "open"
	}
	return number(*v)
}

// duration reads whole seconds that must be known.
func (c *checker) duration(path string, d awscdk.Duration, least, most int) int {
	switch {
	case d == nil:
		return 0
	case *d.IsUnresolved():
		c.add(tokenFault(path, "a duration"))
		return 0
	}
	return c.whole(path, d.ToSeconds(&awscdk.TimeConversionOptions{Integral: jsii.Bool(false)}), least, most)
}
