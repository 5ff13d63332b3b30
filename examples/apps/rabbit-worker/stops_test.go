//go:build drills && linux

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

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

const (
	stops = 200
	queue = "orders"
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

type task struct {
	signals chan os.Signal
	ended   chan error
}

func start(t *testing.T, url string, l *ledger, drain time.Duration) *task {
	t.Helper()
	c, err := newConsumer(url, queue, func(ctx context.Context, m amqp.Delivery) error {
		takes := time.Duration(rand.IntN(10)) * time.Millisecond
		if rand.IntN(300) == 0 {
			takes = time.Minute
		}
		select {
		case <-time.After(takes):
			l.count(string(m.Body))
			return nil
		case <-ctx.Done():
			l.mu.Lock()
			l.cut++
			l.mu.Unlock()
			return ctx.Err()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
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
// none is left with the broker: what a stop cuts goes back before it was done.
func TestStops(t *testing.T) {
	url := broker(t)
	l := &ledger{done: map[string]int{}}
	old := start(t, url, l, 0)
	connection, err := amqp.Dial(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	sending, endSending := context.WithCancel(context.Background())
	var sent sync.WaitGroup
	sent.Go(func() { l.send(sending, t, connection) })
	for n := range stops {
		next := start(t, url, l, []time.Duration{0, 5 * time.Millisecond, 20 * time.Millisecond}[n%3])
		time.Sleep(time.Duration(rand.IntN(40)) * time.Millisecond)
		old.signals <- syscall.SIGTERM
		if err := <-old.ended; err != nil && !cut(err) {
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
			t.Logf("%d stops, %d messages, %d cut and given back, %d done again", stops, l.sent, l.cut, again)
			if again > 0 {
				t.Errorf("%d messages were done more than once", again)
			}
			break
		}
		if time.Now().After(limit) {
			t.Fatalf("%d of %d messages are not done", missing, l.sent)
		}
		next := start(t, url, l, 0)
		time.Sleep(200 * time.Millisecond)
		old.signals <- syscall.SIGTERM
		if err := <-old.ended; err != nil && !cut(err) {
			t.Fatal(err)
		}
		old = next
	}
	old.signals <- syscall.SIGTERM
	if err := <-old.ended; err != nil {
		t.Errorf("the last stop: %v", err)
	}
	l.nothingLeft(t, connection)
}

// cut says that a stop broke off a message that takes longer than the drain.
func cut(err error) bool {
	unfinished := (*lifecycle.Unfinished)(nil)
	return errors.As(err, &unfinished) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// send sends messages until the context ends.
func (l *ledger) send(ctx context.Context, t *testing.T, connection *amqp.Connection) {
	channel, err := connection.Channel()
	if err != nil {
		t.Error(err)
		return
	}
	for ; ctx.Err() == nil; time.Sleep(3 * time.Millisecond) {
		l.mu.Lock()
		id := fmt.Sprint(l.sent)
		l.sent++
		l.mu.Unlock()
		if err := channel.PublishWithContext(context.Background(), "", queue, true, false, amqp.Publishing{Body: []byte(id), DeliveryMode: amqp.Persistent}); err != nil {
			t.Error(err)
			return
		}
	}
}

// nothingLeft asks the broker for messages and consumers.
func (*ledger) nothingLeft(t *testing.T, connection *amqp.Connection) {
	t.Helper()
	channel, err := connection.Channel()
	if err != nil {
		t.Fatal(err)
	}
	q, err := channel.QueueDeclarePassive(queue, true, false, false, false, nil)
	if err != nil || q.Messages != 0 || q.Consumers != 0 {
		t.Errorf("%d messages and %d consumers are left: %v", q.Messages, q.Consumers, err)
	}
}
