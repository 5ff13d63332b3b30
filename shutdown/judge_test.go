package shutdown_test

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// The judge replays a stop second by second and counts what is lost. It knows
// how ECS, a load balancer, an obedient app and what stops after it behave, and
// none of the formulas: from the code under test it takes only the numbers that
// they are told.

// plan is what the infrastructure and the containers are told.
type plan struct {
	deregistration int
	// Of the container that is reached, the front or else the app: its stop
	// timeout, its phases, and how late it may be.
	stop, delay, drain, cleanup, spare int
	// after has the containers that stop then, each as long as it may take and
	// which of them it waits for.
	after []flusher
}

// planOf is what computed settings tell them.
func planOf(s shutdown.Settings, f facts) plan {
	p := plan{stop: s.StopTimeout, delay: s.ShutdownDelay, drain: s.DrainTimeout, cleanup: s.CleanupTimeout, spare: f.margin}
	if s.DeregistrationDelay != nil {
		p.deregistration = *s.DeregistrationDelay
	}
	first := 0
	if f.front {
		r := s.FrontSettings
		p.stop, p.delay, p.drain, p.cleanup = r.StopTimeout, r.ShutdownDelay, r.DrainTimeout, 0
		p.after = append(p.after, flusher{takes: s.CleanupTimeout + f.margin})
		first = 1
	}
	for _, c := range f.sidecars {
		next := flusher{takes: c.takes + f.margin}
		for _, j := range c.after {
			next.after = append(next.after, j+first)
		}
		if first == 1 {
			next.after = append(next.after, 0) // All stop after the app.
		}
		p.after = append(p.after, next)
	}
	return p
}

// world is one stop to replay.
type world struct {
	facts
	plan
	signal  int  // when the stop signal comes, counted from the start of the stop
	cut     bool // the load balancer cuts at the signal what still runs
	reclaim int  // when the capacity is taken away; 0 for never
}

// loss is what a replay found missing.
type loss struct {
	units   int // refused, dropped or killed
	killed  int // those of them that had begun before the signal
	cleanup int // seconds of cleanup that did not run
	flush   int // seconds of what stops after that did not run
}

func (l loss) any() bool { return l != loss{} }

// unit is one in flight: the seconds that it still needs, whether it had begun
// before the signal, and what the app tells it.
type unit struct {
	left  int
	early bool
	told  int // when it is told to close, before any signal; never if it is negative
}

// replay sends a unit of the given length each second for as long as work may
// arrive, and follows the stop until the task is gone.
func (w world) replay(length int) loss {
	var lost loss
	var flight []unit
	closeAt := w.signal + w.delay
	drainAt := closeAt + w.drain
	killAt := w.signal + w.stop
	if w.reclaim > 0 {
		killAt = min(killAt, w.reclaim)
	}
	arrives := w.propagation
	if w.flows && !w.cut {
		arrives = max(arrives, closeAt) // On connections that are open already.
	}
	idleAt := -1 // when nothing was left to do and the cleanup began
	for now := 0; now <= max(killAt, arrives); now++ {
		flight = w.tell(work(flight), now)
		if now == closeAt && !w.finish {
			flight = w.windDown(flight)
		}
		if now <= arrives {
			need := length
			if now >= closeAt && !w.finish || now == w.toldAt(now) {
				need = min(length, w.handle)
			}
			switch {
			case now > closeAt || now >= killAt:
				lost.units++ // the port is closed
			case need > 0:
				flight = append(flight, unit{need, now <= w.signal, w.toldAt(now)})
			}
		}
		if now == drainAt || now == killAt || (w.cut && now == w.signal) {
			lost.units += len(flight)
			for _, u := range flight {
				if u.early {
					lost.killed++
				}
			}
			flight = nil
		}
		if idleAt < 0 && now >= closeAt && len(flight) == 0 {
			idleAt = now
		}
	}
	if idleAt < 0 || idleAt > killAt {
		idleAt = killAt
	}
	exit := idleAt + w.spare + w.cleanup
	lost.cleanup = max(0, exit-killAt)
	lost.flush = w.followers(min(exit, killAt))
	return lost
}

// followers stops what stops after, each when those that it waits for are gone,
// and counts what the end of the capacity takes away. Otherwise each has a stop
// timeout of its own.
func (w world) followers(gone int) int {
	lost := 0
	ends := make([]int, len(w.after))
	for i, c := range w.after {
		begin := gone
		for _, j := range c.after {
			begin = max(begin, ends[j])
		}
		ends[i] = begin + c.takes
		if w.reclaim > 0 {
			lost += max(0, ends[i]-w.reclaim)
		}
	}
	return lost
}

// work is one second of work on everything in flight.
func work(flight []unit) []unit {
	out := flight[:0]
	for _, u := range flight {
		if u.left--; u.left > 0 {
			out = append(out, u)
		}
	}
	return out
}

// toldAt is when a connection that arrives now is told to close because the
// target drains: as late after the notice, or after it has come, as the app has
// spread it over. One that the signal finds is closed by the signal.
func (w world) toldAt(arrival int) int {
	if !w.notice {
		return -1
	}
	return max(arrival, w.seen) + w.spread
}

// tell winds down what is told to close now.
func (w world) tell(flight []unit, now int) []unit {
	out := flight[:0]
	for _, u := range flight {
		if u.told == now {
			u.left = min(u.left, w.handle)
		}
		if u.left > 0 {
			out = append(out, u)
		}
	}
	return out
}

// windDown is the moment from which units are checkpointed, closed or given
// back instead of finished.
func (w world) windDown(flight []unit) []unit {
	out := flight[:0]
	for _, u := range flight {
		if u.left = min(u.left, w.handle); u.left > 0 {
			out = append(out, u)
		}
	}
	return out
}

// stops lists the stops that a cause may be, under every reading of the sources.
func stops(c shutdown.Cause, f facts, p plan) []world {
	signalled := world{facts: f, plan: p}
	signalled.flows = false // New work comes for the propagation, whatever it comes through.
	signalled.notice = false
	drained := world{facts: f, plan: p, signal: p.deregistration, cut: !f.flows}
	drained.finish = true // Before the signal nobody winds a unit down: it ends by itself or is cut.
	switch {
	case c == shutdown.SpotInterruption:
		signalled.reclaim, drained.reclaim = 120, 120
		if f.balanced {
			drained.cut, drained.finish = false, f.finish // The app goes on serving until the signal, whenever that comes.
			drained.flows = false
			return []world{signalled, drained}
		}
		return []world{signalled}
	case c == shutdown.StopTask || !f.balanced:
		return []world{signalled}
	default:
		return []world{drained}
	}
}

// judged is the worst loss of a cause for units of the given length.
func judged(c shutdown.Cause, f facts, p plan, length int) loss {
	var worst loss
	for _, w := range stops(c, f, p) {
		l := w.replay(length)
		worst.units = max(worst.units, l.units)
		worst.killed = max(worst.killed, l.killed)
		worst.cleanup = max(worst.cleanup, l.cleanup)
		worst.flush = max(worst.flush, l.flush)
	}
	return worst
}
