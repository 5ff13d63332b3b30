package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// IdleRecord is what became of connections to the old task that were left idle.
type IdleRecord struct {
	// Balancer is who else has such connections: an Application Load Balancer,
	// or else the clients themselves.
	Balancer shutdown.LoadBalancer
	// Timeout is how long the load balancer keeps an idle connection; 0 without one.
	Timeout     Seconds
	Connections []IdleConnection
}

// IdleConnection is one that carried a single request of the drill, past the
// load balancer.
type IdleConnection struct {
	// Late says that it began after the signal.
	Late bool
	// From is when the answer had been read; negative when none came.
	From time.Duration
	// Told says that the answer told of the connection's end, as Connection: close
	// does: whoever reads it does not use the connection again.
	Told bool
	// Declared is n of the answer's Keep-Alive: timeout=n; nil without it.
	Declared *Seconds
	// Closed is when the app closed it; negative when the drill ended first.
	Closed time.Duration
}

// IdleResult is what a look at idle connections showed.
type IdleResult struct {
	// Watched is how many there were, and Told how many the app ended with their
	// answer, as it had said in it.
	Watched int `json:"watched"`
	Told    int `json:"told_to_end"`
	// For is the longest that one was watched until the signal, and Timeout the
	// load balancer's idle timeout; nil without one.
	For     Seconds  `json:"watched_for"`
	Timeout *Seconds `json:"idle_timeout"`
	// Declared is the shortest timeout of a Keep-Alive header; nil without any.
	Declared *Seconds `json:"declared_timeout"`
	// TooShort is how many the app closed before the signal, or by a timer after
	// it, sooner than the load balancer's idle timeout, and Shortest how long
	// that one had been idle which it closed first; nil without any.
	TooShort int      `json:"closed_too_soon"`
	Shortest *Seconds `json:"closed_after_idle"`
	// Dropped is how many the app closed because of the signal while new requests
	// might still arrive on them, and First how long after it the first; nil
	// without any.
	Dropped int      `json:"dropped_while_stopping"`
	First   *Seconds `json:"first_dropped_after"`
	// Late is what became of those that began after the signal; nil where none did.
	Late *LateIdle `json:"begun_while_stopping"`
}

// idle says what became of idle connections; nil where none were watched.
func (j judge) idle() *IdleResult {
	if j.Idle == nil {
		return nil
	}
	out := &IdleResult{}
	if t := j.Idle.Timeout; t > 0 {
		out.Timeout = &t
	}
	out.Late = j.lateIdle()
	byTimer := j.byTimer()
	for _, c := range j.Idle.Connections {
		if c.From < 0 || c.Late {
			continue
		}
		if out.Watched++; c.Told {
			out.Told++
			continue
		}
		out.Declared = least(out.Declared, c.Declared)
		out.For = max(out.For, Seconds(j.lookedUntil(c)-c.From))
		age := Seconds(c.Closed - c.From)
		switch {
		case !j.closedByApp(c):
		case out.Timeout != nil && age.D()+Grace >= out.Timeout.D():
			// A load balancer would have closed it before.
		case c.Closed < j.Signalled || byTimer:
			if out.Timeout != nil {
				out.TooShort++
				out.Shortest = least(out.Shortest, &age)
			}
		default:
			after := Seconds(c.Closed - j.Signalled)
			out.Dropped++
			out.First = least(out.First, &after)
		}
	}
	return out
}

// lookedUntil is when the connection was closed or, if that was later, the signal
// came: what an app closes after it need not be for its keep-alive.
func (j judge) lookedUntil(c IdleConnection) time.Duration {
	end := j.Signalled
	if end < 0 {
		end = j.Ended
	}
	if c.Closed >= 0 {
		end = min(end, c.Closed)
	}
	return max(end, c.From)
}

// closedByApp says that the app closed a connection by itself, before the stop
// had to bring that about.
func (j judge) closedByApp(c IdleConnection) bool {
	switch {
	case c.From < 0 || c.Told || c.Closed < 0:
		return false
	case j.Exit.At >= 0 && c.Closed >= j.Exit.At-Grace/2 || j.killedAt() >= 0 && c.Closed >= j.killedAt()-Grace/2:
		return false // It went with the app.
	case j.Signalled < 0 || c.Closed < j.Signalled:
		return true
	}
	return j.missed(c.Closed - j.Signalled)
}

// byTimer says that what was closed from the signal on had been idle for the same
// time, and was not closed at the same time: the drill opens connections one after
// another, so an app closes them by its keep-alive then.
func (j judge) byTimer() bool {
	var ages, times []time.Duration
	for _, c := range j.Idle.Connections {
		if !c.Late && j.closedByApp(c) {
			ages, times = append(ages, c.Closed-c.From), append(times, c.Closed)
		}
	}
	return len(ages) > 1 && spread(ages) < spread(times)
}

// least is the smaller of two that may be missing.
func least(a, b *Seconds) *Seconds {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}
