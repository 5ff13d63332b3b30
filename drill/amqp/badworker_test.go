//go:build drills && linux

package amqp_test

import (
	"encoding/json"
	"os"
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rabbitmq/amqp091-go"
)

// modeVariable turns the test binary into a worker of RabbitMQ.
const modeVariable = "BADWORKER_MODE"

// The modes of the worker, which stops as it should unless its mode says otherwise.
const (
	goodWorker   = "good"
	pollsQueue   = "polls"         // good, and fetches each message by itself
	closesInHand = "closes"        // good: closes its connection in order, with messages that it has not begun
	exitsAtOnce  = "exits-at-once" // ends at the signal, with messages in hand
	autoAck      = "auto-ack"      // has the broker forget each message at once
	acksFirst    = "acks-first"    // acknowledges before the work
	goesOn       = "goes-on"       // takes messages until its deadline
	rejects      = "rejects"       // refuses for good what it has in hand at the stop
)

func TestMain(m *testing.M) {
	if mode := os.Getenv(modeVariable); mode != "" {
		newBadWorker(mode).run()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

type badWorker struct {
	mode       string
	connection *amqp091.Connection
	channel    *amqp091.Channel
	queue      string
	stop       chan struct{}
	working    sync.WaitGroup
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

func newBadWorker(mode string) *badWorker {
	w := &badWorker{mode: mode, queue: os.Getenv("QUEUE"), stop: make(chan struct{})}
	w.connection = must(amqp091.Dial(os.Getenv("AMQP_URL")))
	w.channel = must(w.connection.Channel())
	if err := w.channel.Qos(4, 0, false); err != nil {
		panic(err)
	}
	return w
}

func (w *badWorker) run() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	if w.mode == pollsQueue {
		w.working.Go(w.poll)
	} else {
		deliveries := must(w.channel.Consume(w.queue, "worker", w.mode == autoAck, false, false, false, nil))
		for range 4 {
			w.working.Go(func() {
				for m := range deliveries {
					w.one(m)
				}
			})
		}
	}
	<-signals
	close(w.stop)
	switch w.mode {
	case exitsAtOnce, autoAck:
		os.Exit(0)
	case goesOn:
		time.Sleep(2 * time.Second)
	}
	_ = w.channel.Cancel("worker", false)
	w.working.Wait()
	_ = w.connection.Close()
}

// poll fetches messages one by one.
func (w *badWorker) poll() {
	for {
		select {
		case <-w.stop:
			return
		default:
		}
		if m, ok, err := w.channel.Get(w.queue, false); err == nil && ok {
			w.one(m)
		} else {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

func (w *badWorker) stopping() bool {
	select {
	case <-w.stop:
		return true
	default:
		return false
	}
}

// one does a message.
func (w *badWorker) one(m amqp091.Delivery) {
	if w.mode == closesInHand && w.stopping() {
		return // It goes back with the connection.
	}
	if w.mode == acksFirst {
		_ = m.Ack(false)
	}
	if m.Expiration == "" {
		panic("a message of a drill that was killed stays for good")
	}
	var job struct{ Seconds float64 }
	if err := json.Unmarshal(m.Body, &job); err != nil {
		panic(strconv.Quote(string(m.Body)))
	}
	finished := time.After(time.Duration(job.Seconds * float64(time.Second)))
	select {
	case <-finished:
	case <-w.stop:
		if w.mode == rejects {
			_ = m.Reject(false)
			return
		}
		<-finished
	}
	if w.mode != acksFirst && w.mode != autoAck {
		_ = m.Ack(false)
	}
}
