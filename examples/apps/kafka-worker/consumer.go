package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// mostAtOnce is how many records are in hand before their offsets are committed: so
// many at most are done again after a task that was killed.
const mostAtOnce = 10

// mostCommit is how long a commit may take while the worker stops: no longer than the
// cleanup, which is all the time that is left when the drain is over.
const mostCommit = time.Second

// session is for how long the group waits for a member that has gone without a word, and
// so for how long a commit is tried: until then nobody else has the partitions.
const session = 45 * time.Second

// consumer works off a topic, one record after the other, and commits an offset when
// all records before it are done.
type consumer struct {
	client *kgo.Client
	work   func(ctx context.Context, r *kgo.Record) error
	// awaited says that a rebalance waits for the records in hand.
	awaited atomic.Bool
}

func newConsumer(brokers []string, group, topic string, work func(ctx context.Context, r *kgo.Record) error, more ...kgo.Opt) (*consumer, error) {
	c := &consumer{work: work}
	client, err := kgo.NewClient(append([]kgo.Opt{
		kgo.SeedBrokers(brokers...), kgo.ConsumerGroup(group), kgo.ConsumeTopics(topic), kgo.SessionTimeout(session),
		// A group that is new has not done what is there already.
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		// An offset that is committed by the clock may be ahead of the work.
		kgo.DisableAutoCommit(),
		// A rebalance waits until the record in hand is done and committed, so that
		// nobody else begins it; the group waits no longer than its rebalance timeout, a
		// minute unless kgo.RebalanceTimeout says more, which one record must not exceed.
		kgo.BlockRebalanceOnPoll(),
		kgo.OnPartitionsCallbackBlocked(func(context.Context, *kgo.Client) { c.awaited.Store(true) }),
	}, more...)...)
	if err != nil {
		return nil, err
	}
	c.client = client
	return c, nil
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
		c.awaited.Store(false)
		fetches := c.client.PollRecords(ctx, mostAtOnce)
		err := c.batch(ctx, fetches)
		c.client.AllowRebalance()
		if err != nil {
			return err
		}
	}
	return nil
}

// batch works off what was fetched, and commits what of it is done. A rebalance breaks it
// off after the record in hand: what is left is fetched again, by whoever has it then.
func (c *consumer) batch(ctx context.Context, fetches kgo.Fetches) error {
	unit := lifecycle.InFlight(ctx)
	records := fetches.Records()
	done := 0
	var failed error
	for done < len(records) && ctx.Err() == nil && !c.awaited.Load() {
		if failed = c.work(unit, records[done]); failed != nil {
			break
		}
		done++
	}
	if err := c.commit(ctx, records[:done]); err != nil || failed != nil {
		return errors.Join(failed, err)
	}
	if ctx.Err() == nil { // At a stop the others of the group do the rest.
		c.again(records[done:])
		failed = fetches.Err()
	}
	return failed
}

// commit tells the group what is done: until the session timeout, since a broker that
// moves or restarts refuses it for seconds. It does not end with the context, which would
// have it all done again, but shortly after.
func (c *consumer) commit(ctx context.Context, done []*kgo.Record) error {
	if len(done) == 0 {
		return nil
	}
	commit, cancel := context.WithTimeout(context.WithoutCancel(ctx), session)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(mostCommit, cancel) })()
	for {
		err := c.client.CommitRecords(commit, done...)
		if err == nil {
			return nil
		}
		if refused := (*kerr.Error)(nil); commit.Err() != nil || errors.As(err, &refused) && !refused.Retriable {
			return fmt.Errorf("commit: %w", err)
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-commit.Done():
		}
	}
}

// again has the client fetch records again that nobody has begun, from the first of each
// partition.
func (c *consumer) again(rest []*kgo.Record) {
	from := map[string]map[int32]kgo.EpochOffset{}
	for _, r := range rest {
		if from[r.Topic] == nil {
			from[r.Topic] = map[int32]kgo.EpochOffset{}
		}
		if _, ok := from[r.Topic][r.Partition]; !ok {
			from[r.Topic][r.Partition] = kgo.EpochOffset{Epoch: r.LeaderEpoch, Offset: r.Offset}
		}
	}
	if len(from) > 0 {
		c.client.SetOffsets(from)
	}
}
