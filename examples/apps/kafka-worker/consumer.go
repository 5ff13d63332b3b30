package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// mostAtOnce is how many records are in hand before their offsets are committed: so
// many at most are done again after a task that was killed.
const mostAtOnce = 10

// mostCommit is how long a commit may take: no longer than the cleanup, which is all
// the time that is left when the drain is over.
const mostCommit = time.Second

// consumer works off a topic, one record after the other, and commits an offset when
// all records before it are done.
type consumer struct {
	client *kgo.Client
	work   func(ctx context.Context, r *kgo.Record) error
}

func newConsumer(brokers []string, group, topic string, work func(ctx context.Context, r *kgo.Record) error, more ...kgo.Opt) (*consumer, error) {
	client, err := kgo.NewClient(append([]kgo.Opt{
		kgo.SeedBrokers(brokers...), kgo.ConsumerGroup(group), kgo.ConsumeTopics(topic),
		// A group that is new has not done what is there already.
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		// An offset that is committed by the clock may be ahead of the work.
		kgo.DisableAutoCommit(),
		// A rebalance waits until the records in hand are done and committed, so that
		// nobody else begins them.
		kgo.BlockRebalanceOnPoll(),
	}, more...)...)
	if err != nil {
		return nil, err
	}
	return &consumer{client, work}, nil
}

// runs registers the consumer. Leaving the group is the last that it does: until then
// its partitions are its own.
func (c *consumer) runs(app *lifecycle.App) {
	app.Close("kafka", func(context.Context) error {
		c.client.CloseAllowingRebalance()
		return nil
	})
	app.Go("records", c.consume)
}

// consume goes on until the context ends, which is the stop.
func (c *consumer) consume(ctx context.Context) error {
	for ctx.Err() == nil {
		fetches := c.client.PollRecords(ctx, mostAtOnce)
		err := c.batch(ctx, fetches)
		c.client.AllowRebalance()
		if err != nil {
			return err
		}
	}
	return nil
}

// batch works off what was fetched, and commits what of it is done.
func (c *consumer) batch(ctx context.Context, fetches kgo.Fetches) error {
	unit := lifecycle.InFlight(ctx)
	var done []*kgo.Record
	var failed error
	for r := range fetches.RecordsAll() {
		if ctx.Err() != nil {
			break // The others of the group do it.
		}
		if failed = c.work(unit, r); failed != nil {
			break
		}
		done = append(done, r)
	}
	if len(done) > 0 {
		// Not with the context of the record: what is done is committed also when the
		// drain is over, or it is done again.
		commit, cancel := context.WithTimeout(context.WithoutCancel(ctx), mostCommit)
		defer cancel()
		if err := c.client.CommitRecords(commit, done...); err != nil {
			return errors.Join(failed, fmt.Errorf("commit: %w", err))
		}
	}
	if failed == nil && ctx.Err() == nil {
		failed = fetches.Err0()
	}
	return failed
}
