package shutdown

// deployment gives percentages with which ECS can always roll: it rounds the
// minimum up and the maximum down, so the maximum is rounded up here.
func (w work) deployment() DeploymentSettings {
	if w.singleton {
		return DeploymentSettings{MinimumHealthyPercent: 0, MaximumPercent: 100, AvailabilityZoneRebalancing: "DISABLED"}
	}
	n := max(1, w.count)
	extra := max(1, n*w.surge/100)
	return DeploymentSettings{
		MinimumHealthyPercent:       100,
		MaximumPercent:              ceilDiv((n+extra)*100, n),
		AvailabilityZoneRebalancing: "ENABLED",
	}
}

// estimates says how long a stop and a deployment take.
func (w work) estimates(b budget, s Settings) Estimates {
	inService := w.startup + discoverySettle
	if s.HealthCheck != nil {
		inService = w.startup + 2*s.HealthCheck.Interval
	}
	afterSignal := b.deadline
	if w.balancer == ALB {
		afterSignal = b.delay + w.cleanup
	}
	seconds := w.waves(s.Deployment)*(inService+afterSignal) + b.deregistration
	return Estimates{
		StopSeconds:       b.deregistration + b.stop,
		DeploymentSeconds: seconds,
		DeploymentTimeout: max(600, ceilDiv(3*seconds, 2)),
	}
}

// waves is in how many steps a deployment replaces all tasks.
func (w work) waves(d DeploymentSettings) int {
	if w.singleton {
		return 1
	}
	n := max(1, w.count)
	return ceilDiv(n, n*d.MaximumPercent/100-n)
}
