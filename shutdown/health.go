package shutdown

// healthCheck answers fast, yet a pause of the declared length, whenever it
// begins, fails fewer checks in a row than the threshold. The load balancer
// wants an interval strictly greater than the timeout.
func (w work) healthCheck() HealthCheck {
	timeout := min(w.healthTime+1, healthTimeoutMax)
	interval := max(intervalMin, timeout+1)
	threshold := thresholdMin
	for threshold < thresholdMax && sure(threshold, interval, timeout) <= w.pause {
		threshold++
	}
	for sure(threshold, interval, timeout) <= w.pause {
		interval++
	}
	return HealthCheck{
		Interval:           interval,
		Timeout:            timeout,
		HealthyThreshold:   2,
		UnhealthyThreshold: threshold,
		GracePeriod:        w.startup + 2*interval + timeout,
	}
}

// sure is the pause from which on all checks of the threshold may fail: the
// first is sent as the pause begins, the last one's time is up as it ends.
func sure(threshold, interval, timeout int) int { return (threshold-1)*interval + timeout }

// idleLeast is the load balancer's own idle timeout, which is never shortened.
func (w work) idleLeast() int {
	if w.LoadBalancer == NLB {
		return awsDefault("idle_timeout", NLB)
	}
	return awsDefault("idle_timeout", ALB)
}

// idleReserve is how much longer than the longest request the load balancer
// waits, and how much longer than the load balancer the app does.
const idleReserve = 5

// idleTimeout is the load balancer's idle timeout.
func (w work) idleTimeout() int {
	if w.Workload != HTTP {
		return w.idleLeast()
	}
	return max(w.idleLeast(), w.longest+idleReserve)
}
