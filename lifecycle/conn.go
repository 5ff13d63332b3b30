package lifecycle

import (
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// connections follows the connections of one server.
type connections struct {
	age    time.Duration
	logger *slog.Logger
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

// connection is an accepted connection. It passes everything on, and is told
// when it is closed.
type connection struct {
	net.Conn
	home   *connections
	active atomic.Bool
	once   sync.Once

	// What follows is guarded by home.mu.

	// old is when it should not be used again; zero for never.
	old time.Time
	// last is when it has reached its greatest age.
	last time.Time
	// goAway is closed when it should end, aged when that is because of its age
	// alone; both are nil until somebody waits.
	goAway, aged chan struct{}
	timers       []*time.Timer
	// foreign says that it is followed beside net/http's.
	foreign bool
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
	if isTLS(conn) {
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

// begin starts the connection's age. The caller holds home.mu, or the
// connection is nobody else's yet.
func (k *connection) begin() {
	if age := k.home.age; age > 0 {
		now := time.Now()
		k.old = now.Add(age*8/10 + time.Duration(rand.Int64N(int64(age)/10+1)))
		k.last = now.Add(age)
	}
}

// renew starts the age again. A load balancer may have used the connection for
// requests before it carries a WebSocket, whose age is its own.
func (c *connections) renew(k *connection) {
	if k == nil || c.age == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left {
		return
	}
	for _, t := range k.timers {
		t.Stop()
	}
	k.timers = nil
	k.begin()
	if k.goAway != nil && !isClosed(k.goAway) {
		k.arm()
		return
	}
	k.goAway, k.aged = nil, nil
	delete(c.watched, k)
}

// arm tells those who wait when the connection is old. The caller holds home.mu.
func (k *connection) arm() {
	if k.old.IsZero() {
		return
	}
	goAway, aged := k.goAway, k.aged
	k.timers = append(k.timers, time.AfterFunc(time.Until(k.old), func() {
		k.home.mu.Lock()
		defer k.home.mu.Unlock()
		closeOnce(goAway)
		closeOnce(aged)
	}))
}

// underlying finds the followed connection below TLS, or nil.
func underlying(conn net.Conn) *connection {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	k, _ := conn.(*connection)
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
			next(conn, state)
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
			ctx = next(ctx, conn)
		}
		return ctx
	}
}

func connectionOf(ctx context.Context) *connection {
	k, _ := ctx.Value(connectionKey{}).(*connection)
	return k
}

func (k *connection) isOld() bool {
	if k == nil || k.home.age == 0 {
		return false
	}
	k.home.mu.Lock()
	defer k.home.mu.Unlock()
	return !k.old.IsZero() && time.Now().After(k.old)
}

// take counts a hijacked connection until it is closed, and closes it itself
// when it reaches the greatest age.
func (c *connections) take(k *connection) {
	defer c.sweepSometimes()
	c.mu.Lock()
	defer c.mu.Unlock()
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
		k.timers = append(k.timers, time.AfterFunc(time.Until(k.last), func() {
			c.logger.Warn("connection reached its greatest age: cutting it", "remote", k.RemoteAddr().String(), "age", c.age)
			_ = k.Close()
		}))
	}
}

func (c *connections) hijacked() int {
	c.sweep()
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
	delete(c.foreign, k.Conn)
	for _, t := range k.timers {
		t.Stop()
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

// tell closes the channel of those who wait. The caller holds home.mu.
func (k *connection) tell() { closeOnce(k.goAway) }

// closeOnce closes a channel that may be closed already. The caller holds the
// lock under which alone it is closed.
func closeOnce(c chan struct{}) {
	if !isClosed(c) {
		close(c)
	}
}

// watch returns the channels that are closed when the connection should end,
// and when that is because of its age.
func (c *connections) watch(k *connection) (goAway, aged <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k.goAway != nil {
		return k.goAway, k.aged
	}
	k.goAway, k.aged = make(chan struct{}), make(chan struct{})
	if c.left {
		k.tell()
	}
	if c.watched == nil {
		c.watched = make(map[*connection]struct{})
	}
	c.watched[k] = struct{}{}
	k.arm()
	return k.goAway, k.aged
}

// Close closes the connection and ends its life here.
func (k *connection) Close() error {
	k.end()
	return k.Conn.Close()
}

// end ends the connection's life here.
func (k *connection) end() {
	k.once.Do(func() { k.home.open.Add(-1) })
	k.home.forget(k)
}

// NetConn is the connection as it was accepted.
func (k *connection) NetConn() net.Conn { return k.Conn }

// ReadFrom keeps the kernel's short cut from a file to a socket.
func (k *connection) ReadFrom(r io.Reader) (int64, error) { return io.Copy(k.Conn, r) }

// CloseWrite lets net/http end a response without a reset.
func (k *connection) CloseWrite() error {
	if w, ok := k.Conn.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return nil
}

// SyscallConn gives the socket to those who poll it themselves.
func (k *connection) SyscallConn() (syscall.RawConn, error) {
	if s, ok := k.Conn.(syscall.Conn); ok {
		return s.SyscallConn()
	}
	return nil, syscall.EINVAL
}
