package shutdown

// healthCheck answers fast, yet tolerates the longest pause of a healthy task.
// The load balancer wants interval strictly greater than timeout.
func (w work) healthCheck() *HealthCheck {
	threshold := min(max(ceilDiv(w.pause, 5), 2), 10)
	interval := max(5, ceilDiv(w.pause, threshold))
	timeout := min(interval-1, 10)
	return &HealthCheck{
		Interval:           interval,
		Timeout:            timeout,
		HealthyThreshold:   2,
		UnhealthyThreshold: threshold,
		GracePeriod:        w.startup + 2*interval + timeout,
	}
}

// idleTimeout returns the load balancer's idle timeout and the app's
// keep-alive timeout, which is longer so that the app never closes a
// connection that the load balancer is about to use.
func (w work) idleTimeout() (idle, keepAlive *int) {
	least := 60
	if w.balancer == NLB {
		least = 350
	}
	v := least
	if w.kind == HTTP {
		v = max(least, w.longest+5)
	}
	return new(v), new(v + 5)
}
