package drill

import (
	"math"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// crowdSpan is how long the processors must have been kept busy for a load to be
// more than the machine can bear. A look at them is exact to a few hundredths.
const crowdSpan = 500 * time.Millisecond

// crowd is what kept the processors busy at a moment, counted from the start.
type crowd struct {
	at time.Time
	// busy is of all processors, own of this program and its load balancer.
	busy, own time.Duration
	ran       map[string]time.Duration
}

// crowds watches how busy the processors are, and with what.
type crowds struct {
	processors int
	recent     []crowd
	spans      []verdict.Busy
}

func (c *crowds) look(t turns, own time.Duration) {
	now := crowd{at: t.at, busy: t.busy, own: own, ran: make(map[string]time.Duration, len(t.threads))}
	for id, thread := range t.threads {
		now.ran[id] = thread.ran
	}
	c.recent = append(c.recent, now)
	for len(c.recent) > 2 && now.at.Sub(c.recent[1].at) >= crowdSpan {
		c.recent = c.recent[1:]
	}
	first := c.recent[0]
	took := now.at.Sub(first.at)
	if took < crowdSpan || c.processors == 0 {
		return
	}
	s := verdict.Busy{Processors: c.processors, All: share(now.busy-first.busy, took), Drill: share(now.own-first.own, took)}
	for id, ran := range now.ran {
		if before, known := first.ran[id]; known {
			s.Thread = max(s.Thread, share(ran-before, took))
		}
	}
	c.spans = append(c.spans, s)
}

// worst is the span that says most of an overload; nil without any.
func (c *crowds) worst() (worst *verdict.Busy) {
	for _, s := range c.spans {
		if worst == nil || s.Overload() && !worst.Overload() || s.Overload() == worst.Overload() && s.All > worst.All {
			worst = &s
		}
	}
	return worst
}

// share is one time as a part of another, to a thousandth.
func share(part, of time.Duration) float64 {
	return math.Round(1000*float64(max(0, part))/float64(of)) / 1000
}
