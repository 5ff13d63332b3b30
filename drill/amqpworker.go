package drill

import (
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/amqp"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/proxy"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// amqpWorker stands between a worker and its broker and notes what passes.
type amqpWorker struct {
	*proxy.Proxy[*amqpReader]

	queue  *queue
	worker verdict.Task
	broker Broker
	name   string
	// forced notes that the broker closed a connection, and the worker did nothing for it.
	forced *atomic.Bool
	count  atomic.Int64
}

func newAMQPWorker(q *queue, worker verdict.Task, b Broker, name string, forced *atomic.Bool) (w *amqpWorker, err error) {
	w = &amqpWorker{queue: q, worker: worker, broker: b, name: name, forced: forced}
	dial := func() (net.Conn, error) { return net.DialTimeout("tcp", b.parsed.Host, 5*time.Second) }
	w.Proxy, err = proxy.New(dial, w.reader)
	return w, err
}

func (w *amqpWorker) environment() []string {
	return []string{w.broker.Variable + "=" + w.broker.through(w.Address()), queueVariable + "=" + w.name}
}

func (w *amqpWorker) close() { w.Close() }

// longestInHand is for how long the broker keeps a message for a worker: as long as it has
// its connection.
const longestInHand = 1000 * time.Hour

// amqpReader is a connection that is read along.
type amqpReader struct {
	*amqp.Reader

	// drop notes that a message goes back to the broker.
	drop func(amqp.Delivery)
}

// reader notes what becomes of the messages on a connection.
func (w *amqpWorker) reader(net.Conn) *amqpReader {
	number := w.count.Add(1)
	handle := func(d amqp.Delivery) string { return fmt.Sprintf("%s/%d/%d/%d", w.worker, number, d.Channel, d.Tag) }
	return &amqpReader{amqp.NewReader(amqp.Seen{
		Given: func(d amqp.Delivery, body []byte, forgotten bool) {
			w.queue.given(string(body), w.worker, handle(d))
			if forgotten {
				w.queue.delete(handle(d))
			}
		},
		Done:     func(d amqp.Delivery) { w.queue.delete(handle(d)) },
		Returned: func(d amqp.Delivery) { w.queue.hide(handle(d), 0) },
		Forced:   func() { w.forced.Store(true) },
	}), func(d amqp.Delivery) { w.queue.drop(handle(d)) }}
}

// Sent passes on what the worker sends as it is.
func (r *amqpReader) Sent(p []byte) (on, back []byte) {
	r.Reader.Sent(p)
	return p, nil
}

// Ended is of no account by itself: what was read until then may still be noted.
func (r *amqpReader) Ended(bool) {}

// Over leaves what was in hand to the broker, which gives it to the next.
func (r *amqpReader) Over() {
	for _, d := range r.InHand() {
		r.drop(d)
	}
}

// given notes that a worker was given a message, which is known by its body.
func (q *queue) given(body string, worker verdict.Task, handle string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range q.live {
		if m.body == body && m.deleted.IsZero() {
			q.take(m, worker, handle, longestInHand, time.Now())
			return
		}
	}
}

// drop notes that a worker has a message in hand no more, and did nothing for it.
func (q *queue) drop(handle string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	m, r := q.find(handle)
	if m == nil || !m.deleted.IsZero() || r != &m.received[len(m.received)-1] {
		return
	}
	m.visible, r.expired = time.Now(), time.Now()
}
