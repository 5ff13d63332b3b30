package shutdown

// rollout is what a deployment's length depends on.
type rollout struct {
	balancer       LoadBalancer
	strategy       Strategy
	provisioning   int
	startup        int
	interval       int // of the health check
	count          int // at least 1
	minimum        int
	maximum        int
	deregistration int
	delay, drain   int // of the container that the load balancer or the callers reach
	cleanup        int
	protected      int // the longest unit that task protection holds a task for; 0 for none
	minutes        int // of steps and bake, other than rolling
}

// inService is how long a new task takes until it gets its first request.
func (r rollout) inService() int {
	switch r.balancer {
	case ALB:
		return r.provisioning + r.startup + 2*r.interval
	case NLB:
		return r.provisioning + r.startup + nlbSettle + 2*r.interval
	default:
		return r.provisioning + r.startup + discoverySettle
	}
}

// afterSignal is how long a stop takes then, Z: behind an Application Load
// Balancer nothing is in flight any more.
func (r rollout) afterSignal() int {
	if r.balancer == ALB {
		return r.delay + r.cleanup
	}
	return r.delay + r.drain + r.cleanup
}

// waves is in how many steps a rolling deployment replaces all tasks; 0 when it
// cannot roll.
func (r rollout) waves() int {
	k := r.count*r.maximum/100 - ceilDiv(r.count*r.minimum, 100)
	if k <= 0 {
		return 0
	}
	return ceilDiv(r.count, k)
}

// seconds is how long the deployment takes; false when it cannot roll.
func (r rollout) seconds() (int, bool) {
	if r.strategy != Rolling {
		s := r.inService() + 60*r.minutes + r.deregistration + r.afterSignal()
		if r.balancer == NLB {
			s += nlbShift
		}
		return s, true
	}
	waves := r.waves()
	return waves*(r.inService()+r.afterSignal()+r.protected) + r.deregistration, waves > 0
}

// rollout is the profile's own.
func (w work) rollout(b budget, s *Settings) rollout {
	r := rollout{balancer: w.LoadBalancer, strategy: w.Strategy, provisioning: w.provisioning, startup: w.startup, count: w.count,
		minimum: s.Deployment.MinimumHealthyPercent, maximum: s.Deployment.MaximumPercent, deregistration: b.deregistration,
		delay: b.delay, drain: b.drain, cleanup: w.cleanup}
	if s.HealthCheck != nil {
		r.interval = s.HealthCheck.Interval
	}
	if s.TaskProtectionMinutes != nil {
		r.protected = w.longest
	}
	if w.Strategy != Rolling {
		r.minutes = w.stepsMinutes() + *w.BakeMinutes
	}
	return r
}

// estimates says how long a stop and a deployment take.
func (w work) estimates(b budget, s *Settings) Estimates {
	seconds, _ := w.rollout(b, s).seconds() // A computed deployment always rolls.
	return Estimates{
		StopSeconds:       b.deregistration + b.frontStop + b.stop + w.chain,
		DeploymentSeconds: seconds,
		DeploymentTimeout: max(deploymentTimeoutLeast, ceilDiv(3*seconds, 2)),
	}
}

// deploymentTimeoutLeast is what anybody should wait for a deployment at least.
const deploymentTimeoutLeast = 600
