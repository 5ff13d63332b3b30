package drill

import (
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Paths lists the stop paths that a drill can play for a profile: without a
// load balancer nothing is drained, and a queue's worker may have protection.
func Paths(p shutdown.Profile) []shutdown.StopPath {
	p = p.WithDefaults()
	if p.LoadBalancer == shutdown.NoLoadBalancer {
		paths := []shutdown.StopPath{shutdown.Concurrent}
		// A profile with faults has no paths of its own; playing it says why.
		if v, err := shutdown.Prove(p); err == nil && p.Workload == shutdown.Queue && v.Settings().TaskProtectionMinutes != nil {
			paths = append(paths, verdict.Protected)
		}
		return paths
	}
	return []shutdown.StopPath{shutdown.Drained, shutdown.Concurrent}
}
