package main

import (
	"context"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// Another worker joins while the first has ten records in hand, which take longer together
// than the group waits in a rebalance. Each is done once, and nobody is thrown out.
func TestRebalance(t *testing.T) {
	const records = 40
	cluster := filled(t, records)
	var mu sync.Mutex
	done, again := map[string]bool{}, 0
	work := func(ctx context.Context, r *kgo.Record) error {
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
		mu.Lock()
		defer mu.Unlock()
		if name := key(r.Partition, r.Offset); done[name] {
			again++
		} else {
			done[name] = true
		}
		return nil
	}
	start := func() *task {
		return worker(t, cluster, work, kgo.RebalanceTimeout(time.Second), kgo.HeartbeatInterval(100*time.Millisecond))
	}
	old := start()
	time.Sleep(500 * time.Millisecond)
	next := start()
	for limit := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		mu.Lock()
		n := len(done)
		mu.Unlock()
		if n == records || time.Now().After(limit) {
			break
		}
	}
	for name, one := range map[string]*task{"first": old, "second": next} {
		one.signals <- syscall.SIGTERM
		if err := <-one.ended; err != nil {
			t.Errorf("the %s worker ends with %v", name, err)
		}
	}
	if len(done) != records || again > 0 {
		t.Errorf("%d records of %d are done, and %d of them again", len(done), records, again)
	}
}
