package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

const (
	stops      = 200
	partitions = 4
	topic      = "orders"
	group      = "shop"
)

// ledger is what of each record was done.
type ledger struct {
	mu    sync.Mutex
	done  map[string]int
	first [partitions]int64 // the first offset of each partition that is not done
	all   map[string]bool   // everything that was sent
	// over ends with the stops: a record that only a stop ends would be done by nobody then.
	over chan struct{}
}

func key(partition int32, offset int64) string { return fmt.Sprintf("%d/%d", partition, offset) }

func (l *ledger) note(r *kgo.Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done[key(r.Partition, r.Offset)]++
	for l.done[key(r.Partition, l.first[r.Partition])] > 0 {
		l.first[r.Partition]++
	}
}

// task is one worker of the group.
type task struct {
	signals chan os.Signal
	ended   chan error
	client  *kgo.Client
}

// start starts a worker, whose records take a moment each, and some longer than a stop may.
func start(t *testing.T, brokers []string, l *ledger, drain time.Duration) *task {
	t.Helper()
	c, err := newConsumer(brokers, group, topic, func(ctx context.Context, r *kgo.Record) error {
		takes := time.Duration(rand.IntN(4)) * time.Millisecond
		if rand.IntN(400) == 0 {
			takes = time.Minute
		}
		select {
		case <-time.After(takes):
			l.note(r)
			return nil
		case <-l.over:
			l.note(r)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}, kgo.RebalanceTimeout(session), kgo.HeartbeatInterval(20*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	one := &task{signals: make(chan os.Signal, 1), ended: make(chan error, 1), client: c.client}
	app := lifecycle.App{Signals: one.signals, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Contract: &contract.Contract{Deadline: drain + 10*time.Second, Drain: drain, Cleanup: 10 * time.Second}}
	go func() {
		c.runs(&app)
		one.ended <- app.Run(context.Background())
	}()
	return one
}

// Two hundred deployments, each in a moment of its own: a new worker joins, the old one
// is told to stop. No record is lost, no offset is ever ahead of the work, at most a batch
// is done again by a stop, and the group never waits for its session timeout, for which the test would take minutes.
func TestStops(t *testing.T) {
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(partitions, topic))
	if err != nil {
		t.Fatal(err)
	}
	defer cluster.Close()
	brokers := cluster.ListenAddrs()
	l := &ledger{done: map[string]int{}, all: map[string]bool{}, over: make(chan struct{})}
	client, err := kgo.NewClient(kgo.SeedBrokers(brokers...), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	sending, endSending := context.WithCancel(context.Background())
	var sent sync.WaitGroup
	sent.Go(func() { l.send(t, sending, client) })
	admin := kadm.NewClient(client)

	old := start(t, brokers, l, 0)
	again, worst := 0, time.Duration(0)
	for n := range stops {
		drain := []time.Duration{0, 5 * time.Millisecond, 20 * time.Millisecond}[n%3]
		next := start(t, brokers, l, drain)
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
		before := l.twice()
		asked := time.Now()
		old.signals <- syscall.SIGTERM
		select {
		case err := <-old.ended:
			// A record that takes longer than the drain is left to the others.
			if unfinished := (*lifecycle.Unfinished)(nil); err != nil && !errors.As(err, &unfinished) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
				t.Fatalf("stop %d: %v", n, err)
			}
		case <-time.After(session):
			t.Fatalf("stop %d: not over after the session timeout", n)
		}
		worst = max(worst, time.Since(asked))
		if extra := l.twice() - before; extra > mostAtOnce {
			t.Errorf("stop %d: %d records were done again, want at most a batch of %d", n, extra, mostAtOnce)
		} else {
			again += extra
		}
		l.behind(t, admin, n)
		old = next
	}
	endSending()
	sent.Wait()
	close(l.over)
	l.finishes(t)
	old.signals <- syscall.SIGTERM
	if err := <-old.ended; err != nil {
		t.Errorf("the last stop: %v", err)
	}
	for name := range l.all {
		if l.done[name] == 0 {
			t.Errorf("record %s is lost", name)
		}
	}
	t.Logf("%d stops, %d records, %d done again, the longest stop took %v", stops, len(l.all), again, worst.Round(time.Millisecond))
}

// send sends records to all partitions until the context ends.
func (l *ledger) send(t *testing.T, ctx context.Context, client *kgo.Client) {
	for n := int32(0); ctx.Err() == nil; n++ {
		r := &kgo.Record{Topic: topic, Partition: n % partitions, Value: []byte("{}")}
		if err := client.ProduceSync(context.Background(), r).FirstErr(); err != nil {
			t.Error(err)
			return
		}
		l.mu.Lock()
		l.all[key(r.Partition, r.Offset)] = true
		l.mu.Unlock()
		time.Sleep(3 * time.Millisecond)
	}
}

// twice is how often a record was done that was done already.
func (l *ledger) twice() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, times := range l.done {
		n += times - 1
	}
	return n
}

// behind looks whether any committed offset is ahead of the work.
func (l *ledger) behind(t *testing.T, admin *kadm.Client, n int) {
	t.Helper()
	offsets, err := admin.FetchOffsets(context.Background(), group)
	if err != nil {
		t.Fatal(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	offsets.Each(func(o kadm.OffsetResponse) {
		if o.At > l.first[o.Partition] {
			t.Errorf("stop %d: offset %d of partition %d is committed, and only what is before %d is done", n, o.At, o.Partition, l.first[o.Partition])
		}
	})
}

// finishes waits until all that was sent is done.
func (l *ledger) finishes(t *testing.T) {
	t.Helper()
	for limit := time.Now().Add(session); ; time.Sleep(20 * time.Millisecond) {
		l.mu.Lock()
		missing := 0
		for name := range l.all {
			if l.done[name] == 0 {
				missing++
			}
		}
		l.mu.Unlock()
		if missing == 0 {
			return
		}
		if time.Now().After(limit) {
			t.Fatalf("%d records are not done before the session timeout is over", missing)
		}
	}
}
