package shutdown

// deploying explains how many tasks there are and how they change.
func (e *explainer) deploying() {
	d := e.Settings.Deployment
	e.add("desired_count", e.Settings.DesiredCount, "desired_count "+n(e.Settings.DesiredCount), "Passed on from the profile.", sourceServiceUpdate)
	if e.singleton {
		e.add("deployment.minimum_healthy_percent", d.MinimumHealthyPercent, "0 with singleton", "The old task stops before the new one starts.", sourceDeployment)
		e.add("deployment.maximum_percent", d.MaximumPercent, "100 with singleton", "Never more tasks than desired.", sourceDeployment)
	} else {
		e.add("deployment.minimum_healthy_percent", d.MinimumHealthyPercent, "100", "A deployment never runs fewer tasks than desired.", sourceDeployment)
		formula := "⌈(desired_count " + n(e.count) + " + extra " + n(e.extra()) + ") · 100 / desired_count " + n(e.count) + "⌉"
		because := "ECS rounds the maximum down, so it is rounded up here: the extra task always fits and the deployment can roll."
		if d.MaximumPercent > e.maximumFor(e.count, e.extra()) {
			formula = "⌈(min_count " + n(e.least) + " + 1) · 100 / min_count " + n(e.least) + "⌉"
			because = "Scaled in to its fewest tasks, the service must still fit one more, or its deployment is stuck: ECS rounds the maximum down."
		}
		e.add("deployment.maximum_percent", d.MaximumPercent, formula, because, sourceDeployment)
	}
	if d.BakeTimeInMinutes != nil {
		e.add("deployment.bake_time_in_minutes", *d.BakeTimeInMinutes, "bake_minutes "+n(*d.BakeTimeInMinutes), "Declared: both revisions run this long after all traffic has moved.", sourceBlueGreen)
	}
	if l := d.Linear; l != nil {
		e.add("deployment.linear.step_percent", l.StepPercent, "step_percent "+n(l.StepPercent), "Declared: this share of the traffic moves in one step.", sourceLinear)
		e.add("deployment.linear.step_bake_time_in_minutes", l.StepBakeTimeInMinutes, "step_minutes "+n(l.StepBakeTimeInMinutes), "Declared: the wait after each step.", sourceLinear)
	}
	if c := d.Canary; c != nil {
		e.add("deployment.canary.percent", c.Percent, "step_percent "+n(c.Percent), "Declared: this share of the traffic moves first.", sourceCanary)
		e.add("deployment.canary.bake_time_in_minutes", c.BakeTimeInMinutes, "step_minutes "+n(c.BakeTimeInMinutes), "Declared: the wait until the rest moves.", sourceCanary)
	}
	formula := ""
	if e.balanced() {
		formula = "deregistration_delay " + n(e.deregistration) + " + "
	}
	if e.Front != nil {
		formula += "front stop_timeout " + n(e.frontStop) + " + "
	}
	e.add("scale_in_cooldown", e.ScaleInCooldown, "max(60, "+formula+"deadline "+n(e.deadline)+")", "The next scale-in waits until the tasks of the last one are gone.", sourceServiceUpdate)
}

// estimating explains the expectations.
func (e *explainer) estimating() {
	stop := ""
	if e.balanced() {
		stop = "deregistration_delay " + n(e.deregistration) + " + "
	}
	if e.Front != nil {
		stop += "front stop_timeout " + n(e.frontStop) + " + "
	}
	stop += "stop_timeout " + n(e.StopTimeout)
	because := "The timers run one after the other."
	if e.chain > 0 {
		stop += " + sidecars " + n(e.chain)
		because = "The timers run one after the other, those of the sidecars along their longest chain (inferred)."
	}
	e.add("estimates.stop_seconds", e.Estimates.StopSeconds, stop, because, sourceLifecycle)
	r := e.rollout(e.budget, e.Settings)
	e.add("estimates.deployment_seconds", e.Estimates.DeploymentSeconds, r.formula(), r.reason(), sourceServiceUpdate)
	e.add("estimates.deployment_timeout", e.Estimates.DeploymentTimeout, "max(600, ⌈1.5 · deployment_seconds "+n(e.Estimates.DeploymentSeconds)+"⌉)",
		"For whatever waits for a deployment, with half as much again in reserve.", sourceServiceUpdate)
}

// formula writes [rollout.seconds] with its numbers.
func (r rollout) formula() string {
	start := "provisioning " + n(r.provisioning) + " + startup " + n(r.startup)
	switch r.balancer {
	case ALB:
		start += " + 2 · interval " + n(r.interval)
	case NLB:
		start += " + " + n(nlbSettle) + " + 2 · interval " + n(r.interval)
	default:
		start += " + " + n(discoverySettle)
	}
	stop := " + delay " + n(r.delay)
	if r.balancer != ALB {
		stop += " + drain " + n(r.drain)
	}
	stop += " + cleanup " + n(r.cleanup)
	drained := ""
	if r.balancer != NoLoadBalancer {
		drained = " + deregistration_delay " + n(r.deregistration)
	}
	if r.strategy != Rolling {
		shift := ""
		if r.balancer == NLB {
			shift = " + " + n(nlbShift)
		}
		return start + " + 60 · minutes " + n(r.minutes) + shift + drained + stop
	}
	if r.protected > 0 {
		stop += " + longest_work " + n(r.protected)
	}
	return "waves " + n(r.waves()) + " · (" + start + stop + ")" + drained
}

func (r rollout) reason() string {
	switch {
	case r.strategy != Rolling:
		return "A second set of tasks starts, traffic moves and both bake, then the old tasks drain and stop (inferred)."
	case r.protected > 0:
		return "In each wave new tasks start and old ones stop; a protected task is waited for (inferred)."
	default:
		return "In each wave new tasks start and old ones stop; the last drain is waited for once (inferred)."
	}
}
