package lifecycle

import (
	"context"
	"errors"
	"time"
)

// hiding keeps one message hidden while it is in hand. Without a heartbeat it has
// its work alone.
type hiding struct {
	// work is the context of its work, which ends when others may see it.
	work context.Context
	lose context.CancelCauseFunc
	// over ends the work when the last extension that succeeded is over.
	over *time.Timer
	// resting ends when no other extension shall begin, and calls when the one that
	// is under way shall be broken off.
	resting, calls context.Context
	rest, breakOff context.CancelFunc
	// ended is closed when none is under way any more.
	ended chan struct{}
	// drained ends with the drain; from then on a call has a moment to end.
	drained context.Context
	moment  time.Duration
}

func newHiding(work context.Context, moment time.Duration) *hiding {
	h := &hiding{ended: make(chan struct{}), drained: work, moment: moment}
	h.work, h.lose = context.WithCancelCause(work)
	// The end of the drain breaks nothing off: what was sent may arrive all the same,
	// after the message was handed back.
	h.calls, h.breakOff = context.WithCancel(context.WithoutCancel(work))
	h.resting, h.rest = context.WithCancel(h.calls)
	return h
}

// sleep waits for a time, and says whether the extensions go on.
func (h *hiding) sleep(until time.Time) bool {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
		return h.resting.Err() == nil
	case <-h.resting.Done():
		return false
	}
}

// seen says that others may have the message.
func (h *hiding) seen() bool { return errors.Is(context.Cause(h.work), ErrSeen) }

// quiet begins no other extension and waits for the one that is under way, and
// returns false when that takes too long. When the drain is over there is but a
// moment, of which handing the message back takes the most.
func (h *hiding) quiet() bool {
	if h.ended == nil {
		return true
	}
	h.rest()
	most := time.NewTimer(handOver)
	defer most.Stop()
	select {
	case <-h.ended:
		return true
	case <-most.C:
	case <-h.drained.Done():
		if waitFor(h.ended, h.moment) {
			return true
		}
	}
	h.breakOff()
	return waitFor(h.ended, lateReturn)
}

// end lets go of a message that is settled, and of its contexts.
func (h *hiding) end() {
	if h.ended == nil {
		return
	}
	h.over.Stop()
	if h.resting.Err() == nil { // Nobody has waited for a call yet.
		h.quiet()
	}
	h.over.Stop() // A call that has just succeeded may have set it.
	h.breakOff()
	h.lose(nil)
}
