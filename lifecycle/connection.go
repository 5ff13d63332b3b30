package lifecycle

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

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
	// before is what both were until an upgrade that may not come about.
	before *[2]time.Time
	// leaves is when it should end because of the drain notice of a window.
	leaves time.Time
	window *window
	// late is the window in which its last request began.
	late *window
	// goAway is closed when it should end, aged when that is because of its age
	// alone; both are nil until somebody waits.
	goAway, aged chan struct{}
	timers       []*time.Timer
	limit        *time.Timer // Cuts it at its greatest age.
	// foreign says that it is followed beside net/http's.
	foreign  bool
	hijacked bool
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
