package audit

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

var noDrain = Rule{ID: "no-drain", Severity: Error,
	Doc:    "Requests in flight are cut at every deployment, scale-in and replacement.",
	Source: elbAPI + "API_TargetGroupAttribute.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("deregistration_delay")
		cuts := s.values.LoadBalancer == shutdown.ALB || s.values.ConnectionTermination != nil && *s.values.ConnectionTermination
		if !ok || v[0] > 0 || !cuts {
			return nil
		}
		return found("deregistration_delay is 0: the load balancer cuts what is in flight as soon as a task is taken out", list)
	}}
