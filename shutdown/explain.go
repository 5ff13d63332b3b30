package shutdown

import "strconv"

// explainer collects one explanation for each setting that has a number.
type explainer struct{ list []Explanation }

func (e *explainer) add(setting string, value int, formula, because, source string) {
	e.list = append(e.list, Explanation{setting, value, formula, because, source})
}

// explain says of every number why it is what it is, in the order of Settings.
func (w work) explain(b budget, s Settings) []Explanation {
	e := &explainer{list: make([]Explanation, 0, 24)}
	w.explainStop(e, b)
	w.explainBalancer(e, s)
	w.explainDeployment(e, b, s)
	w.explainRest(e, b, s)
	w.explainEstimates(e, b, s)
	return e.list
}

func (w work) explainStop(e *explainer, b budget) {
	n := strconv.Itoa
	e.add("stop_timeout", b.stop, "deadline "+n(b.deadline)+" + margin "+n(w.margin),
		"ECS sends SIGKILL this long after the stop signal; Fargate allows 2 to 120 s. The deregistration delay is over by then and is not part of it.", sourceStopTimeout)
	e.add("shutdown_deadline", b.deadline, "delay "+n(b.delay)+" + drain "+n(b.drain)+" + cleanup "+n(w.cleanup),
		"The app ends by itself at this time after the signal, before SIGKILL ends it.", sourceStopTask)
	e.add("shutdown_delay", b.delay, w.delayFormula(b), w.delayReason(b), w.delaySource())
	e.add("drain_timeout", b.drain, w.drainFormula(b), w.drainReason(b), sourceStopTimeout)
	e.add("cleanup_timeout", w.cleanup, "cleanup "+n(w.cleanup), "Declared: after the last "+w.kind.unit()+" the app closes pools and flushes logs.", sourceStopTask)
}

func (w work) delayFormula(b budget) string {
	if b.delay < w.propagation {
		return "budget " + strconv.Itoa(b.total) + " − drain " + strconv.Itoa(b.drain)
	}
	return "propagation " + strconv.Itoa(w.propagation)
}

func (w work) delayReason(b budget) string {
	switch {
	case w.kind.pulled():
		return "Work stops arriving when the app stops fetching, so it need not go on serving."
	case b.delay < w.propagation:
		return "New work may arrive for " + strconv.Itoa(w.propagation) + " s after the signal, more than the 120 s of a stop leave: the app goes on serving for as long as it can."
	case w.balancer == NoLoadBalancer:
		return "Callers find the task by name until their names and connections have aged out, so the app goes on serving (no number from AWS; inferred)."
	default:
		return "When the signal comes together with deregistration, the load balancer routes new work for this long, so the app goes on serving (no number from AWS; users measured it; contested)."
	}
}

func (w work) delaySource() string {
	switch w.balancer {
	case ALB, NLB:
		return sourceALBPropagation
	default:
		if w.kind.pulled() {
			return sourceStopTask
		}
		return sourceDiscovery
	}
}

func (w work) drainFormula(b budget) string {
	n := strconv.Itoa
	switch {
	case !b.full:
		return "budget " + n(b.total) + " − least delay " + n(b.leastDelay)
	case w.interrupt == Finish:
		return "longest_work " + n(w.longest)
	case w.interrupt == Requeue:
		return "0 with requeue"
	default:
		return "interrupt_time " + n(w.interruptTime)
	}
}

func (w work) drainReason(b budget) string {
	switch {
	case !b.full:
		return "A " + w.kind.unit() + " may need " + strconv.Itoa(w.wanted()) + " s, but the 120 s of a stop leave less once margin, cleanup and delay are taken off."
	case w.interrupt == Finish:
		return "The longest " + w.kind.unit() + " that starts at the last moment still finishes."
	case w.interrupt == Requeue:
		return "A " + w.kind.unit() + " in flight is given back at once, so nothing is waited for."
	default:
		return "The app needs this long to " + string(w.interrupt) + " what is in flight."
	}
}

func (w work) explainBalancer(e *explainer, s Settings) {
	if !w.balanced() {
		return
	}
	n, h := strconv.Itoa, s.HealthCheck
	because := "ECS waits the whole of it before the stop signal, even when the task is idle (inferred), and the load balancer cuts what still runs at its end. The last request arrives after the propagation and takes its longest."
	if w.balancer == NLB {
		because = "ECS waits the whole of it before the stop signal. The load balancer sends new connections for the propagation (users measured about 120 s; contested), and the last one takes its longest."
	}
	e.add("deregistration_delay", *s.DeregistrationDelay, "propagation "+n(w.propagation)+" + longest_work "+n(w.longest), because, sourceDraining)
	e.add("health_check.interval", h.Interval, "max(5, ⌈longest_pause "+n(w.pause)+" / "+n(h.UnhealthyThreshold)+"⌉)",
		"The fastest check that still spreads the failures over the longest pause.", sourceHealthCheck)
	e.add("health_check.timeout", h.Timeout, "min(interval "+n(h.Interval)+" − 1, 10)",
		"The load balancer refuses a timeout that is not less than the interval (a user's report of the API's error).", sourceHealthCheck)
	e.add("health_check.healthy_threshold", h.HealthyThreshold, "2",
		"A new target needs one passing check (contested: another page counts all of them); two bring a recovered one back.", sourceALBHealth)
	e.add("health_check.unhealthy_threshold", h.UnhealthyThreshold, "⌈longest_pause "+n(w.pause)+" / 5⌉ from 2 to 10",
		"So many checks must fail in a row. A pause shorter than "+n((h.UnhealthyThreshold-1)*h.Interval+h.Timeout)+" s can never fail them all; one of "+n(w.pause)+" s does only if it begins just before a check.", sourceHealthCheck)
	e.add("health_check.grace_period", h.GracePeriod, "startup "+n(w.startup)+" + 2 · interval "+n(h.Interval)+" + timeout "+n(h.Timeout),
		"ECS ignores failing checks for this long, so that a task which is still starting is not replaced.", sourceGracePeriod)
	source, least := sourceALBIdle, "60"
	if w.balancer == NLB {
		source, least = sourceNLBIdle, "350"
	}
	formula, reason := "max("+least+", longest_work "+n(w.longest)+" + 5)", "The load balancer must not give up a request that is still being worked on."
	if w.kind == WebSocket {
		formula, reason = least, "The load balancer closes a connection that is silent for this long: the app must ping more often."
	}
	e.add("idle_timeout", *s.IdleTimeout, formula, reason, source)
	e.add("keep_alive_timeout", *s.KeepAliveTimeout, "idle_timeout "+n(*s.IdleTimeout)+" + 5",
		"The app must not close an idle connection that the load balancer is about to use: the client would see a 502.", source)
}

func (w work) explainDeployment(e *explainer, b budget, s Settings) {
	n, d := strconv.Itoa, s.Deployment
	if w.singleton {
		e.add("deployment.minimum_healthy_percent", d.MinimumHealthyPercent, "0 with singleton", "The old task stops before the new one starts.", sourceDeployment)
		e.add("deployment.maximum_percent", d.MaximumPercent, "100 with singleton", "Never more tasks than desired.", sourceDeployment)
	} else {
		count := max(1, w.count)
		e.add("deployment.minimum_healthy_percent", d.MinimumHealthyPercent, "100", "A deployment never runs fewer tasks than desired.", sourceDeployment)
		e.add("deployment.maximum_percent", d.MaximumPercent, "⌈("+n(count)+" + "+n(max(1, count*w.surge/100))+") · 100 / "+n(count)+"⌉",
			"ECS rounds the maximum down, so it is rounded up here: at least one extra task always fits and the deployment can roll.", sourceDeployment)
	}
	formula := "max(60, deadline " + n(b.deadline) + ")"
	if w.balanced() {
		formula = "max(60, deregistration_delay " + n(b.deregistration) + " + deadline " + n(b.deadline) + ")"
	}
	e.add("scale_in_cooldown", s.ScaleInCooldown, formula, "The next scale-in waits until the tasks of the last one are gone.", sourceServiceUpdate)
}

func (w work) explainRest(e *explainer, b budget, s Settings) {
	n := strconv.Itoa
	for i, t := range s.SidecarStopTimeouts {
		e.add("sidecar_stop_timeouts."+t.Key, t.Value, "flush "+n(value(w.sidecars[i].Flush, 0))+" + margin "+n(w.margin),
			"The app depends on the sidecar, so the sidecar's stop begins when the app has gone (the sum along the chain is inferred).", sourceDependency)
	}
	if p := s.TaskProtectionMinutes; p != nil {
		e.add("task_protection_minutes", *p, "⌈(longest_work "+n(w.longest)+" + cleanup "+n(w.cleanup)+") / 60⌉",
			"A "+w.kind.unit()+" outlives the drain of "+n(b.drain)+" s: the app protects its task while it works. That holds off deployments, scale-in and rebalancing, and nothing else (inferred).", sourceProtection)
	}
	if v := s.VisibilityTimeout; v != nil {
		e.add("visibility_timeout", *v, "longest_work "+n(w.longest)+" + stop_timeout "+n(b.stop),
			"Nobody else gets the message while the task that works on it may still be alive.", sourceVisibility)
	}
}

func (w work) explainEstimates(e *explainer, b budget, s Settings) {
	n := strconv.Itoa
	stop, drained := "stop_timeout "+n(b.stop), ""
	if w.balanced() {
		stop, drained = "deregistration_delay "+n(b.deregistration)+" + "+stop, " + deregistration_delay "+n(b.deregistration)
	}
	e.add("estimates.stop_seconds", s.Estimates.StopSeconds, stop, "The two timers run one after the other.", sourceLifecycle)
	waves := w.waves(s.Deployment)
	each := (s.Estimates.DeploymentSeconds - b.deregistration) / waves
	e.add("estimates.deployment_seconds", s.Estimates.DeploymentSeconds, n(waves)+" × "+n(each)+drained,
		"In each wave new tasks start and old ones stop; the last drain is waited for once (inferred).", sourceServiceUpdate)
	e.add("estimates.deployment_timeout", s.Estimates.DeploymentTimeout, "max(600, ⌈1.5 · "+n(s.Estimates.DeploymentSeconds)+"⌉)",
		"For whatever waits for a deployment, with half as much again in reserve.", sourceServiceUpdate)
}
