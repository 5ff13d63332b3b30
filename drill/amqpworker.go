package drill

import (
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/amqp"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// amqpWorker stands between a worker and its broker and notes what passes.
type amqpWorker struct {
	queue    *queue
	worker   verdict.Task
	broker   Broker
	name     string
	listener net.Listener
	// forced notes that the broker closed a connection, and the worker did nothing for it.
	forced *atomic.Bool

	mu    sync.Mutex
	open  []net.Conn
	ended bool
	count int
	done  sync.WaitGroup
}

func newAMQPWorker(q *queue, worker verdict.Task, b Broker, name string, forced *atomic.Bool) (*amqpWorker, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &amqpWorker{queue: q, worker: worker, broker: b, name: name, listener: listener, forced: forced}
	w.done.Go(w.serve)
	return w, nil
}

func (w *amqpWorker) environment() []string {
	return []string{w.broker.Variable + "=" + w.broker.through(w.listener.Addr().String()), queueVariable + "=" + w.name}
}

func (w *amqpWorker) close() {
	w.mu.Lock()
	w.ended = true
	w.listener.Close() //nolint:errcheck // Nobody comes any more.
	for _, c := range w.open {
		c.Close() //nolint:errcheck // It may be closed already.
	}
	w.mu.Unlock()
	w.done.Wait()
}

func (w *amqpWorker) serve() {
	for {
		client, err := w.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.DialTimeout("tcp", w.broker.parsed.Host, 5*time.Second)
		if err != nil {
			client.Close() //nolint:errcheck // The worker sees a broker that does not answer.
			continue
		}
		w.mu.Lock()
		w.count++
		w.open = append(w.open, client, server)
		number, ended := w.count, w.ended
		w.mu.Unlock()
		if ended {
			client.Close() //nolint:errcheck // As above.
			server.Close() //nolint:errcheck // As above.
			return
		}
		w.done.Go(func() { w.pass(client, server, number) })
	}
}

// longestInHand is for how long the broker keeps a message for a worker: as long as it has
// its connection.
const longestInHand = 1000 * time.Hour

// pass passes on what both sides send. A connection that ends without a goodbye leaves
// what was in hand to the broker, which gives it to the next.
func (w *amqpWorker) pass(client, server net.Conn, number int) {
	handle := func(d amqp.Delivery) string { return fmt.Sprintf("%s/%d/%d/%d", w.worker, number, d.Channel, d.Tag) }
	reader := amqp.NewReader(amqp.Seen{
		Given: func(d amqp.Delivery, body []byte, forgotten bool) {
			w.queue.given(string(body), w.worker, handle(d))
			if forgotten {
				w.queue.delete(handle(d))
			}
		},
		Done:     func(d amqp.Delivery) { w.queue.delete(handle(d)) },
		Returned: func(d amqp.Delivery) { w.queue.hide(handle(d), 0) },
		Forced:   func() { w.forced.Store(true) },
	})
	var both sync.WaitGroup
	both.Go(func() { relay(client, server, reader.Sent) })
	both.Go(func() { relay(server, client, reader.Got) })
	both.Wait()
	for _, d := range reader.InHand() {
		w.queue.drop(handle(d))
	}
}

// relay passes on what one side sends, and ends both when it ends.
func relay(from, to net.Conn, see func([]byte)) {
	defer from.Close() //nolint:errcheck // The other direction may have closed it.
	defer to.Close()   //nolint:errcheck // As above.
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		see(buffer[:n])
		if _, e := to.Write(buffer[:n]); e != nil || err != nil {
			return
		}
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
