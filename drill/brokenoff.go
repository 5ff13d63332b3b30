package drill

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// A worker that breaks off a long poll as it stops may do so in the moment in
// which a message is on its way. SQS takes it for delivered and hides it until
// the visibility timeout, although no worker has it. brokenOff tells such
// messages from those that a worker had in hand and dropped: their connection
// is closed right after the answer, and not before the stop. A client that keeps
// fewer connections than it uses closes one after an answer too, at any time.
type brokenOff struct {
	queue *queue
	conns sync.Map // net.Conn to *handed
}

// handed is what was last given to a connection.
type handed struct {
	mu      sync.Mutex
	handles []string
	at      time.Time
}

// soon is how quickly a connection is closed that was broken off.
const soon = 50 * time.Millisecond

type handedKey struct{}

// watch makes a server tell of its connections.
func (b *brokenOff) watch(server *http.Server) {
	server.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		h := &handed{}
		b.conns.Store(conn, h)
		return withHanded(ctx, h)
	}
	server.ConnState = func(conn net.Conn, state http.ConnState) {
		if state != http.StateClosed {
			return
		}
		if v, ok := b.conns.LoadAndDelete(conn); ok {
			h := v.(*handed) //nolint:forcetypeassert // Nothing else is stored.
			h.mu.Lock()
			defer h.mu.Unlock()
			if time.Since(h.at) < soon {
				b.queue.neverArrived(h.handles, func(r *receipt) { r.hastily = true })
			}
		}
	}
}

// note remembers what is given to the request's connection, unless the worker has
// said that it closes that one after the answer.
func (b *brokenOff) note(r *http.Request, handles []string) {
	if h, ok := r.Context().Value(handedKey{}).(*handed); ok && !r.Close {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.handles, h.at = handles, time.Now()
	}
	if r.Context().Err() != nil {
		b.queue.neverArrived(handles, func(r *receipt) { r.broken = true })
	}
}

// neverArrived marks receipts that no worker got, or perhaps none.
func (q *queue) neverArrived(handles []string, mark func(*receipt)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, handle := range handles {
		if _, r := q.find(handle); r != nil {
			mark(r)
		}
	}
}

// brokenOff says that no worker got the message: its connection was gone before the
// answer or, from the stop on, right after it.
func (r receipt) brokenOff(signalled time.Time) bool {
	return r.broken || r.hastily && !signalled.IsZero() && r.at.After(signalled.Add(-soon))
}

func withHanded(ctx context.Context, h *handed) context.Context {
	return context.WithValue(ctx, handedKey{}, h)
}
