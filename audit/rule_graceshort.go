package audit

import "fmt"

var graceShort = Rule{ID: "grace-shorter-than-start", Severity: Warning,
	Doc:    "A task that takes the time that its container is given to start is stopped as unhealthy before it is up, again and again.",
	Source: ecsAPI + "API_UpdateService.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("health_check.grace_period", "container_start_period", "health_check.interval", "health_check.unhealthy_threshold")
		if !ok || v[0]+v[2]*v[3] >= v[1] {
			return nil
		}
		fix := v[1] + 2*v[2]
		if t := s.number("health_check.timeout"); t.Value != nil {
			fix += *t.Value
		}
		return found(fmt.Sprintf("the container has %d s to start, and the load balancer takes the task for unhealthy %d s after its grace period of %d s", v[1], v[2]*v[3], v[0]),
			list, list[0].to(fix))
	}}
