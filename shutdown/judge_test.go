package shutdown_test

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// The judge replays a stop second by second and counts what is lost. It knows
// how ECS, a load balancer and an obedient app behave, and none of the formulas:
// from the code under test it takes only the numbers that they are told.

// plan is what the infrastructure and the app are told.
type plan struct {
	deregistration, stop         int // ECS and the load balancer
	delay, drain, cleanup, spare int // the app: its phases, and how late it may be
}

func planOf(s shutdown.Settings, f facts) plan {
	p := plan{stop: s.StopTimeout, delay: s.ShutdownDelay, drain: s.DrainTimeout, cleanup: s.CleanupTimeout, spare: f.margin}
	if s.DeregistrationDelay != nil {
		p.deregistration = *s.DeregistrationDelay
	}
	return p
}

// world is one stop to replay.
type world struct {
	facts
	plan
	signal  int  // when the stop signal comes, counted from the start of the stop
	drained bool // the wait before the signal cuts what still runs at its end
	reclaim int  // when the capacity is taken away; 0 for never
}

// loss is what a replay found missing.
type loss struct {
	units   int // refused, dropped or killed
	cleanup int // seconds of cleanup that did not run
	flush   int // seconds of flushing that did not run
}

func (l loss) any() bool { return l != loss{} }

// replay sends a unit of the given length each second for as long as work may
// arrive, and follows the stop until the task is gone.
func (w world) replay(length int) loss {
	var lost loss
	var left []int // seconds that each unit in flight still needs
	closeAt := w.signal + w.delay
	drainAt := closeAt + w.drain
	killAt := w.signal + w.stop
	if w.reclaim > 0 {
		killAt = min(killAt, w.reclaim)
	}
	idleAt := -1 // when the app had nothing left to do and began its cleanup
	for now := 0; now <= max(killAt, w.propagation); now++ {
		left = work(left)
		if now == closeAt && !w.finish {
			left = w.windDown(left)
		}
		if now <= w.propagation {
			need := length
			if now >= closeAt && !w.finish {
				need = min(length, w.handle)
			}
			switch {
			case now > closeAt || now >= killAt:
				lost.units++ // the port is closed
			case need > 0:
				left = append(left, need)
			}
		}
		if now == drainAt || now == killAt || (w.drained && now == w.signal) {
			lost.units += len(left)
			left = nil
		}
		if idleAt < 0 && now >= closeAt && len(left) == 0 {
			idleAt = now
		}
	}
	if idleAt < 0 || idleAt > killAt {
		idleAt = killAt
	}
	exit := idleAt + w.spare + w.cleanup
	lost.cleanup = max(0, exit-killAt)
	if w.reclaim > 0 { // Otherwise each sidecar has a stop timeout of its own.
		for _, f := range w.flushes {
			lost.flush += max(0, min(exit, killAt)+f+w.spare-w.reclaim)
		}
	}
	return lost
}

// work is one second of work on everything in flight.
func work(left []int) []int {
	out := left[:0]
	for _, n := range left {
		if n > 1 {
			out = append(out, n-1)
		}
	}
	return out
}

// windDown is the moment from which units are checkpointed, closed or given
// back instead of finished.
func (w world) windDown(left []int) []int {
	out := left[:0]
	for _, n := range left {
		if n = min(n, w.handle); n > 0 {
			out = append(out, n)
		}
	}
	return out
}

// stops lists the stops that a cause may be, under every reading of the sources.
func stops(c shutdown.Cause, f facts, p plan) []world {
	signalled := world{facts: f, plan: p}
	drained := world{facts: f, plan: p, signal: p.deregistration, drained: true}
	drained.finish = true // Before the signal nobody winds a unit down: it ends by itself or is cut.
	switch {
	case c == shutdown.SpotInterruption:
		signalled.reclaim, drained.reclaim = 120, 120
		if f.balanced {
			drained.drained, drained.finish = false, f.finish // The app goes on serving until the signal, whenever that comes.
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
		worst.cleanup = max(worst.cleanup, l.cleanup)
		worst.flush = max(worst.flush, l.flush)
	}
	return worst
}
