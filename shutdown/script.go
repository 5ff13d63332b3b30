package shutdown

// script is what the actors of a stop are told, from settings or from values
// that stand somewhere.
type script struct {
	workload       Workload
	interrupt      Interrupt
	signal         Signal // of the container that is reached
	balancer       LoadBalancer
	propagation    int
	deregistration int
	// Of the container that is reached: the front, or else the app.
	front                       bool
	delay, drain, cleanup, stop int
	// notice says that it closes its connections when it sees the drain: it tells
	// them over spread, and each takes closing.
	notice          bool
	spread, closing int
	// wants is what it takes for itself, which the stop timeout may cut short.
	wants wants
	// Of the app behind a front.
	appSignal           Signal
	appCleanup, appStop int
	// chain is how long the sidecars take after the app, and flushed how long
	// the slowest of them flushes.
	chain, flushed int
	interruptible  bool
	// held is how long task protection holds the stop off; 0 if there is none.
	held int
}

// wants is how long a container drains and cleans up when nobody ends it; known
// is false where nobody says.
type wants struct {
	drain, cleanup int
	known          bool
}

// course is one way in which a stop may go.
type course struct {
	cause   Cause
	path    StopPath
	reading string
	signal  int // the second at which the signal comes
	// idle says that nothing can be in flight any more when the signal comes,
	// so that there is no drain.
	idle bool
	// shielded says that task protection holds the signal back.
	shielded bool
}

// courses lists how the stop may go for each cause that can happen. A Spot
// interruption behind a load balancer has two, because the sources disagree on
// its order.
func (s script) courses() []course {
	var out []course
	for _, c := range Causes() {
		drained := s.balancer != NoLoadBalancer && c != StopTask && c != SpotInterruption
		switch {
		case c == HostFailure:
			out = append(out, course{cause: c, path: Sudden})
		case c == SpotInterruption && !s.interruptible:
		case c == SpotInterruption && s.balancer != NoLoadBalancer:
			out = append(out, course{cause: c, path: Concurrent, reading: SignalFirst},
				course{cause: c, path: Concurrent, reading: DeregistrationFirst, signal: s.deregistration, idle: true})
		case drained:
			out = append(out, course{cause: c, path: Drained, signal: s.deregistration})
		case HeldOff(c) && s.held > 0:
			out = append(out, course{cause: c, path: Concurrent, signal: s.held, idle: true, shielded: true})
		default:
			out = append(out, course{cause: c, path: Concurrent})
		}
	}
	return out
}

// Timelines replays the stop for every cause that can happen to the profile.
func (v Proven) Timelines() []Timeline {
	s := v.script()
	var out []Timeline
	for _, how := range s.courses() {
		g := v.work.guarantee(how.cause, v.budget)
		t := s.timeline(how)
		t.Kept, t.UpTo, t.Because = g.Kept, g.UpTo, g.Because
		out = append(out, t)
	}
	return out
}

func (v Proven) script() script {
	w, b := v.work, v.budget
	s := script{workload: w.Workload, interrupt: w.OnInterrupt, signal: w.StopSignal, balancer: w.LoadBalancer, propagation: w.propagation,
		deregistration: b.deregistration, delay: b.delay, drain: b.drain, cleanup: w.cleanup, stop: b.stop,
		chain: w.chain, flushed: max(0, w.chain-w.margin), interruptible: w.interruptible(),
		notice: w.noticed, spread: w.spread, closing: w.interruptTime}
	if w.Front != nil {
		s.front, s.stop, s.cleanup, s.signal = true, b.frontStop, 0, w.Front.signal()
		s.appSignal, s.appCleanup, s.appStop = w.StopSignal, w.cleanup, b.stop
	}
	s.wants = wants{s.drain, s.cleanup, true}
	if w.protected(b) {
		s.held = w.longest
	}
	return s
}

// Timelines replays the stops of the values for every cause of which everything
// is known. What is in flight has as long as it may have.
func (v Values) Timelines() ([]Timeline, error) {
	assessment, err := Assess(v)
	if err != nil {
		return nil, err
	}
	a := newAssessor(v)
	var s script
	if missing, _ := a.answer(func() { s = a.script() }); len(missing) > 0 {
		return nil, nil
	}
	var out []Timeline
	for _, how := range s.courses() {
		p, _ := assessment.Promises.Get(string(how.cause))
		t := s.timeline(how)
		t.Kept, t.UpTo, t.Because = p.Kept, p.UpTo, p.Because
		if p.SureSeconds != nil {
			t.Sure = &Sure{Seconds: *p.SureSeconds, AtMost: p.AtMost}
		}
		out = append(out, t)
	}
	return out, nil
}

// MissingTimes names the unknown values without which no stop can be shown.
func (v Values) MissingTimes() []string {
	a := newAssessor(v)
	missing, _ := a.answer(func() { a.script() })
	return missing
}

// wants is what the container that is reached takes for itself.
func (a *assessor) wants(delay, drain int) wants {
	w := wants{drain, value(a.App.Cleanup, a.cleanup()), a.App.Drain != nil}
	if a.Front != nil {
		w.cleanup = value(a.App.Cleanup, 0)
	}
	if a.App.Drain != nil {
		w.drain = *a.App.Drain
	}
	if limit := a.App.Deadline; limit != nil && (w.known || *limit <= a.reachedStop()) {
		w.known = true
		w.drain = min(w.drain, max(0, *limit-delay))
		w.cleanup = min(w.cleanup, max(0, *limit-delay-w.drain))
	}
	return w
}

func (a *assessor) script() script {
	a.known("load_balancer")
	delay, end := a.delay(), a.ends()
	s := script{workload: a.assumed.Workload, interrupt: a.assumed.OnInterrupt, signal: SIGTERM, balancer: a.balancer, propagation: a.propagation(),
		deregistration: a.deregistration(), delay: delay, drain: max(0, end-delay), stop: a.reachedStop(),
		interruptible: or(a.Capacity, OnDemand).interruptible(), held: a.protected(),
		notice: a.assumed.noticed(), spread: value(a.assumed.NoticeSpread, 0), closing: value(a.assumed.InterruptTime, 0)}
	s.wants = a.wants(delay, s.drain)
	s.cleanup = min(s.wants.cleanup, s.stop-end)
	s.chain = a.tail() - (s.stop - end)
	if a.Front != nil {
		s.front = true
		s.appSignal, s.appStop = SIGTERM, a.number("stop_timeout", a.StopTimeout, "stop_timeout")
		s.appCleanup = min(a.cleanup(), s.appStop)
		s.chain -= s.appStop
	}
	s.flushed = s.chain
	if s.held > 0 && a.assumed.LongestWork != nil {
		s.held = *a.assumed.LongestWork
	}
	return s
}
