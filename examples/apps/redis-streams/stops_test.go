//go:build drills && linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

const (
	stops  = 200
	stream = "orders"
	// orphaned is longer than any stop of the test: no entry is ever left so long.
	orphaned = time.Minute
)

// ledger is how often each message was done, and how many were cut.
type ledger struct {
	mu   sync.Mutex
	done map[string]int
	cut  int
	sent int
}

func (l *ledger) count(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done[id]++
}

// missing is how many of those that were sent are not done, and again how many were done
// more than once.
func (l *ledger) missing() (missing, again int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for n := range l.sent {
		switch times := l.done[fmt.Sprint(n)]; {
		case times == 0:
			missing++
		case times > 1:
			again++
		}
	}
	return missing, again
}

// tasks is how many there ever were, each with a name of its own.
var tasks int

type task struct {
	signals chan os.Signal
	ended   chan error
}

func start(t *testing.T, url string, l *ledger, drain time.Duration) *task {
	t.Helper()
	tasks++
	c := newConsumer(redis.NewClient(&redis.Options{Addr: url}), stream, fmt.Sprint("task-", tasks), orphaned, func(ctx context.Context, m redis.XMessage) error {
		takes := time.Duration(rand.IntN(10)) * time.Millisecond
		if rand.IntN(300) == 0 {
			takes = time.Minute
		}
		select {
		case <-time.After(takes):
			l.count(m.Values["id"].(string))
			return nil
		case <-ctx.Done():
			l.mu.Lock()
			l.cut++
			l.mu.Unlock()
			return ctx.Err()
		}
	})
	one := &task{signals: make(chan os.Signal, 1), ended: make(chan error, 1)}
	app := lifecycle.App{Signals: one.signals, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Contract: &contract.Contract{Deadline: drain + 10*time.Second, Drain: drain, Cleanup: 10 * time.Second}}
	go func() {
		c.runs(&app)
		one.ended <- app.Run(context.Background())
	}()
	return one
}

// Two hundred deployments, each in a moment of its own. Every message is done, once, and
// none lies with a worker that has gone: what a stop cuts goes back before it was done.
func TestStops(t *testing.T) {
	url := server(t)
	l := &ledger{done: map[string]int{}}
	old := start(t, url, l, 0)
	client := redis.NewClient(&redis.Options{Addr: url})
	defer func() { _ = client.Close() }()
	sending, endSending := context.WithCancel(context.Background())
	var sent sync.WaitGroup
	sent.Go(func() { l.send(sending, t, client) })
	for n := range stops {
		next := start(t, url, l, []time.Duration{0, 5 * time.Millisecond, 20 * time.Millisecond}[n%3])
		time.Sleep(time.Duration(rand.IntN(40)) * time.Millisecond)
		old.signals <- syscall.SIGTERM
		if err := <-old.ended; err != nil && !wasCut(err) {
			t.Fatalf("stop %d: %v", n, err)
		}
		old = next
	}
	endSending()
	sent.Wait()
	// A message that takes a minute is done by nobody before the next stop.
	for limit := time.Now().Add(30 * time.Second); ; {
		missing, again := l.missing()
		if missing == 0 {
			t.Logf("%d stops, %d entries, %d cut and given back, %d done again", stops, l.sent, l.cut, again)
			if again > 0 {
				t.Errorf("%d messages were done more than once", again)
			}
			break
		}
		if time.Now().After(limit) {
			t.Fatalf("%d of %d entries are not done", missing, l.sent)
		}
		next := start(t, url, l, 0)
		time.Sleep(200 * time.Millisecond)
		old.signals <- syscall.SIGTERM
		if err := <-old.ended; err != nil && !wasCut(err) {
			t.Fatal(err)
		}
		old = next
	}
	old.signals <- syscall.SIGTERM
	if err := <-old.ended; err != nil {
		t.Errorf("the last stop: %v", err)
	}
	nothingLeft(t, client)
}

// wasCut says that a stop broke off a message that takes longer than the drain.
func wasCut(err error) bool {
	unfinished := (*lifecycle.Unfinished)(nil)
	return errors.As(err, &unfinished) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// send sends entries until the context ends.
func (l *ledger) send(ctx context.Context, t *testing.T, client *redis.Client) {
	for ; ctx.Err() == nil; time.Sleep(3 * time.Millisecond) {
		l.mu.Lock()
		id := fmt.Sprint(l.sent)
		l.sent++
		l.mu.Unlock()
		if err := client.XAdd(context.Background(), &redis.XAddArgs{Stream: stream, Values: map[string]any{"id": id, "seconds": "0"}}).Err(); err != nil {
			t.Error(err)
			return
		}
	}
}

// nothingLeft asks Redis for entries, and for workers in the group.
func nothingLeft(t *testing.T, client *redis.Client) {
	t.Helper()
	entries, err := client.XLen(context.Background(), stream).Result()
	if err != nil || entries != 0 {
		t.Errorf("%d entries are left: %v", entries, err)
	}
	workers, err := client.XInfoConsumers(context.Background(), stream, group).Result()
	if err != nil || len(workers) != 0 {
		t.Errorf("the group still has %v: %v", workers, err)
	}
}

// server starts a Redis that is gone when the test ends.
func server(t *testing.T) (address string) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Fatal("this test needs redis-server: install Debian's redis-server")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = listener.Addr().String()
	_ = listener.Close()
	_, port, _ := net.SplitHostPort(address)
	process := exec.Command("redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--dir", t.TempDir())
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = process.Process.Kill(), process.Wait() })
	for range 200 {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			return address
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("Redis does not answer after 5 s")
	return ""
}
