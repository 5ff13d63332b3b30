package audit

import "fmt"

var healthTimeout = Rule{ID: "health-timeout-not-below-interval", Severity: Error,
	Doc:    "Elastic Load Balancing refuses a health check whose timeout is not below its interval.",
	Source: elbAPI + "API_CreateTargetGroup.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("health_check.timeout", "health_check.interval")
		if !ok || v[0] < v[1] {
			return nil
		}
		return found(fmt.Sprintf("the health check waits %d s for an answer and begins every %d s; the timeout must be below the interval", v[0], v[1]),
			list, list[1].to(v[0]+1))
	}}
