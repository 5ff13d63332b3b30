package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrSeen is the cause of the context of a message that others may see, because
// it could not be hidden again in time: whoever works on it now works on it a
// second time. The message is not handed back then, for somebody else may have it.
var ErrSeen = errors.New("lifecycle: the message could not be hidden again, and others may have it")

// longestHidden is how long SQS hides a message in all, counted from its receive,
// however often it is extended; more is an error
// (docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html).
// The calls themselves take a moment of it.
const longestHidden = 12*time.Hour - 5*time.Second

// prepare refuses a consumer whose messages would be seen again in the middle of
// their work.
func (c *consumer[M]) prepare(a *App) error {
	if limits := a.limits; limits.Heartbeat > 0 && c.Extend == nil {
		return fmt.Errorf("the contract has a heartbeat of %s and the consumer no Extend, so that a message would be seen by others after %s: give it one, or take heartbeat out of the profile", limits.Heartbeat, limits.Visibility)
	}
	return nil
}

// hiding keeps one message hidden while it is in hand.
type hiding[M any] struct {
	// work is the context of its work, which ends when others may see it.
	work context.Context
	lose context.CancelCauseFunc
	// stop ends the heartbeat; nil without one. ended is closed then.
	stop  context.CancelFunc
	ended chan struct{}
}

// hide begins to hide a message that has just been fetched, where the contract has
// a heartbeat.
func (c *consumer[M]) hide(work context.Context, m M) *hiding[M] {
	h := &hiding[M]{work: work, ended: make(chan struct{})}
	limits := c.app.limits
	if limits.Heartbeat == 0 || c.Extend == nil {
		return h
	}
	var beating context.Context
	h.work, h.lose = context.WithCancelCause(work)
	beating, h.stop = context.WithCancel(context.WithoutCancel(work))
	go func() {
		defer close(h.ended)
		guard(func() error { c.beat(beating, h, m, limits.Heartbeat, limits.Visibility); return nil }, func(err error) {
			if err != nil {
				c.log("heartbeat failed", err)
				h.lose(ErrSeen)
			}
		})
	}()
	return h
}

// end stops the heartbeat and waits for a call that is on its way: it would hide
// a message that is handed back meanwhile.
func (h *hiding[M]) end() {
	if h.stop == nil {
		return
	}
	h.stop()
	waitFor(h.ended, handOver)
}

// seen says that others may have the message.
func (h *hiding[M]) seen() bool { return errors.Is(context.Cause(h.work), ErrSeen) }

// beat hides the message again at every heartbeat until the context ends. A beat
// that fails is followed by another soon; when the last that succeeded is over, or
// the queue hides it no longer, the work ends.
func (c *consumer[M]) beat(ctx context.Context, h *hiding[M], m M, every, visibility time.Duration) {
	fetched := time.Now()
	until, next := fetched.Add(visibility), fetched.Add(every)
	for {
		if !sleep(ctx, time.Until(next)) {
			return
		}
		now := time.Now()
		span := min(visibility, fetched.Add(longestHidden).Sub(now)).Truncate(time.Second)
		switch {
		case !now.Before(until):
			c.log("heartbeat missed", ErrSeen)
			h.lose(ErrSeen)
			return
		case now.Add(span).Before(until) || span <= 0:
			// The queue hides it no longer than it does already.
			next = until
			continue
		}
		err := c.extend(ctx, m, span, until.Sub(now))
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			c.log("heartbeat failed", err)
			next = time.Now().Add(every / 4)
		default:
			until, next = now.Add(span), now.Add(every)
		}
		if next.After(until) {
			next = until
		}
	}
}

// extend bounds one call: what has not answered when the message is seen again is
// too late, and a second call may get through before.
func (c *consumer[M]) extend(ctx context.Context, m M, span, left time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, min(handOver, left/2))
	defer cancel()
	return c.Extend(ctx, m, span)
}

// sleep waits, and says whether the context goes on.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
