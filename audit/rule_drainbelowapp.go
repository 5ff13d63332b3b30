package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var drainBelowApp = Rule{ID: "drain-shorter-than-app", Severity: Error,
	Doc:    "Requests for which the app is given time are cut by the load balancer before the app hears of the stop.",
	Source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("deregistration_delay", "app.drain")
		if !ok || s.values.LoadBalancer != shutdown.ALB || v[0] == 0 || v[0] >= v[1] || !s.byContract() {
			return nil
		}
		return found(fmt.Sprintf("the app is given %d s for what is in flight, and the load balancer has cut it after %d s of draining, before the stop signal comes", v[1], v[0]),
			list, list[0].to(min(longestDrain, v[1]+propagation(s))))
	}}
