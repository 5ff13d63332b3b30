package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// longestDrain is the longest deregistration delay that there is.
const longestDrain = 3600

var drainBelowIdle = Rule{ID: "drain-shorter-than-idle-timeout", Severity: Warning,
	Doc:    "The load balancer lets a request be silent for longer than it drains: such a request is cut at every deployment.",
	Source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("idle_timeout", "deregistration_delay")
		// What the app is given after the signal says it better, and a default says nothing of requests.
		if !ok || s.values.LoadBalancer != shutdown.ALB || !raised(list[0], s.values.LoadBalancer) || v[1] == 0 || v[1] >= v[0] || s.byContract() {
			return nil
		}
		out := found(fmt.Sprintf("a request may be silent for %d s, which somebody has asked for, and after %d s of draining the load balancer cuts it", v[0], v[1]), list)
		if fix := min(longestDrain, v[0]+propagation(s)); fix >= v[0] {
			out[0].Fix = []Number{list[1].to(fix)}
		}
		return out
	}}
