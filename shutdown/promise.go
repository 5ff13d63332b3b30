package shutdown

import "strings"

// promise is what survives the cause: section 10 of the model, which knows none
// of the formulas by which settings are computed.
func (a *assessor) promise(c Cause) Promise {
	var p Promise
	missing, generous := a.answer(func() { p = a.promised(c) })
	if len(missing) > 0 {
		return Promise{Because: "unknown: " + and(missing)}
	}
	p.AtMost = generous && p.SureSeconds != nil
	a.verdict(c, &p)
	return p
}

func (a *assessor) promised(c Cause) Promise {
	if c == HostFailure {
		return sureOf(0, "no signal comes: what is in flight on the host is lost")
	}
	a.known("load_balancer")
	if c == SpotInterruption {
		a.known("capacity")
	}
	switch {
	case c == SpotInterruption && !or(a.Capacity, OnDemand).interruptible():
		return Promise{Because: "on-demand tasks are not interrupted"}
	case c == SpotInterruption && a.balancer != NoLoadBalancer:
		return a.spot()
	case c == SpotInterruption:
		return a.signalled(min(a.ends(), max(0, spotNotice-a.tail())))
	case c == StopTask:
		return a.signalled(a.ends())
	case a.balancer != NoLoadBalancer:
		return a.drained()
	default:
		p := a.signalled(a.ends())
		if shield := a.protected(); HeldOff(c) && shield > *p.SureSeconds {
			held := sureOf(shield, "task protection of "+n(*a.TaskProtectionMinutes)+" min less cleanup "+n(a.cleanup())+" s holds the stop off")
			if held.RefusedSeconds = p.RefusedSeconds; held.RefusedSeconds == 0 {
				a.generous = false // What is more than the most that is assumed rests on none of it.
			}
			return held
		}
		return p
	}
}

func sureOf(seconds int, because string) Promise {
	return Promise{SureSeconds: &seconds, Because: because}
}

// signalled is a stop whose signal comes while new work may still arrive; end is
// when the last unit in flight is over.
func (a *assessor) signalled(end int) Promise {
	delay, arrives := a.delay(), a.propagation()
	if delay < arrives {
		p := sureOf(end, "what has begun has "+n(end)+" s from the signal; new work may arrive for "+n(arrives)+" s, and "+a.serves(delay))
		p.RefusedSeconds = arrives - delay
		return p
	}
	return sureOf(max(0, end-arrives), "work that arrives "+n(arrives)+" s after the signal has until "+n(end)+" s")
}

// serves says how long what is reached goes on serving after the signal.
func (a *assessor) serves(delay int) string {
	who := "the app"
	if a.Front != nil {
		who = "the front"
	}
	if a.App.Delay == nil {
		return who + " is taken to serve a delay of " + n(delay) + " s"
	}
	return who + " serves a delay of " + n(delay) + " s"
}

// drained is a stop whose signal comes when the deregistration delay is over.
func (a *assessor) drained() Promise {
	wait, arrives := a.deregistration(), a.propagation()
	nlb := a.balancer == NLB
	if !nlb || a.terminates() {
		switch {
		case nlb && a.assumed.Workload == HTTP:
			return sureOf(0, "open connections bring requests to the end, and the load balancer cuts them after "+n(wait)+" s of draining")
		case wait < arrives:
			return sureOf(0, n(wait)+" s of draining are shorter than "+n(arrives)+" s of propagation: new requests still arrive when the load balancer cuts them")
		default:
			return sureOf(wait-arrives, n(wait)+" s of draining, of which the first "+n(arrives)+" s still bring new work"+a.notice())
		}
	}
	delay := a.delay()
	if wait+delay < arrives {
		return sureOf(0, n(wait)+" s of draining and a delay of "+n(delay)+" s are shorter than "+n(arrives)+" s of propagation")
	}
	end := a.ends()
	if a.assumed.Workload == HTTP {
		return sureOf(end-delay, "open connections bring requests until the app closes them after a delay of "+n(delay)+" s; they have until "+n(end)+" s")
	}
	return sureOf(max(0, wait+end-arrives), n(wait)+" s of draining, "+n(end)+" s after the signal, less "+n(arrives)+" s of propagation"+a.notice())
}

// notice says how long it takes to tell every connection to close; nothing where
// the app does not watch for the drain.
func (a *assessor) notice() string {
	if !a.assumed.noticed() {
		return ""
	}
	w := a.assumed.work()
	return "; from the notice on the app takes " + n(w.lasts()) + " s to close its connections" + w.noticeSeen("this")
}

// lasts is what must be sure for the last new unit: its whole length, or with a
// notice no more than it takes to tell it and to close it.
func (a *assessor) lasts(longest int) int {
	if a.assumed.noticed() {
		return min(longest, a.assumed.work().lasts())
	}
	return longest
}

// spot is the least of both orders of a Spot interruption.
func (a *assessor) spot() Promise {
	p := a.signalled(a.ends())
	wait, delay, tail := a.deregistration(), a.delay(), a.tail()
	first := *p.SureSeconds
	second := max(0, min(wait, spotNotice-tail-delay)-a.propagation())
	runs := wait+delay+tail <= spotNotice
	p.Readings = &SpotReadings{SignalFirst: first, DeregistrationFirst: second}
	p.CleanupRuns = &runs
	p.SureSeconds = new(min(first, second))
	because := []string{"signal first keeps " + n(first) + " s", "deregistration first keeps " + n(second) + " s"}
	if !runs {
		because = append(because, "with all that the stop timeouts leave the stop ends after "+n(wait+delay+tail)+" s, and the capacity is gone after 120 s, so that cleanup is not sure to run")
	}
	p.Because = strings.Join(because, "; ") + " (inferred: the order is contested)"
	return p
}

// verdict reads off what is kept, where it is known what the longest unit is.
func (a *assessor) verdict(c Cause, p *Promise) {
	if a.assumed.LongestWork == nil {
		return
	}
	longest, promise := *a.assumed.LongestWork, a.assumed.OnInterrupt.promise()
	wanted := a.assumed.work().wanted()
	switch {
	case c == HostFailure && a.assumed.Workload == Queue:
		p.Kept = KeptRedelivered
	case c == HostFailure:
		p.Kept = KeptNone
	case p.SureSeconds == nil:
		p.Kept = KeptNotApplicable
	case a.balancer != NoLoadBalancer && c != StopTask && c != SpotInterruption:
		p.Kept = a.drainedVerdict(*p.SureSeconds, longest, wanted, promise)
	case p.RefusedSeconds > 0:
		p.Kept = KeptBestEffort
	case p.Readings != nil:
		room := spotNotice - a.tail() - a.delay() - a.propagation()
		drained := min(wanted, longest)
		if a.assumed.noticed() { // What is told to close has no longer than until the delay is over.
			drained = a.lasts(longest)
		}
		if p.Kept = KeptUpTo; p.Readings.SignalFirst >= wanted && room >= wanted && p.Readings.DeregistrationFirst >= drained && *p.CleanupRuns {
			p.Kept = promise
		}
	case HeldOff(c) && a.protected() >= longest && a.TaskProtectionMinutes != nil:
		p.Kept = KeptAll
	case *p.SureSeconds >= wanted:
		p.Kept = promise
	default:
		p.Kept = KeptUpTo
	}
	if p.Kept == KeptUpTo {
		p.UpTo = p.SureSeconds
	}
}

// drainedVerdict is all when the draining covers the longest unit, and the promise
// when it covers what tells each connection to close. Only flows of a Network Load
// Balancer reach the signal, and have the promise there.
func (a *assessor) drainedVerdict(sure, longest, wanted int, promise Kept) Kept {
	flows, over := a.balancer == NLB && !a.terminates(), a.deregistration()
	if flows {
		over += a.delay()
	}
	switch arrived := over >= a.propagation(); {
	case arrived && sure >= a.lasts(longest) && a.assumed.noticed():
		return promise
	case arrived && sure >= a.lasts(longest):
		return KeptAll
	case arrived && flows && a.ends()-a.delay() >= wanted:
		return promise
	default:
		return KeptUpTo
	}
}

// Values are the settings as numbers that stand somewhere, to be assessed.
func (s Settings) Values() Values {
	v := Values{LoadBalancer: s.LoadBalancer, DeregistrationDelay: s.DeregistrationDelay, ConnectionTermination: s.ConnectionTermination,
		StopTimeout: &s.StopTimeout, IdleTimeout: s.IdleTimeout, DesiredCount: &s.DesiredCount,
		MinimumHealthyPercent: &s.Deployment.MinimumHealthyPercent, MaximumPercent: &s.Deployment.MaximumPercent,
		Strategy: Strategy(strings.ToLower(s.Deployment.Strategy)), BakeMinutes: s.Deployment.BakeTimeInMinutes,
		TaskProtectionMinutes: s.TaskProtectionMinutes, VisibilityTimeout: s.VisibilityTimeout, Capacity: s.capacity(),
		App: &AppValues{Delay: &s.ShutdownDelay, Drain: &s.DrainTimeout, Cleanup: &s.CleanupTimeout, Deadline: &s.ShutdownDeadline, KeepAlive: s.KeepAliveTimeout}}
	if f := s.FrontSettings; f != nil {
		v.Front = &StandingFront{StopTimeout: &f.StopTimeout}
		v.App = &AppValues{Delay: &f.ShutdownDelay, Drain: &f.DrainTimeout, Cleanup: new(0), Deadline: &f.ShutdownDeadline, KeepAlive: s.KeepAliveTimeout}
	}
	if h := s.HealthCheck; h != nil {
		v.HealthCheck = &HealthValues{&h.Interval, &h.Timeout, &h.HealthyThreshold, &h.UnhealthyThreshold, &h.GracePeriod}
	}
	if l := s.Deployment.Linear; l != nil {
		v.StepPercent, v.StepMinutes = &l.StepPercent, &l.StepBakeTimeInMinutes
	}
	if c := s.Deployment.Canary; c != nil {
		v.StepPercent, v.StepMinutes = &c.Percent, &c.BakeTimeInMinutes
	}
	for _, e := range s.SidecarStopTimeouts {
		v.Sidecars = append(v.Sidecars, StandingSidecar{Name: e.Key, StopTimeout: new(e.Value)})
	}
	for _, e := range s.SidecarDependencies { // e depends on those that stop after it.
		for _, later := range e.Value {
			for i := range v.Sidecars {
				if v.Sidecars[i].Name == later {
					v.Sidecars[i].After = append(v.Sidecars[i].After, e.Key)
				}
			}
		}
	}
	return v
}

// capacity reads the capacity back from the providers.
func (s Settings) capacity() Capacity {
	switch {
	case len(s.CapacityProviders) > 1:
		return Mixed
	case s.CapacityProviders[0].Name == "FARGATE_SPOT":
		return Spot
	default:
		return OnDemand
	}
}
