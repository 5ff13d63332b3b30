package parity

import (
	"fmt"
	"math"
	"sort"
	"time"
)

// scheduledActions brings the actions of a scalable target into a map by name, and
// times, which an API takes as seconds and a template as text, into one form.
func scheduledActions(target map[string]any) {
	for _, a := range list(target, "scheduledActions") {
		for _, key := range []string{"startTime", "endTime"} {
			action, ok := a.(map[string]any)
			if t, err := time.Parse(time.RFC3339, text(a, key)); ok && err == nil {
				action[key] = t.Unix()
			}
		}
	}
	byName(target, "scheduledActions", "scheduledActionName")
}

// sortedBy sorts a list of objects by the number in one of their fields; the one
// without it comes first.
func sortedBy(v any, key, field string) {
	l := list(v, key)
	size := func(e any) float64 {
		var n float64
		if _, err := fmt.Sscan(fmt.Sprint(at(e, field)), &n); err != nil {
			return math.Inf(-1)
		}
		return n
	}
	sort.SliceStable(l, func(i, j int) bool { return size(l[i]) < size(l[j]) })
}

// forecasts brings the queries of predictive policies into maps by their ids.
func forecasts(policy map[string]any) {
	for _, specification := range list(policy, "predictiveScalingPolicyConfiguration", "metricSpecifications") {
		for _, kind := range []string{"Capacity", "Load", "Scaling"} {
			customized := at(specification, "customized"+kind+"MetricSpecification")
			for _, q := range list(customized, "metricDataQueries") {
				byName(at(q, "metricStat", "metric"), "dimensions", "name")
			}
			byName(customized, "metricDataQueries", "id")
		}
	}
}
