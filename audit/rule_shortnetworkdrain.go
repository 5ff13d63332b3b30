package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// leastNetworkDrain is what AWS asks for.
const leastNetworkDrain = 120

var shortNetworkDrain = Rule{ID: "short-network-drain", Severity: Warning,
	Doc:    "A Network Load Balancer goes on sending new connections for a while after a task is taken out; the task may be gone by then.",
	Source: nlbGuide + "edit-target-group-attributes.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("deregistration_delay")
		if !ok || s.values.LoadBalancer != shutdown.NLB || v[0] >= leastNetworkDrain {
			return nil
		}
		return found(fmt.Sprintf("a Network Load Balancer sends new connections for a while after a task is taken out, and AWS asks for a deregistration delay of at least %d s; it is %d s", leastNetworkDrain, v[0]),
			list, list[0].to(leastNetworkDrain))
	}}
