package lifecycle

import (
	"context"
	"errors"
	"strconv"
	"time"
)

// ErrNothing is what a Fetch returns when there is no message at the moment.
var ErrNothing = errors.New("lifecycle: nothing to fetch")

// Consumer is how messages of one kind are worked off.
type Consumer[M any] struct {
	// Fetch waits for a message. Its context ends at the stop signal. It may
	// return [ErrNothing], preferably after a long poll. Any other error is
	// logged and followed by a pause.
	Fetch func(ctx context.Context) (M, error)
	// Work does what the message asks for. Its context ends when the drain
	// budget is used up; [Stopping] tells of the signal, for work that
	// checkpoints. An error hands the message back, and so does a panic, so that
	// one bad message does not end the program; how often it may come back is for
	// the queue to say, with a dead-letter queue.
	Work func(ctx context.Context, m M) error
	// Ack removes the message after Work. Nil when Fetch has removed it.
	Ack func(ctx context.Context, m M) error
	// Extend hides the message from others, for so long from now on, as SQS's
	// ChangeMessageVisibility does. It is called at once after Fetch and at every
	// heartbeat of the contract until Work has returned, one call at a time, beside
	// Work and Ack. Required where the contract has a heartbeat, and not called
	// where it has none.
	Extend func(ctx context.Context, m M, visibility time.Duration) error
	// Return hands a message back that was not worked off, for instance by
	// making it visible again. Nil when it comes back by itself.
	Return func(ctx context.Context, m M) error
	// Loops is how many messages are worked on at the same time. 0 means 1.
	Loops int
}

// Consume works off messages until the stop signal: fetching stops first, at
// once, and the message in hand has the delay and the drain budget to finish.
//
// When the contract has a task protection, each message is worked on under ECS
// scale-in protection, so that no deployment and no scale-in stops the task in
// the middle of it. The protection is taken before Work and given back after
// Ack; a message whose protection is refused is handed back. Without a Return a
// message is even fetched under protection, because there would be no way back.
// All loops of a program share one protection. On a queue that is never empty
// some message is always in hand, so once the protection has lasted for four
// times its length the loops fetch nothing until it has been given back and ECS
// has had ten seconds to stop the task.
func Consume[M any](a *App, name string, c Consumer[M]) {
	for i := range max(1, c.Loops) {
		loop := name
		if c.Loops > 1 {
			loop += " " + strconv.Itoa(i+1)
		}
		l := &consumer[M]{Consumer: c, app: a, name: loop}
		a.add(&unit{name: "consumer " + loop, run: l.run, prepare: l.prepare})
	}
}

// handOver bounds an Ack or a Return: it must reach the queue even when the
// work's own context has ended.
const handOver = 5 * time.Second

type consumer[M any] struct {
	Consumer[M]
	app  *App
	name string
	p    *protector
}

func (c *consumer[M]) run(p *phases) error {
	c.p = c.app.protection()
	fetching, cancel := p.fetching()
	defer cancel()
	work := InFlight(p.told)
	for pause := time.Duration(0); fetching.Err() == nil; {
		if c.one(fetching, work) {
			pause = 0
			continue
		}
		pause = min(max(100*time.Millisecond, pause*2), 5*time.Second)
		select {
		case <-time.After(pause):
		case <-fetching.Done():
		}
	}
	return nil
}

// one works off one message, and returns false when a pause should follow.
func (c *consumer[M]) one(fetching, work context.Context) bool {
	c.p.yield(fetching)
	early := c.Return == nil
	if early && !c.protect(fetching) {
		return false
	}
	if early {
		defer c.p.release()
	}
	m, err := c.Fetch(fetching)
	switch {
	case errors.Is(err, ErrNothing):
		return true
	case err != nil:
		if fetching.Err() == nil {
			c.log("fetch failed", err)
		}
		return false
	case fetching.Err() != nil && c.Return != nil:
		// It came in the very moment of the signal: somebody else can have it.
		c.hand("return", c.Return, m)
		return false
	}
	hidden := c.hide(work, m)
	defer hidden.end()
	if !early {
		if !c.protect(fetching) {
			c.giveBack(hidden, m)
			return false
		}
		defer c.p.release()
	}
	if hidden.seen() { // While it waited for its protection.
		return false
	}
	done := false
	guard(func() error { return c.Work(hidden.work, m) }, func(err error) {
		done = c.settle(hidden, m, err)
	})
	return done
}

// settle hands a message on after Work, and says whether it was worked off.
func (c *consumer[M]) settle(h *hiding, m M, err error) bool {
	if err != nil {
		c.log("work failed", err)
		c.giveBack(h, m)
		return false
	}
	c.hand("ack", c.Ack, m)
	return true
}

func (c *consumer[M]) protect(ctx context.Context) bool {
	err := c.p.acquire(ctx)
	if err != nil && ctx.Err() == nil {
		c.log("no task protection: the message is not worked on", err)
	}
	return err == nil
}

func (c *consumer[M]) hand(what string, do func(context.Context, M) error, m M) {
	if do == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), handOver)
	defer cancel()
	if err := do(ctx, m); err != nil {
		c.log(what+" failed", err)
	}
}

func (c *consumer[M]) log(message string, err error) {
	c.app.logger().Error(message, append([]any{"consumer", c.name, "error", err}, stackOf(err)...)...)
}
