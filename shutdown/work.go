package shutdown

// work is a profile with every default filled in, in the letters of the model:
// L propagation, R longest, C cleanup, M margin, F chain, W wanted.
type work struct {
	kind          Workload
	longest       int
	interrupt     Interrupt
	interruptTime int
	interruptSet  bool // interrupt_time was declared
	cleanup       int
	startup       int
	pause         int
	margin        int
	balancer      LoadBalancer
	propagation   int
	capacity      Capacity
	count         int
	surge         int
	singleton     bool
	sidecars      []Sidecar
	signal        Signal
	framework     FrameworkName
	prefix        string
	require       []Cause
}

// resolve fills in the defaults. It expects a profile whose fields are sound.
func (p Profile) resolve() work {
	w := work{
		kind:          p.Workload,
		longest:       value(p.LongestWork, 0),
		interrupt:     p.OnInterrupt,
		interruptTime: value(p.InterruptTime, 5),
		interruptSet:  p.InterruptTime != nil,
		cleanup:       value(p.Cleanup, 5),
		startup:       value(p.Startup, 30),
		pause:         value(p.LongestPause, 10),
		margin:        value(p.Margin, 5),
		balancer:      p.LoadBalancer,
		capacity:      or(p.Capacity, OnDemand),
		count:         value(p.DesiredCount, 2),
		surge:         value(p.MaxSurgePercent, 100),
		singleton:     p.Singleton != nil && *p.Singleton,
		sidecars:      p.Sidecars,
		signal:        or(p.StopSignal, SIGTERM),
		framework:     p.Framework,
		prefix:        or(p.EnvironmentPrefix, "SHUTDOWN_"),
		require:       p.Require,
	}
	if w.interrupt == "" {
		w.interrupt = interrupts(w.kind)[0]
	}
	if w.balancer == "" {
		w.balancer = ALB
		if w.kind.pulled() {
			w.balancer = NoLoadBalancer
		}
	}
	w.propagation = value(p.Propagation, defaultPropagation(w.kind, w.balancer))
	if w.require == nil {
		w.require = []Cause{Deployment, ScaleIn}
		if w.capacity.interruptible() {
			w.require = append(w.require, SpotInterruption)
		}
	}
	return w
}

// interrupts lists what a workload may do with units in flight, its default first.
func interrupts(w Workload) []Interrupt {
	switch w {
	case HTTP:
		return []Interrupt{Finish}
	case WebSocket:
		return []Interrupt{Close, Finish}
	case Stream:
		return []Interrupt{Checkpoint, Finish, Requeue}
	default:
		return []Interrupt{Finish, Checkpoint, Requeue}
	}
}

// defaultPropagation is how long new work may still arrive. Where AWS gives no
// number it is what users measured (contested).
func defaultPropagation(w Workload, b LoadBalancer) int {
	switch {
	case w.pulled():
		return 0
	case b == ALB:
		return 15
	case b == NLB:
		return 120
	default:
		return 60
	}
}

func (w work) balanced() bool { return w.balancer != NoLoadBalancer }

// wanted is the time the app wants for units in flight, W.
func (w work) wanted() int {
	switch w.interrupt {
	case Finish:
		return w.longest
	case Requeue:
		return 0
	default:
		return w.interruptTime
	}
}

// chain is how long the slowest sidecar needs after the app has gone, F.
func (w work) chain() int {
	f := 0
	for _, s := range w.sidecars {
		f = max(f, value(s.Flush, 0)+w.margin)
	}
	return f
}

// requires says whether nothing may be lost under the cause.
func (w work) requires(c Cause) bool {
	for _, r := range w.require {
		if r == c {
			return true
		}
	}
	return false
}

// value returns what p points to, or fallback for nil.
func value(p *int, fallback int) int {
	if p == nil {
		return fallback
	}
	return *p
}

// or returns v, or fallback when v is empty.
func or[T ~string](v, fallback T) T {
	if v == "" {
		return fallback
	}
	return v
}
