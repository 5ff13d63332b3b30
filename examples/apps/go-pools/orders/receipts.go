package orders

import (
	"context"
	"log/slog"

	"github.com/redis/go-redis/v9"
)

// receipts is a worker in the background that handlers give work to: it sends a
// receipt for each order, here to a list in Redis. It must outlast the handlers and
// be gone before Redis is closed.
type receipts struct {
	redis *redis.Client
	next  chan string
	last  chan struct{} // closed when nothing more comes
	ended chan struct{}
}

func startReceipts(client *redis.Client) *receipts {
	r := &receipts{client, make(chan string, 1000), make(chan struct{}), make(chan struct{})}
	go r.work()
	return r
}

// add hands one to the worker, and waits while it has too many.
func (r *receipts) add(id string) {
	select {
	case r.next <- id:
	case <-r.ended: // A handler that was cut comes too late.
	}
}

func (r *receipts) work() {
	defer close(r.ended)
	for {
		select {
		case id := <-r.next:
			r.send(id)
		case <-r.last:
			for len(r.next) > 0 {
				r.send(<-r.next)
			}
			return
		}
	}
}

func (r *receipts) send(id string) {
	if err := r.redis.RPush(context.Background(), "receipts", id).Err(); err != nil {
		slog.Error("receipt not sent", "id", id, "error", err)
	}
}

// end waits until all are sent.
func (r *receipts) end(ctx context.Context) error {
	close(r.last)
	select {
	case <-r.ended:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
