package shutdown

import "strconv"

// explainer collects one explanation for each setting that has a number.
type explainer struct {
	work
	budget
	*Settings
	list []Explanation
}

// Explanation says of every number why it is what it is, in the order of
// [Settings].
func (v Proven) Explanation() []Explanation {
	s := v.Settings()
	return v.work.explain(v.budget, &s)
}

func (w work) explain(b budget, s *Settings) []Explanation {
	e := &explainer{work: w, budget: b, Settings: s, list: make([]Explanation, 0, 32)}
	e.stop()
	e.front()
	e.targetGroup()
	e.starting()
	e.idle()
	e.deploying()
	e.sidecars()
	e.queueing()
	e.estimating()
	return e.list
}

func (e *explainer) add(setting string, value int, formula, because, source string) {
	e.list = append(e.list, Explanation{setting, value, formula, because, source})
}

var n = strconv.Itoa

// clamped writes a stop timeout, which Fargate takes from 2 s up.
func clamped(sum int, formula string) string {
	if sum < fargateStopTimeoutMin {
		return "max(" + n(fargateStopTimeoutMin) + ", " + formula + ")"
	}
	return formula
}

func (e *explainer) stop() {
	e.add("stop_timeout", e.StopTimeout, clamped(e.deadline+e.margin, "deadline "+n(e.deadline)+" + margin "+n(e.margin)),
		"ECS sends SIGKILL this long after the stop signal; Fargate allows 2 to 120 s. The deregistration delay is over by then and is not part of it.", sourceStopTimeout)
	if e.Front != nil {
		e.add("shutdown_deadline", e.ShutdownDeadline, "cleanup "+n(e.cleanup),
			"The app is told to stop when the front has gone: nothing arrives and nothing is in flight any more.", sourceDependency)
		e.add("shutdown_delay", 0, "0 behind a front", "The front goes on serving in its place.", sourceDependency)
		e.add("drain_timeout", 0, "0 behind a front", "The front waits for the requests in its place.", sourceDependency)
	} else {
		e.add("shutdown_deadline", e.ShutdownDeadline, "delay "+n(e.delay)+" + drain "+n(e.drain)+" + cleanup "+n(e.cleanup),
			"The app ends by itself at this time after the signal, before SIGKILL ends it.", sourceStopTask)
		e.phases("")
	}
	e.add("cleanup_timeout", e.cleanup, "cleanup "+n(e.cleanup), "Declared: after the last "+e.Workload.unit()+" the app closes pools and flushes logs.", sourceStopTask)
}

// phases are the delay and the drain of the container that is reached.
func (e *explainer) phases(prefix string) {
	e.add(prefix+"shutdown_delay", e.delay, e.delayFormula(), e.delayReason(), e.delaySource())
	e.add(prefix+"drain_timeout", e.drain, e.drainFormula(), e.drainReason(), sourceStopTimeout)
}

func (e *explainer) front() {
	f := e.FrontSettings
	if f == nil {
		return
	}
	e.add("front_settings.stop_timeout", f.StopTimeout, clamped(e.delay+e.drain+e.margin, "delay "+n(e.delay)+" + drain "+n(e.drain)+" + margin "+n(e.margin)),
		"The front depends on the app and so stops before it, with a stop timeout of its own.", sourceDependency)
	e.add("front_settings.shutdown_deadline", f.ShutdownDeadline, "delay "+n(e.delay)+" + drain "+n(e.drain), "The front ends by itself at this time after its signal.", sourceStopTask)
	e.phases("front_settings.")
}

func (e *explainer) delayFormula() string {
	if e.delay < e.propagation {
		return "budget " + n(e.total) + " − drain " + n(e.drain)
	}
	return "propagation " + n(e.propagation)
}

func (e *explainer) delayReason() string {
	switch {
	case e.receives() && e.propagation > 0:
		return "A receive call that is open when the signal comes may still bring work; the app opens no other."
	case e.Workload.pulled():
		return "Work stops arriving when the app stops fetching, so it need not go on serving."
	case e.delay < e.propagation:
		return "New work may arrive for " + n(e.propagation) + " s after the signal, more than the stop leaves: the app goes on serving for as long as it can."
	case e.work.LoadBalancer == NoLoadBalancer:
		return "Callers find the task by name until their names and connections have aged out, so the app goes on serving (no number from AWS; inferred)."
	default:
		return "When the signal comes together with deregistration, the load balancer routes new work for this long, so the app goes on serving (no number from AWS; users measured it; contested)."
	}
}

func (e *explainer) delaySource() string {
	switch {
	case e.balanced():
		return sourceALBPropagation
	case e.receives() && e.Broker != OtherBroker && e.Workload == Queue:
		return sourceLongPolling
	case e.Workload.pulled():
		return sourceStopTask
	default:
		return sourceDiscovery
	}
}

func (e *explainer) drainFormula() string {
	switch {
	case !e.full:
		return "budget " + n(e.total) + " − least delay " + n(e.leastDelay)
	case e.OnInterrupt == Finish:
		return "longest_work " + n(e.longest)
	case e.OnInterrupt == Requeue:
		return "0 with requeue"
	default:
		return "interrupt_time " + n(e.interruptTime)
	}
}

func (e *explainer) drainReason() string {
	unit := e.Workload.unit()
	switch {
	case !e.full:
		return "A " + unit + " may need " + n(e.wanted()) + " s, but the stop leaves less once margin, cleanup, delay and what stops after are taken off."
	case e.OnInterrupt == Finish:
		return "The longest " + unit + " that starts at the last moment still finishes."
	case e.OnInterrupt == Requeue:
		return "A " + unit + " in flight is given back at once, so nothing is waited for."
	default:
		return "The app needs this long to " + string(e.OnInterrupt) + " what is in flight."
	}
}

func (e *explainer) sidecars() {
	for i, t := range e.SidecarStopTimeouts {
		flush := value(e.Sidecars[i].Flush, 0)
		e.add("sidecar_stop_timeouts."+t.Key, t.Value, clamped(flush+e.margin, "flush "+n(flush)+" + margin "+n(e.margin)),
			"The app depends on the sidecar, so the sidecar's stop begins when the app has gone (the sum along the chain is inferred).", sourceDependency)
	}
}

func (e *explainer) queueing() {
	if p := e.TaskProtectionMinutes; p != nil {
		e.add("task_protection_minutes", *p, "⌈(longest_work "+n(e.longest)+" + cleanup "+n(e.cleanup)+") / 60⌉",
			"A "+e.Workload.unit()+" outlives the drain of "+n(e.drain)+" s: the app protects its task while it works. That holds off deployments, scale-in and rebalancing, and nothing else (inferred).", sourceProtection)
	}
	if h := e.Heartbeat; h != nil {
		e.add("visibility_timeout", *e.VisibilityTimeout, n(beatsBorne)+" · heartbeat "+n(*h),
			"The worker hides the message again at every heartbeat. One may fail, and two in a row where the worker tries again before the next. Without a worker it comes back after this time.", sourceVisibility)
		return
	}
	if v := e.VisibilityTimeout; v != nil {
		e.add("visibility_timeout", *v, "longest_work "+n(e.longest)+" + stop_timeout "+n(e.StopTimeout),
			"Nobody else gets the message while the task that works on it may still be alive.", sourceVisibility)
	}
}
