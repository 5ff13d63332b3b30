package shutdown

// work is a profile with every default filled in, in the letters of the model:
// L propagation, R longest, C cleanup, M margin, F chain, G tail, W wanted.
type work struct {
	*Profile
	declared      *Profile // As it was given.
	longest       int
	interruptTime int
	noticed       bool // The app closes its connections when it sees the drain.
	spread        int  // Over how long it tells them; 0 without a notice.
	cleanup       int
	startup       int
	provisioning  int
	healthTime    int
	pause         int
	margin        int
	propagation   int
	count         int // At least 1.
	least         int // At least 1: the fewest tasks.
	surge         int
	singleton     bool
	chain         int
}

// work expects a profile that has its defaults and whose fields are sound.
func (p Profile) work() work {
	w := work{
		Profile:       &p,
		longest:       value(p.LongestWork, 0),
		interruptTime: value(p.InterruptTime, 0),
		noticed:       p.noticed(),
		spread:        value(p.NoticeSpread, 0),
		cleanup:       value(p.Cleanup, 0),
		startup:       value(p.Startup, 0),
		provisioning:  value(p.Provisioning, 0),
		healthTime:    value(p.HealthTime, 0),
		pause:         value(p.LongestPause, 0),
		margin:        value(p.Margin, 0),
		propagation:   value(p.Propagation, 0),
		count:         max(1, value(p.DesiredCount, 0)),
		least:         max(1, value(p.MinCount, 0)),
		surge:         value(p.MaxSurgePercent, 0),
		singleton:     p.Singleton != nil && *p.Singleton,
	}
	if len(p.Sidecars) > 0 {
		w.chain = most(w.sidecarEnds())
	}
	return w
}

// sidecarEnds gives for each sidecar how long after the app it is done.
func (w work) sidecarEnds() []int {
	own := make([]int, len(w.Sidecars))
	for i, s := range w.Sidecars {
		own[i] = value(s.Flush, 0) + w.margin
	}
	return chainEnds(sidecarOrder(w.Sidecars), own)
}

func (w work) balanced() bool { return w.LoadBalancer != NoLoadBalancer }

func (w work) interruptible() bool { return w.Capacity.interruptible() }

// receives says that what arrives after the signal comes through a receive call
// that was open already: the app fetches no more.
func (w work) receives() bool { return w.Workload == Queue || w.Workload == Stream }

// wanted is the time the app wants for units in flight, W.
func (w work) wanted() int {
	switch w.OnInterrupt {
	case Finish:
		return w.longest
	case Requeue:
		return 0
	default:
		return w.interruptTime
	}
}

// noticed says that the app closes its connections when it sees the drain.
func (p *Profile) noticed() bool { return p.DrainNotice != nil && *p.DrainNotice }

// lasts is how long the last new unit goes on once the propagation is over: the
// longest that there is, or with a notice until it has been told and is closed.
func (w work) lasts() int {
	if w.noticed {
		return w.spread + w.interruptTime
	}
	return w.longest
}

// tail is what follows the drain, G: the app's cleanup and margin, before it the
// front's margin, after it the sidecars.
func (w work) tail() int {
	g := w.cleanup + w.margin + w.chain
	if w.Front != nil {
		g += w.margin
	}
	return g
}

// value is what a pointer points at, or else the fallback.
func value(p *int, fallback int) int {
	if p == nil {
		return fallback
	}
	return *p
}

func or[T ~string](v, fallback T) T {
	if v == "" {
		return fallback
	}
	return v
}
