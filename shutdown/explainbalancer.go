package shutdown

// targetGroup explains what the load balancer is told about its targets.
func (e *explainer) targetGroup() {
	if !e.balanced() {
		return
	}
	h, unit := e.Settings.HealthCheck, e.Workload.unit()
	because := "ECS waits the whole of it before the stop signal, even when the task is idle (inferred), and the load balancer cuts what still runs at its end. The last " + unit + " arrives after the propagation and takes its longest."
	if e.work.LoadBalancer == NLB {
		because = "ECS waits the whole of it before the stop signal. The load balancer sends new connections for the propagation (documented without a number; users measured about two minutes), and the last one takes its longest."
	}
	formula := "propagation " + n(e.propagation) + " + longest_work " + n(e.longest)
	if e.noticed {
		formula = "propagation " + n(e.propagation) + " + interrupt_time " + n(e.interruptTime) + " + notice_spread " + n(e.spread)
		because = "ECS waits the whole of it before the stop signal. The app sees within the propagation that its target drains, tells its connections to close over the spread, and the last of them takes its time to do so: none needs its whole age."
	}
	e.add("deregistration_delay", *e.DeregistrationDelay, formula, because, sourceDraining)
	interval := "max(5, timeout " + n(h.Timeout) + " + 1)"
	why := "The shortest that the load balancer takes beside the timeout."
	if h.Interval > max(intervalMin, h.Timeout+1) {
		interval = "⌈(longest_pause " + n(e.pause) + " + 1 − timeout " + n(h.Timeout) + ") / 9⌉"
		why = "The shortest with which the most checks that may fail in a row outlast the longest pause."
	}
	e.add("health_check.interval", h.Interval, interval, why, sourceHealthCheck)
	e.add("health_check.timeout", h.Timeout, "health_time "+n(e.healthTime)+" + 1", "A healthy app answers in time, and the load balancer needs more than that.", sourceHealthCheck)
	e.add("health_check.healthy_threshold", h.HealthyThreshold, "2",
		"A new target needs one passing check whatever the threshold; two bring a recovered one back.", sourceGracePeriod)
	e.add("health_check.unhealthy_threshold", h.UnhealthyThreshold, e.thresholdFormula(h),
		"So many checks must fail in a row: a pause of "+n(e.pause)+" s, whenever it begins, is too short for that; one of "+n(sure(h.UnhealthyThreshold, h.Interval, h.Timeout)+1)+" s may be long enough.", sourceHealthCheck)
	e.add("health_check.grace_period", h.GracePeriod, "startup "+n(e.startup)+" + 2 · interval "+n(h.Interval)+" + timeout "+n(h.Timeout),
		"ECS ignores failing checks for this long, so that a task which is still starting is not replaced.", sourceGracePeriod)
}

// thresholdFormula is 1 plus the whole intervals that the pause spans, at least
// one and at most nine of them.
func (e *explainer) thresholdFormula(h *HealthCheck) string {
	switch {
	case h.UnhealthyThreshold == thresholdMin:
		return "2"
	case h.Interval > max(intervalMin, h.Timeout+1):
		return "10"
	default:
		return "⌈(longest_pause " + n(e.pause) + " + 1 − timeout " + n(h.Timeout) + ") / interval " + n(h.Interval) + "⌉ + 1"
	}
}

func (e *explainer) starting() {
	formula := "startup " + n(e.startup)
	if e.startup > startPeriodMax {
		formula = "min(300, startup " + n(e.startup) + ")"
	}
	e.add("container_start_period", e.ContainerStartPeriod, formula,
		"A container health check, if there is one, does not count its failures before the app is ready.", sourceContainerHealth)
}

func (e *explainer) idle() {
	if !e.balanced() {
		return
	}
	source, least := sourceALBIdle, e.idleLeast()
	if e.work.LoadBalancer == NLB {
		source = sourceNLBIdle
	}
	formula, reason := "max("+n(least)+", longest_work "+n(e.longest)+" + 5)", "The load balancer must not give up a request that is still being worked on."
	if e.Workload == WebSocket {
		formula, reason = n(least), "The load balancer closes a connection that is silent for this long: the app must ping more often."
	}
	e.add("idle_timeout", *e.IdleTimeout, formula, reason, source)
	e.add("keep_alive_timeout", *e.KeepAliveTimeout, "idle_timeout "+n(*e.IdleTimeout)+" + 5",
		"What the load balancer talks to must not close an idle connection that is about to be used: the client would see a 502.", source)
}
