package lifecycle

import (
	"crypto/tls"
	"errors"
	"net"
	"reflect"
	"syscall"
	"time"
)

// A connection that comes from its listener with TLS already must reach
// net/http as it is, which looks for a *tls.Conn; and what net/http puts its own
// TLS around should be what the listener gave, for hooks that look below. Such a
// connection is therefore followed beside it and not around it: net/http reports
// its end, and after a hijack its socket is asked.

// isTLS says that the connection does its own TLS, which net/http must see.
func isTLS(c net.Conn) bool {
	_, ok := c.(*tls.Conn)
	return ok
}

// beside follows a connection that is passed on as it is.
func (c *connections) beside(conn net.Conn) {
	k := c.follow(conn)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.foreign == nil {
		c.foreign = make(map[net.Conn]*connection)
	}
	c.foreign[conn] = k
	k.foreign = true
}

// underlying finds the followed connection below TLS, or nil.
func underlying(conn net.Conn) *connection {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	k, _ := conn.(*connection)
	return k
}

// theirs is the connection that the listener gave.
func theirs(conn net.Conn) net.Conn {
	if k, ok := conn.(*connection); ok {
		return k.Conn
	}
	return conn
}

// find is the connection that is followed for one that net/http has, or nil.
func (c *connections) find(conn net.Conn) *connection {
	if k := underlying(conn); k != nil {
		return k
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if t, ok := conn.(*tls.Conn); ok && c.foreign[conn] == nil {
		conn = t.NetConn()
	}
	if !isKey(conn) {
		return nil
	}
	return c.foreign[conn]
}

// isKey says that a connection can be found in a map again.
func isKey(conn net.Conn) bool { return reflect.ValueOf(conn).Comparable() }

const (
	// sweepEvery is how often closed ones are looked for while new ones are hijacked.
	sweepEvery = time.Second
	// sweepDraining is how often they are while a drain waits for them.
	sweepDraining = 50 * time.Millisecond
)

// sweepAfter keeps the closed ones from piling up.
func (c *connections) sweepAfter(pause time.Duration) {
	c.mu.Lock()
	due := time.Since(c.swept) >= pause
	c.mu.Unlock()
	if due {
		c.sweep()
	}
}

// sweep ends the life of hijacked connections that were closed beside us.
func (c *connections) sweep() {
	c.mu.Lock()
	c.swept = time.Now()
	var gone []*connection
	for k := range c.taken {
		if isAskable(k.Conn) && isGone(k.Conn) {
			gone = append(gone, k)
		}
	}
	c.mu.Unlock()
	for _, k := range gone {
		k.end()
	}
}

// socket is what is below a connection, or nil when it is no socket or hidden.
func socket(conn net.Conn) syscall.Conn {
	for range mostLayers {
		if s, ok := conn.(syscall.Conn); ok {
			return s
		}
		if conn = below(conn); conn == nil {
			return nil
		}
	}
	return nil
}

// mostLayers bounds the look below connections that wrap each other.
const mostLayers = 8

// below is what a connection wraps: what its NetConn gives, as that of a
// *tls.Conn, or a net.Conn that it embeds.
func below(conn net.Conn) net.Conn {
	if c, ok := conn.(interface{ NetConn() net.Conn }); ok {
		return c.NetConn()
	}
	v := reflect.Indirect(reflect.ValueOf(conn))
	if v.Kind() != reflect.Struct {
		return nil
	}
	f, ok := v.Type().FieldByName("Conn")
	if !ok || !f.Anonymous || len(f.Index) != 1 {
		return nil
	}
	c, _ := v.Field(f.Index[0]).Interface().(net.Conn)
	return c
}

// isAskable says whether the connection's socket can be asked if it was closed.
// One that cannot is told to go away after a hijack, but not waited for.
func isAskable(conn net.Conn) bool { return socket(conn) != nil }

// isGone says whether the connection's socket was closed.
func isGone(conn net.Conn) bool {
	raw, err := socket(conn).SyscallConn()
	return err != nil || raw.Control(func(uintptr) {}) != nil
}

// serveGiven serves on a listener that the caller made, and looks at its first
// connection to know whether the listener does TLS itself.
func (s *httpServer) serveGiven(l net.Listener) error {
	first, err := acceptFirst(l)
	if err != nil {
		return err
	}
	again := &replay{Listener: l, first: make(chan net.Conn, 1)}
	again.first <- first
	defer again.drop(&s.conns)
	if isTLS(first) {
		return s.srv.Serve(again)
	}
	return s.srv.ServeTLS(again, "", "")
}

// acceptFirst goes on after errors that pass, as net/http does.
func acceptFirst(l net.Listener) (net.Conn, error) {
	for {
		conn, err := l.Accept()
		var passes interface{ Temporary() bool }
		if err == nil || !errors.As(err, &passes) || !passes.Temporary() {
			return conn, err
		}
		time.Sleep(acceptPause)
	}
}

// acceptPause is how long a listener is left alone after an error that passes.
const acceptPause = 50 * time.Millisecond

// replay is a listener whose first connection was accepted before.
type replay struct {
	net.Listener
	first chan net.Conn
}

func (r *replay) Accept() (net.Conn, error) {
	select {
	case conn := <-r.first:
		return conn, nil
	default:
		return r.Listener.Accept()
	}
}

// drop closes the first connection when nobody asked for it any more.
func (r *replay) drop(c *connections) {
	select {
	case conn := <-r.first:
		if k := c.find(conn); k != nil {
			k.end()
		}
		_ = conn.Close()
	default:
	}
}
