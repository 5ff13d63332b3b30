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

// hide begins to hide a message that has just been fetched, where the contract has
// a heartbeat.
func (c *consumer[M]) hide(work context.Context, m M) *hiding {
	limits := c.app.limits
	if limits.Heartbeat == 0 || c.Extend == nil {
		return &hiding{work: work}
	}
	h := newHiding(work, min(time.Second, (limits.Deadline-limits.Delay-limits.Drain)/4)/3)
	until := time.Now().Add(limits.Visibility)
	h.over = time.AfterFunc(limits.Visibility, func() {
		c.log("heartbeat missed", ErrSeen)
		h.lose(ErrSeen)
	})
	go func() {
		defer close(h.ended)
		guard(func() error { c.beat(h, m, until, limits.Heartbeat, limits.Visibility); return nil }, func(err error) {
			if err != nil {
				c.log("heartbeat failed", err)
				h.lose(ErrSeen)
			}
		})
	}()
	return h
}

// beat hides the message at once, because the queue may hide it for another time
// than the contract says while a change of the profile is under way, and again at
// every heartbeat. A beat that fails is followed by another soon.
func (c *consumer[M]) beat(h *hiding, m M, until time.Time, every, visibility time.Duration) {
	fetched := time.Now()
	for next := fetched; h.sleep(next); {
		now := time.Now()
		span := min(visibility, fetched.Add(longestHidden).Sub(now)).Truncate(time.Second)
		switch {
		case !now.Before(until):
			return
		case now.Add(span).Before(until) || span <= 0:
			// The queue hides it no longer than it does already.
			next = until
			continue
		}
		switch err := c.extend(h, m, span, until.Sub(now)); {
		case h.resting.Err() != nil:
			return
		case err != nil:
			c.log("heartbeat failed", err)
			next = time.Now().Add(every / 4)
		case !h.over.Stop():
			// It has answered too late.
			return
		default:
			until, next = now.Add(span), now.Add(every)
			h.over.Reset(time.Until(until))
		}
		if next.After(until) {
			next = until
		}
	}
}

// extend bounds one call: what has not answered when the message is seen again is
// too late, and a second call may get through before.
func (c *consumer[M]) extend(h *hiding, m M, span, left time.Duration) error {
	ctx, cancel := context.WithTimeout(h.calls, min(handOver, left/2))
	defer cancel()
	return c.Extend(ctx, m, span)
}

// giveBack hands a message back, unless others may have it. An extension that is
// under way would hide it again, so it is waited for; one that takes too long is
// followed by a second Return.
func (c *consumer[M]) giveBack(h *hiding, m M) {
	quiet := h.quiet()
	if h.seen() {
		return
	}
	c.hand("return", c.Return, m)
	if !quiet && waitFor(h.ended, handOver) {
		c.hand("return", c.Return, m)
	}
}
