package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

var drainByDefault = Rule{ID: "drain-by-default", Severity: Info,
	Doc:    "Every deployment waits for the whole deregistration delay, even where nothing is in flight.",
	Source: ecsGuide + "load-balancer-connection-draining.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("deregistration_delay")
		if !ok || list[0].State != service.Default {
			return nil
		}
		return found(fmt.Sprintf("the deregistration delay is not set, so it is %d s, and every deployment waits for all of it; the longest request and %d s for the load balancer to hear of it would do", v[0], propagation(s)), list)
	}}

// propagation is how long new work still arrives, as the assessment assumes it.
func propagation(s *subject) int {
	v, _ := s.assessment.Assumed.Get("propagation")
	n, _ := v.(int)
	return n
}
