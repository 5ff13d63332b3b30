package audit

import "fmt"

var allGoFirst = Rule{ID: "all-go-first", Severity: Warning,
	Doc:    "A deployment may stop every task before a new one serves, and requests meet nobody.",
	Source: ecsAPI + "API_DeploymentConfiguration.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("minimum_healthy_percent", "maximum_percent")
		if !ok || v[0] > 0 || !called(s.service) || !rollingKnown(s) {
			return nil
		}
		if v[1] > 100 {
			return found("minimum_healthy_percent is 0: a deployment may stop every task before a new one serves", list[:1], list[0].to(100))
		}
		out := found(fmt.Sprintf("minimum_healthy_percent is 0 and maximum_percent %d: each deployment stops tasks first, and none may start beside them", v[1]),
			list, list[0].to(100), list[1].to(200))
		if several(s) {
			out[0].Severity = Error
		} else {
			out[0].Message += "; with one task that is right only for an app of which two must never run"
		}
		return out
	}}

// several says that more tasks than one run for certain: what goes first then is not
// the only copy of something that must not run twice.
func several(s *subject) bool {
	count := s.number("desired_count")
	if least := s.number("min_count"); least.Name == "min_count" && len(s.service.Scaling) > 0 {
		count = least
	}
	return count.Value != nil && *count.Value > 1
}
