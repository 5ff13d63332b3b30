package shutdown

// budget divides the seconds that a stop has among the app's phases.
type budget struct {
	total          int // B: what margin, cleanup and sidecars leave
	leastDelay     int // the delay that is never given up for drain time
	drain          int // W': for units in flight
	delay          int // P: for work that still arrives
	deadline       int // A: the app's own, counted from the signal
	stop           int // S: stop timeout
	deregistration int // D: 0 without a load balancer
	full           bool
}

// budget computes the division. Propagation and cleanup come before drain time
// because a late request that finds a closed port is lost for sure, while a
// unit cut at the end of the drain is one that the guarantees name.
func (w work) budget() budget {
	b := budget{
		total:      fargateStopTimeoutMax - w.margin - w.cleanup,
		leastDelay: min(w.propagation, leastDelay),
	}
	if w.capacity.interruptible() {
		b.total = spotNotice - w.margin - w.cleanup - w.chain()
	}
	want := w.wanted()
	b.drain = min(want, b.total-b.leastDelay)
	b.delay = min(w.propagation, b.total-b.drain)
	b.deadline = b.delay + b.drain + w.cleanup
	b.stop = max(fargateStopTimeoutMin, b.deadline+w.margin)
	b.full = b.drain >= want
	if w.balanced() {
		b.deregistration = w.propagation + w.longest
	}
	return b
}

// sidecarStopTimeouts gives each sidecar its flush and the margin. The app
// depends on every sidecar, so that they stop after it.
func (w work) sidecarStopTimeouts() Table[int] {
	t := make(Table[int], 0, len(w.sidecars))
	for _, s := range w.sidecars {
		t = append(t, Entry[int]{s.Name, max(fargateStopTimeoutMin, value(s.Flush, 0)+w.margin)})
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
	return w.kind.pulled() && w.interrupt == Finish && w.longest > b.drain
}

// visibilityTimeout hides a message for as long as a worker that is stopped
// late may still be working on it; nil for other workloads.
func (w work) visibilityTimeout(b budget) *int {
	if w.kind != Queue {
		return nil
	}
	return new(w.longest + b.stop)
}

// ceilDiv is a/b rounded up, for a ≥ 0 and b > 0.
func ceilDiv(a, b int) int { return (a + b - 1) / b }
