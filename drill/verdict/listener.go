package verdict

import "time"

// listener is whether the app went on accepting for as long as new ones may
// arrive. A port that was seen closed, or an app that has gone, is a fault then
// although nothing was lost: a load balancer with few requests may have used
// connections that it had kept, and the next one opens another.
func (f *finder) listener() {
	delay, after := f.Times.Delay.D(), f.after()
	switch closed := f.out.Health.Closed; {
	case f.has(ShellWithoutExec, IgnoresSignal, ForeignKill):
	case after >= 0 && !f.out.Exit.Killed && (atOnce(after, delay) || after+Grace < delay && f.cutByExit()):
		f.add(ExitsAtOnce, "exits at once on the signal: "+f.out.Exit.After.String()+" after it, "+f.whileArriving(after),
			"handle "+string(f.Signal)+": go on serving for the delay, then drain, then exit", f.missed(after) || f.work.harmed(f.out.Lost()))
	case closed != nil && closed.D()+Grace < delay:
		f.add(ClosesListener, "closes its listener before the delay: "+closed.String()+" after the signal, "+f.whileArriving(closed.D()),
			"go on accepting for the delay, or put \"graceful exec --\" in front, which holds the signal back", f.missed(closed.D()) || f.work.harmed(f.out.Refused+f.out.Cut))
	case closed == nil && after >= 0 && after+Grace < delay && !f.out.Exit.Killed:
		f.add(ExitsAtOnce, "exits before the delay is over: "+f.out.Exit.After.String()+" after the signal, "+f.whileArriving(after),
			"go on serving for the delay, then drain, then exit", f.missed(after) || f.work.harmed(f.out.Lost()))
	}
	f.health()
}

// atOnce says that so long after the signal is no time at all beside a delay.
func atOnce(after, delay time.Duration) bool { return after < min(Grace, delay/2) }

// arriving is how long after the signal new ones may arrive that the app has
// promised to accept; nothing where the load balancer had let go of it before.
func (j judge) arriving() time.Duration {
	return max(0, min(j.Times.Delay.D(), j.LastRouted-j.Signalled))
}

// missed says that new ones may still arrive when the app is gone so long after
// the signal, and not only because a busy machine tells of it early or late.
func (j judge) missed(after time.Duration) bool {
	arriving := j.arriving()
	return after+Grace < arriving || atOnce(after, arriving)
}

// whileArriving says what may still come so long after the signal.
func (f *finder) whileArriving(after time.Duration) string {
	unit := f.work.unit()
	if f.arriving() <= after {
		return "when no new " + unit + " arrives any more; where the signal comes at once they do, for " + f.nominal().String()
	}
	return "while new " + unit + "s may arrive for " + f.nominal().String()
}

// nominal is how long new ones arrive after a signal that comes at once.
func (f *finder) nominal() Seconds { return min(f.Times.Delay, f.Times.Propagation) }

// cutByExit says that the app took requests in flight with it.
func (f *finder) cutByExit() bool {
	for _, x := range f.Exchanges {
		if x.ours() && x.Outcome == Cut && x.End >= f.Exit.At-Grace/2 && x.End <= f.Exit.At+Grace {
			return true
		}
	}
	return false
}
