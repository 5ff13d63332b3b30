package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

const (
	// group is the consumer group.
	group = "workers"
	// loops is how many entries are worked on at the same time.
	loops = 4
	// block is how long a read waits. It is not broken off at the stop: an entry that is
	// on its way then would lie with this worker, and nobody would have it.
	block = 200 * time.Millisecond
)

// consumer works off a stream. Redis keeps an entry for the worker that has read it until
// it is acknowledged.
type consumer struct {
	client       *redis.Client
	stream, name string
	// orphaned is for how long an entry lies with a worker, and nobody hears of it, until
	// another one takes it: longer than any entry takes.
	orphaned time.Duration
	work     func(ctx context.Context, m redis.XMessage) error
}

func newConsumer(client *redis.Client, stream, name string, orphaned time.Duration, work func(ctx context.Context, m redis.XMessage) error) *consumer {
	return &consumer{client, stream, name, orphaned, work}
}

// runs registers the consumer. Its name is taken out of the group when nothing lies with
// it any more, and its connections are closed last.
func (c *consumer) runs(app *lifecycle.App) {
	app.Start("group", c.join)
	app.Close("redis", func(context.Context) error { return c.client.Close() })
	app.Close("group", c.leave)
	lifecycle.Consume(app, "entries", lifecycle.Consumer[redis.XMessage]{
		Fetch: c.fetch, Work: c.work, Ack: c.done, Return: c.handOn, Loops: loops,
	})
}

// join makes the group, which has not done what is there already.
func (c *consumer) join(ctx context.Context) error {
	err := c.client.XGroupCreateMkStream(ctx, c.stream, group, "0").Err()
	if err != nil && strings.HasPrefix(err.Error(), "BUSYGROUP") {
		return nil // Another worker has made it.
	}
	return err
}

// leave takes the worker out of the group. What lies with it still, such as an entry whose
// answer a broken connection has lost, is handed on before: Redis would forget it with the
// worker.
func (c *consumer) leave(ctx context.Context) error {
	for {
		read, err := c.client.XReadGroup(ctx, &redis.XReadGroupArgs{Group: group, Consumer: c.name, Streams: []string{c.stream, "0"}, Count: 100}).Result()
		if err != nil {
			return err
		}
		if len(read) == 0 || len(read[0].Messages) == 0 {
			return c.client.XGroupDelConsumer(ctx, c.stream, group, c.name).Err()
		}
		for _, m := range read[0].Messages {
			if err := c.handOn(ctx, m); err != nil {
				return err
			}
		}
	}
}

// fetch waits for an entry: first one that a worker has left that was killed.
func (c *consumer) fetch(ctx context.Context) (redis.XMessage, error) {
	left, _, err := c.client.XAutoClaim(ctx, &redis.XAutoClaimArgs{Stream: c.stream, Group: group, Consumer: c.name, MinIdle: c.orphaned, Start: "0", Count: 1}).Result()
	if err == nil && len(left) > 0 {
		return left[0], nil
	}
	read, err := c.client.XReadGroup(context.WithoutCancel(ctx), &redis.XReadGroupArgs{Group: group, Consumer: c.name, Streams: []string{c.stream, ">"}, Count: 1, Block: block}).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return redis.XMessage{}, lifecycle.ErrNothing
	case err != nil:
		return redis.XMessage{}, err
	}
	return read[0].Messages[0], nil
}

// done forgets an entry whose work is done.
func (c *consumer) done(ctx context.Context, m redis.XMessage) error {
	return c.settle(ctx, m, "done")
}

// handOn puts an entry into the stream again for the others, and forgets this one, both
// or neither.
func (c *consumer) handOn(ctx context.Context, m redis.XMessage) error {
	return c.settle(ctx, m, "hand on")
}

// settling is a script, since the client asks again when the connection breaks, and its
// first try may have arrived: an entry that is not in the stream any more is settled already.
// What can fail for want of memory comes first, before anything is forgotten.
var settling = redis.NewScript(`
	local stream, group, id = KEYS[1], ARGV[1], ARGV[2]
	local entry = redis.call('XRANGE', stream, id, id)[1]
	if entry and ARGV[3] == 'hand on' then
		redis.call('XADD', stream, '*', unpack(entry[2]))
	end
	redis.call('XACK', stream, group, id)
	redis.call('XDEL', stream, id)`)

func (c *consumer) settle(ctx context.Context, m redis.XMessage, how string) error {
	err := settling.Run(ctx, c.client, []string{c.stream}, group, m.ID, how).Err()
	if errors.Is(err, redis.Nil) {
		return nil // The script says nothing.
	}
	return err
}
