package drill

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// Paths lists the stop paths that a drill can play for a profile: without a
// load balancer nothing is drained.
func Paths(p shutdown.Profile) []shutdown.StopPath {
	if p.WithDefaults().LoadBalancer == shutdown.NoLoadBalancer {
		return []shutdown.StopPath{shutdown.Concurrent}
	}
	return []shutdown.StopPath{shutdown.Drained, shutdown.Concurrent}
}
