// Package proxy stands between one task of a drill and a server that it uses, such as a
// database or a broker, passes every byte on and reads along. What the bytes mean a
// [Reader] of the protocol knows.
package proxy

import (
	"errors"
	"net"
	"sync"
	"time"
)

// Reader reads along on one connection. One method is called at a time.
type Reader interface {
	// Sent and Got take the bytes that the task sends and gets. What Sent returns goes
	// on to the server, and what it answers straight back to the task.
	Sent(p []byte) (on, back []byte)
	Got(p []byte)
	// Ended says that the first of both sides has ended the connection, and whether
	// that was the server. The other direction may still have bytes to show.
	Ended(byServer bool)
	// Over says that nothing more comes.
	Over()
}

// Proxy listens on a port of its own before a server.
type Proxy[R Reader] struct {
	dial     func() (net.Conn, error)
	read     func(server net.Conn) R
	listener net.Listener

	mu    sync.Mutex
	all   []*connection[R]
	ended bool
	done  sync.WaitGroup
}

// New starts one. Each connection of the task gets one to the server by dial, and a
// reader for both.
func New[R Reader](dial func() (net.Conn, error), read func(server net.Conn) R) (*Proxy[R], error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy[R]{dial: dial, read: read, listener: listener}
	p.done.Go(p.serve)
	return p, nil
}

// Address is where it listens, as host:port.
func (p *Proxy[R]) Address() string { return p.listener.Addr().String() }

// Close ends the proxy and all of its connections, and waits until they are over.
func (p *Proxy[R]) Close() {
	p.mu.Lock()
	p.ended = true
	p.listener.Close() //nolint:errcheck // It may be closed already.
	for _, c := range p.all {
		c.shut()
	}
	p.mu.Unlock()
	p.done.Wait()
}

// Each shows all connections, also ended ones, in the order in which they came: the
// reader of each and when it was opened and closed, the zero time while it is open. No
// bytes pass on a connection while it is shown.
func (p *Proxy[R]) Each(see func(reader R, opened, closed time.Time)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.all {
		c.mu.Lock()
		see(c.reader, c.opened, c.closed)
		c.mu.Unlock()
	}
}

func (p *Proxy[R]) serve() {
	for {
		client, err := p.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // One that has gone again, or no descriptor at the moment.
		}
		p.take(client)
	}
}

// take connects a client with the server.
func (p *Proxy[R]) take(client net.Conn) {
	server, err := p.dial()
	if err != nil {
		client.Close() //nolint:errcheck // The task sees a server that does not answer.
		return
	}
	c := &connection[R]{client: client, server: server, reader: p.read(server), opened: time.Now()}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		c.shut()
		return
	}
	p.all = append(p.all, c)
	p.done.Go(c.pass)
}
