package shutdown

import "strconv"

// What values say, in the letters of the model.

func (a *assessor) propagation() int { return value(a.assumed.Propagation, 0) } // L

// cleanup is the app's own, C. What stands at the front is the front's.
func (a *assessor) cleanup() int {
	a.known("front")
	if a.App.Cleanup != nil && a.Front == nil {
		return *a.App.Cleanup
	}
	return value(a.assumed.Cleanup, 0)
}

func (a *assessor) deregistration() int { // D
	a.known("load_balancer")
	if a.balancer == NoLoadBalancer {
		return 0
	}
	return a.number("deregistration_delay", a.DeregistrationDelay, "deregistration_delay")
}

// reachedStop is the stop timeout of the container that is reached.
func (a *assessor) reachedStop() int {
	a.known("front")
	if a.Front != nil {
		return a.number("front.stop_timeout", a.Front.StopTimeout, "stop_timeout")
	}
	return a.number("stop_timeout", a.StopTimeout, "stop_timeout")
}

// delay is how long what is reached goes on serving, P, at the latest until it is
// over; 0 if nobody knows.
func (a *assessor) delay() int {
	if a.App.Delay == nil {
		a.generous = true
		return 0
	}
	delay := min(*a.App.Delay, a.reachedStop())
	if a.App.Deadline != nil {
		delay = min(delay, *a.App.Deadline)
	}
	return delay
}

// ends is when what is reached ends what is in flight, E, counted from the
// signal: at the latest when it is killed, if nobody knows.
func (a *assessor) ends() int {
	stop, end := a.reachedStop(), 0
	switch {
	case a.App.Drain != nil:
		end = a.delay() + *a.App.Drain
		if a.App.Deadline != nil {
			end = min(end, *a.App.Deadline)
		}
	case a.App.Deadline != nil:
		a.generous = true
		end = max(a.delay(), *a.App.Deadline-value(a.App.Cleanup, 0))
	default:
		a.generous = true
		end = stop
	}
	return min(end, stop)
}

// tail is what follows, G: the rest of the stop timeout, then what stops after.
func (a *assessor) tail() int {
	g := a.reachedStop() - a.ends()
	if a.Front != nil {
		g += a.number("stop_timeout", a.StopTimeout, "stop_timeout")
	}
	a.known("sidecars")
	own, list := make([]int, len(a.Sidecars)), make([]link, len(a.Sidecars))
	for i, s := range a.Sidecars {
		at := "sidecars[" + strconv.Itoa(i) + "]."
		a.known(at + "after")
		own[i] = a.number(at+"stop_timeout", s.StopTimeout, "stop_timeout")
		list[i] = link{s.Name, s.After}
	}
	return g + most(chainEnds(list, own))
}

func (a *assessor) interval() int {
	return a.number("health_check.interval", a.Values.HealthCheck.Interval, "health_check.interval")
}

func (a *assessor) healthTimeout() int {
	return a.number("health_check.timeout", a.Values.HealthCheck.Timeout, "health_check.timeout")
}

func (a *assessor) unhealthyThreshold() int {
	return a.number("health_check.unhealthy_threshold", a.Values.HealthCheck.UnhealthyThreshold, "health_check.unhealthy_threshold")
}

func (a *assessor) gracePeriod() int {
	return a.number("health_check.grace_period", a.Values.HealthCheck.GracePeriod, "health_check.grace_period")
}

func (a *assessor) terminates() bool {
	a.known("connection_termination")
	return a.ConnectionTermination != nil && *a.ConnectionTermination
}

func (a *assessor) count() int {
	a.known("desired_count")
	return max(1, value(a.DesiredCount, 1))
}

func (a *assessor) least() int {
	a.known("min_count")
	return min(max(1, value(a.MinCount, a.count())), a.count())
}

func (a *assessor) minimum() int {
	return a.number("minimum_healthy_percent", a.MinimumHealthyPercent, "minimum_healthy_percent")
}

func (a *assessor) maximum() int {
	return a.number("maximum_percent", a.MaximumPercent, "maximum_percent")
}

// protected is the longest unit that task protection holds the task for.
func (a *assessor) protected() int {
	a.known("task_protection_minutes")
	if a.TaskProtectionMinutes == nil {
		return 0
	}
	return max(0, 60**a.TaskProtectionMinutes-a.cleanup())
}

// deployment is what the length of a deployment depends on.
func (a *assessor) deployment() rollout {
	a.known("load_balancer")
	a.known("strategy")
	r := rollout{balancer: a.balancer, strategy: or(a.Strategy, Rolling), provisioning: value(a.assumed.Provisioning, 0), startup: value(a.assumed.Startup, 0)}
	if a.balancer != NoLoadBalancer {
		r.interval = a.interval()
	}
	return r
}

// rollout is how a deployment goes.
func (a *assessor) rollout() Rollout {
	out := Rollout{StuckAt: []int{}}
	rolling := or(a.Strategy, Rolling) == Rolling
	out.CanRoll = maybe(a, func() bool {
		a.known("strategy")
		out.StuckAt = []int{}
		for _, n := range []int{a.least(), a.count()} {
			stuck := rolling && !CanRoll(n, a.minimum(), a.maximum())
			if stuck && (len(out.StuckAt) == 0 || out.StuckAt[0] != n) {
				out.StuckAt = append(out.StuckAt, n)
			}
		}
		return len(out.StuckAt) == 0
	})
	if out.CanRoll == nil {
		out.StuckAt = []int{}
	}
	if n := len(out.StuckAt); n > 0 {
		out.GoesOnWith = goesOnWith(out.StuckAt[n-1], a.minimum(), a.maximum())
	}
	out.LeastInService = maybe(a, func() int {
		a.known("strategy")
		if !rolling {
			return a.count()
		}
		return ceilDiv(a.count()*a.minimum(), 100)
	})
	rolls := false
	seconds := maybe(a, func() int {
		s, ok := a.deploymentSeconds()
		rolls = ok
		return s
	})
	if rolls {
		out.Seconds = seconds
	}
	return out
}

// goesOnWith is the least count above n that can roll, or 0: what is stuck with
// 100 tasks for each of which there is 1 % is stuck with any.
func goesOnWith(n, minimum, maximum int) int {
	for more := n + 1; more <= max(n, 100)+1; more++ {
		if CanRoll(more, minimum, maximum) {
			return more
		}
	}
	return 0
}

func (a *assessor) deploymentSeconds() (int, bool) {
	r := a.deployment()
	r.count, r.minimum, r.maximum = a.count(), a.minimum(), a.maximum()
	r.deregistration, r.delay, r.cleanup = a.deregistration(), a.delay(), a.cleanup()
	if r.balancer != ALB {
		r.drain = a.ends() - r.delay
	}
	if r.protected = a.protected(); r.protected > 0 && a.assumed.LongestWork != nil {
		r.protected = *a.assumed.LongestWork
	}
	if r.strategy != Rolling {
		p := Profile{Workload: a.assumed.Workload, LoadBalancer: a.balancer, Strategy: r.strategy, BakeMinutes: a.BakeMinutes, StepPercent: a.StepPercent, StepMinutes: a.StepMinutes,
			LongestWork: new(1)}.WithDefaults()
		for _, path := range []string{"bake_minutes", "step_percent", "step_minutes"} {
			a.known(path)
		}
		r.minutes = p.stepsMinutes() + *p.BakeMinutes
	}
	return r.seconds()
}
