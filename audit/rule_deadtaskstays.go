package audit

import "fmt"

// longDead is twice as long as with AWS's own health check.
const longDead = 130

var deadTaskStays = Rule{ID: "dead-task-stays", Severity: Warning,
	Doc:    "A task that answers nothing any more goes on getting its share of the requests.",
	Source: elbAPI + "API_CreateTargetGroup.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("health_check.interval", "health_check.unhealthy_threshold", "health_check.timeout")
		seconds := s.assessment.DeadTaskSeconds
		if !ok || seconds == nil || *seconds <= longDead {
			return nil
		}
		return found(fmt.Sprintf("a dead task is sent requests for up to %d s: %d failed checks, one every %d s", *seconds, v[1], v[0]), list)
	}}
