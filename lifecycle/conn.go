package lifecycle

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// connections follows the connections of one server.
type connections struct {
	age    time.Duration
	logger *slog.Logger
	secure bool // net/http does TLS.
	// window is open after a drain notice.
	window atomic.Pointer[window]
	// active counts connections that are in a request.
	active atomic.Int64
	// open counts connections that are not closed.
	open atomic.Int64

	mu      sync.Mutex
	taken   map[*connection]struct{} // hijacked and not closed
	watched map[*connection]struct{} // somebody waits for its GoAway
	foreign map[net.Conn]*connection // with TLS of the caller's, see tlsconn.go
	swept   time.Time                // when sweep was called
	left    bool                     // leave was called
}

// listener hands out connections that are followed.
type listener struct {
	net.Listener
	home *connections
}

func (c *connections) listen(l net.Listener) net.Listener { return listener{l, c} }

func (l listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.home.open.Add(1)
	if isTLS(conn) || l.home.secure && isKey(conn) && isAskable(conn) {
		l.home.beside(conn)
		return conn, nil
	}
	return l.home.follow(conn), nil
}

// follow starts a connection's life. Its end is drawn from between eight and
// nine tenths of the greatest age, so that connections that came together do
// not all leave together and have a tenth to say goodbye.
func (c *connections) follow(conn net.Conn) *connection {
	k := &connection{Conn: conn, home: c}
	k.begin()
	return k
}

// observe keeps count of the states that net/http reports.
func (c *connections) observe(next func(net.Conn, http.ConnState)) func(net.Conn, http.ConnState) {
	return func(conn net.Conn, state http.ConnState) {
		if k := c.find(conn); k != nil {
			if k.active.Swap(state == http.StateActive) != (state == http.StateActive) {
				if state == http.StateActive {
					c.active.Add(1)
				} else {
					c.active.Add(-1)
				}
			}
			switch state {
			case http.StateHijacked:
				c.take(k)
			case http.StateClosed:
				k.end()
			}
		}
		if next != nil {
			next(theirs(conn), state)
		}
	}
}

// connectionKey finds the connection in a request's context.
type connectionKey struct{}

// remember puts the connection and the phases into the contexts of requests.
func (c *connections) remember(p *phases, next func(context.Context, net.Conn) context.Context) func(context.Context, net.Conn) context.Context {
	return func(ctx context.Context, conn net.Conn) context.Context {
		k := c.find(conn)
		if k == nil {
			k = c.follow(conn)
		}
		ctx = context.WithValue(ctx, phasesKey{}, p)
		ctx = context.WithValue(ctx, connectionKey{}, k)
		if next != nil {
			ctx = next(ctx, theirs(conn))
		}
		return ctx
	}
}

func connectionOf(ctx context.Context) *connection {
	k, _ := ctx.Value(connectionKey{}).(*connection)
	return k
}

// take counts a hijacked connection until it is closed, and closes it itself
// when it reaches the greatest age.
func (c *connections) take(k *connection) {
	defer c.sweepAfter(sweepEvery)
	c.mu.Lock()
	defer c.mu.Unlock()
	k.hijacked = true
	if k.foreign && !isAskable(k.Conn) {
		k.once.Do(func() { c.open.Add(-1) })
		delete(c.foreign, k.Conn)
	} else {
		if c.taken == nil {
			c.taken = make(map[*connection]struct{})
		}
		c.taken[k] = struct{}{}
	}
	if !k.last.IsZero() {
		k.limit = time.AfterFunc(time.Until(k.last), func() {
			if isAskable(k.Conn) && isGone(k.Conn) {
				k.end()
				return
			}
			c.logger.Warn("connection reached its greatest age: cutting it", "remote", k.RemoteAddr().String(), "age", c.age)
			_ = k.Close()
		})
	}
}

func (c *connections) hijacked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.taken)
}

// forget ends a connection's life.
func (c *connections) forget(k *connection) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.taken, k)
	delete(c.watched, k)
	if k.foreign {
		delete(c.foreign, k.Conn)
	}
	for _, t := range k.timers {
		t.Stop()
	}
	if k.limit != nil {
		k.limit.Stop()
	}
}

// leave tells every connection to go away.
func (c *connections) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = true
	for k := range c.watched {
		k.tell()
	}
}

// cut closes what was hijacked.
func (c *connections) cut() {
	c.mu.Lock()
	taken := make([]*connection, 0, len(c.taken))
	for k := range c.taken {
		taken = append(taken, k)
	}
	c.mu.Unlock()
	for _, k := range taken {
		_ = k.Close()
	}
}

// closeOnce closes a channel that may be closed already. The caller holds the
// lock under which alone it is closed.
func closeOnce(c chan struct{}) {
	if !isClosed(c) {
		close(c)
	}
}
