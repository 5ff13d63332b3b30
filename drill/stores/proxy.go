package stores

import (
	"errors"
	"net"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// Proxy stands between one task and a store, passes every byte on and reads along.
type Proxy struct {
	store    Store
	listener net.Listener

	mu    sync.Mutex
	all   []*connection
	ended bool
	done  sync.WaitGroup
}

// connection is one of a task to its store.
type connection struct {
	client, server net.Conn
	// reading knows the protocol. It is used under the lock, as both directions
	// tell it what they see.
	mu             sync.Mutex
	reading        reading
	opened, closed time.Time
	byStore        bool
}

// reading reads along on one connection.
type reading interface {
	// sent and got take the bytes that the app sends and gets. What sent returns goes
	// on to the store, and what it answers straight back to the app.
	sent(p []byte) (on, back []byte)
	got(p []byte)
	// goodbye says that the app has said that it goes, inside that a transaction is
	// open, and waiting that a command has no answer yet.
	goodbye() bool
	inside() bool
	waiting() bool
	// id is by what the store knows the connection.
	id() string
}

// NewProxy listens on a port of its own before the store.
func NewProxy(s Store) (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{store: s, listener: listener}
	p.done.Go(p.serve)
	return p, nil
}

// URL is the store's with the address of the proxy.
func (p *Proxy) URL() string { return p.store.through(p.listener.Addr().String()) }

// Close ends the proxy and all of its connections.
func (p *Proxy) Close() {
	p.mu.Lock()
	p.ended = true
	p.listener.Close() //nolint:errcheck // It may be closed already.
	for _, c := range p.all {
		c.shut()
	}
	p.mu.Unlock()
	p.done.Wait()
}

func (p *Proxy) serve() {
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

// take connects a client with the store.
func (p *Proxy) take(client net.Conn) {
	server, err := p.store.dial()
	if err != nil {
		client.Close() //nolint:errcheck // The app sees a store that does not answer.
		return
	}
	c := &connection{client: client, server: server, reading: p.store.reading(server), opened: time.Now()}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		c.shut()
		return
	}
	p.all = append(p.all, c)
	p.done.Go(c.up)
	p.done.Go(c.down)
}

// up passes on what the app sends.
func (c *connection) up() {
	defer c.ends(false)
	buffer := make([]byte, 32<<10)
	for {
		n, err := c.client.Read(buffer)
		c.mu.Lock()
		on, back := c.reading.sent(buffer[:n])
		c.mu.Unlock()
		// An empty write too would wait for the other direction, which may wait for the
		// app to read.
		if len(back) > 0 {
			if _, e := c.client.Write(back); e != nil {
				return
			}
		}
		if _, e := c.server.Write(on); e != nil || err != nil {
			return
		}
	}
}

// down passes on what the store answers.
func (c *connection) down() {
	byStore := false
	defer func() { c.ends(byStore) }()
	buffer := make([]byte, 32<<10)
	for {
		n, err := c.server.Read(buffer)
		c.mu.Lock()
		c.reading.got(buffer[:n])
		c.mu.Unlock()
		if _, e := c.client.Write(buffer[:n]); e != nil {
			return // The app takes no more.
		}
		if byStore = err != nil; byStore {
			return
		}
	}
}

// ends notes who ended the connection, which the side that sees it first says, and
// closes both of its sides.
func (c *connection) ends(byStore bool) {
	c.mu.Lock()
	if c.closed.IsZero() {
		c.closed, c.byStore = time.Now(), byStore && !c.reading.goodbye()
	}
	c.mu.Unlock()
	c.shut()
}

func (c *connection) shut() {
	c.client.Close() //nolint:errcheck // It may be closed already.
	c.server.Close() //nolint:errcheck // As above.
}

// Record writes down all connections, in times from the beginning.
func (p *Proxy) Record(begin time.Time) []verdict.StoreConnection {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []verdict.StoreConnection
	for _, c := range p.all {
		c.mu.Lock()
		r := c.reading
		one := verdict.StoreConnection{Opened: max(0, c.opened.Sub(begin)), Closed: verdict.Never, Goodbye: r.goodbye(), ByStore: c.byStore, Inside: r.inside(), Waiting: r.waiting()}
		if !c.closed.IsZero() {
			one.Closed = max(0, c.closed.Sub(begin))
		}
		counts := r.id() != ""
		c.mu.Unlock()
		if counts {
			out = append(out, one)
		}
	}
	return out
}

// Open is how many connections the task has, and Known how many of its connections,
// also ended ones, the store let in.
func (p *Proxy) Open() (open, known int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.all {
		c.mu.Lock()
		if c.reading.id() != "" {
			if known++; c.closed.IsZero() {
				open++
			}
		}
		c.mu.Unlock()
	}
	return open, known
}

// ids are those by which the store knows the connections.
func (p *Proxy) ids() map[string]bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := map[string]bool{}
	for _, c := range p.all {
		c.mu.Lock()
		if id := c.reading.id(); id != "" {
			out[id] = true
		}
		c.mu.Unlock()
	}
	return out
}
