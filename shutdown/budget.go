package shutdown

// budget divides the seconds that a stop has among the phases.
type budget struct {
	total          int // B: what margin, cleanup and sidecars leave
	leastDelay     int // the delay that is never given up for drain time
	drain          int // W': for units in flight
	delay          int // P: for work that still arrives
	deadline       int // A: the app's own, counted from its signal
	stop           int // S: the app's stop timeout
	frontStop      int // Sf: the front's, 0 without one
	deregistration int // D: 0 without a load balancer
	full           bool
}

// budget computes the division. Propagation and cleanup come before drain time
// because a late request that finds a closed port is lost for sure, while a
// unit cut at the end of the drain is one that the guarantees name.
func (w work) budget() budget {
	b := budget{leastDelay: min(w.propagation, leastDelay)}
	switch {
	case w.interruptible():
		b.total = spotNotice - w.tail()
	case w.Front != nil:
		b.total = fargateStopTimeoutMax - w.margin
	default:
		b.total = fargateStopTimeoutMax - w.margin - w.cleanup
	}
	if w.receives() {
		// The receive call that is open ends when it ends.
		b.leastDelay = w.propagation
	}
	want := w.wanted()
	b.drain = min(want, b.total-b.leastDelay)
	b.delay = min(w.propagation, b.total-b.drain)
	b.deadline = b.delay + b.drain + w.cleanup
	if w.Front != nil {
		b.frontStop = max(fargateStopTimeoutMin, b.delay+b.drain+w.margin)
		b.deadline = w.cleanup
	}
	b.stop = max(fargateStopTimeoutMin, b.deadline+w.margin)
	b.full = b.drain >= want
	if w.balanced() {
		b.deregistration = w.propagation + w.lasts()
	}
	return b
}

// fits says whether there is a division at all.
func (w work) hasBudget() bool {
	b := w.budget()
	return b.total >= b.leastDelay && (w.Front == nil || w.cleanup+w.margin <= fargateStopTimeoutMax)
}

// reached is the container that the load balancer or the callers reach: the
// front where there is one.
func (w work) reached(b budget) FrontSettings {
	if w.Front == nil {
		return FrontSettings{StopTimeout: b.stop, ShutdownDeadline: b.deadline, ShutdownDelay: b.delay, DrainTimeout: b.drain}
	}
	return FrontSettings{Name: w.Front.Name, StopTimeout: b.frontStop, ShutdownDeadline: b.delay + b.drain, ShutdownDelay: b.delay, DrainTimeout: b.drain}
}

// sidecarStopTimeouts gives each sidecar its flush and the margin.
func (w work) sidecarStopTimeouts() Table[int] {
	t := make(Table[int], 0, len(w.Sidecars))
	for _, s := range w.Sidecars {
		t = append(t, Entry[int]{s.Name, max(fargateStopTimeoutMin, value(s.Flush, 0)+w.margin)})
	}
	return t
}

// sidecarDependencies gives each sidecar those that it must depend on so that
// it stops before them: stops run against the direction of dependsOn.
func (w work) sidecarDependencies() Table[[]string] {
	t := make(Table[[]string], 0, len(w.Sidecars))
	for _, s := range w.Sidecars {
		later := []string{}
		for _, other := range w.Sidecars {
			if contains(other.After, s.Name) {
				later = append(later, other.Name)
			}
		}
		t = append(t, Entry[[]string]{s.Name, later})
	}
	return t
}

// taskProtection is how long a task must be shielded from deployments,
// scale-in and rebalancing when its unit outlives the drain; nil if none.
func (w work) taskProtection(b budget) *int {
	if !w.protected(b) {
		return nil
	}
	return new(ceilDiv(w.longest+w.cleanup, 60))
}

func (w work) protected(b budget) bool {
	return w.Workload.pulled() && w.OnInterrupt == Finish && w.longest > b.drain
}

// beatsBorne is how many heartbeats hide a message that was hidden. The last would
// come in the moment in which it is seen, so one of them may fail, and two in a row
// where the worker tries again sooner than at the next.
const beatsBorne = 3

// visibilityTimeout hides a message for as long as a worker that is stopped
// late may still be working on it, or until some heartbeats have failed; nil
// where SQS has no part in it.
func (w work) visibilityTimeout(b budget) *int {
	hidden := w.hidden(b)
	if hidden != nil && w.Heartbeat != nil {
		return new(beatsBorne * *w.Heartbeat)
	}
	return hidden
}

// hidden is how long a message stays hidden in all, by one long timeout or by
// heartbeats; nil where SQS has no part in it.
func (w work) hidden(b budget) *int {
	if w.Workload != Queue || w.Broker != SQS {
		return nil
	}
	return new(w.longest + b.stop)
}

// ceilDiv is a/b rounded up, for a ≥ 0 and b > 0.
func ceilDiv(a, b int) int { return (a + b - 1) / b }
