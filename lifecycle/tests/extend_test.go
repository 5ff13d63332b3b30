package lifecycle_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// An Extend that hangs and does not look at its context: the work ends all the same
// in the moment in which others see the message.
func TestConsume_extendHangs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		succeed := rapid.IntRange(0, 5).Draw(rt, "so many succeed")
		synctest.Test(t, func(t *testing.T) {
			q := newHider(1)
			c := q.consumer(time.Hour)
			let, calls := make(chan struct{}), 0
			c.Extend = func(ctx context.Context, m int, v time.Duration) error {
				if calls++; calls <= succeed {
					return q.extend(ctx, m, v)
				}
				<-let
				return nil
			}
			work, told := c.Work, make(chan time.Time, 1)
			c.Work = func(ctx context.Context, m int) error {
				err := work(ctx, m)
				if !errors.Is(context.Cause(ctx), lifecycle.ErrSeen) {
					rt.Errorf("the cause is %v, want ErrSeen", context.Cause(ctx))
				}
				select {
				case told <- time.Now():
				default:
				}
				return err
			}
			p := newProgram(t, beating(time.Minute))
			lifecycle.Consume(p.App, "jobs", c)
			p.start()
			synctest.Wait()
			end := time.Now().Add(15*time.Second + time.Duration(max(0, succeed-1))*5*time.Second)
			if at := <-told; !at.Equal(end) {
				rt.Errorf("the work ended %v from when others see the message", at.Sub(end))
			}
			close(let)
			p.stop()
			if err := p.wait(); err != nil {
				rt.Errorf("Run() error = %v", err)
			}
			if len(q.returned) > 0 {
				rt.Error("a message that others may have was handed back")
			}
		})
	})
}

// An extension that is under way when the drain ends hides nothing for longer than it
// takes itself, whether it looks at its context or not: the message is handed back,
// and once more after a call that came later.
func TestConsume_extendUnderWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		arrives := time.Duration(rapid.IntRange(0, 900).Draw(rt, "it arrives after")) * time.Millisecond
		drain := time.Duration(rapid.IntRange(0, 12_000).Draw(rt, "drain")) * time.Millisecond
		looks := rapid.Bool().Draw(rt, "it looks at its context")
		if looks { // One that is broken off may arrive whenever it likes.
			arrives = min(arrives, 300*time.Millisecond)
		}
		synctest.Test(t, func(t *testing.T) {
			q := newHider(1)
			var pending sync.WaitGroup
			c := q.consumer(time.Hour)
			c.Extend = func(ctx context.Context, m int, v time.Duration) error {
				answered := make(chan error, 1)
				pending.Go(func() {
					time.Sleep(arrives)
					answered <- q.extend(ctx, m, v)
				})
				if !looks {
					return <-answered
				}
				select {
				case err := <-answered:
					return err
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			p := newProgram(t, beating(drain))
			lifecycle.Consume(p.App, "jobs", c)
			p.start()
			synctest.Wait()
			p.stop()
			if err := p.wait(); err != nil {
				rt.Errorf("Run() error = %v", err)
			}
			pending.Wait()
			if left := time.Until(q.hidden[0]); left > 0 || len(q.returned) == 0 {
				rt.Errorf("it was given back %d times and is hidden for %v yet, and nobody works on it", len(q.returned), left)
			}
		})
	})
}

// One that takes longer than a unit has to return does not hold up the Return, and is
// named as what still runs.
func TestConsume_extendOutlastsTheDrain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newHider(1)
		c := q.consumer(time.Hour)
		let := make(chan struct{})
		c.Extend = func(context.Context, int, time.Duration) error { <-let; return nil }
		p := newProgram(t, beating(4*time.Second))
		lifecycle.Consume(p.App, "jobs", c)
		p.start()
		synctest.Wait()
		p.stop()
		if left := running(p.wait()); len(left) != 1 || q.backs() != 1 {
			t.Errorf("still running %v, returned %d times; want the consumer, and once", left, q.backs())
		}
		close(let)
		synctest.Wait()
		if q.backs() != 2 {
			t.Errorf("returned %d times after the call, want twice", q.backs())
		}
	})
}

// A message that is settled leaves nothing behind in the context of the program, and
// the next one has a context of its own.
func TestConsume_heartbeatLetsGo(t *testing.T) {
	t.Parallel()
	for name, result := range map[string]error{"acked": nil, "returned": errors.New("no")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				q := newHider(1)
				c := q.consumer(0)
				var last context.Context
				fetch := c.Fetch
				c.Fetch = func(ctx context.Context) (int, error) {
					if last != nil && (last.Err() == nil || errors.Is(context.Cause(last), lifecycle.ErrSeen)) {
						t.Errorf("the context of a message that is settled ended with %v, want that it was let go", context.Cause(last))
					}
					return fetch(ctx)
				}
				c.Work = func(ctx context.Context, _ int) error {
					if ctx.Err() != nil {
						t.Errorf("work began with %v", ctx.Err())
					}
					last = ctx
					return result
				}
				p := newProgram(t, beating(time.Second))
				lifecycle.Consume(p.App, "jobs", c)
				p.start()
				time.Sleep(3 * time.Second)
				p.stop()
				if err := p.wait(); err != nil || last == nil {
					t.Errorf("Run() error = %v, worked %v", err, last != nil)
				}
			})
		})
	}
}
