package proxy

import (
	"net"
	"sync"
	"time"
)

// connection is one of a task to the server.
type connection[R Reader] struct {
	client, server net.Conn
	opened         time.Time

	// mu is held while the reader is used, as both directions tell it what they see.
	mu     sync.Mutex
	reader R
	closed time.Time
}

// mostRead is how much is passed on at once.
const mostRead = 32 << 10

func (c *connection[R]) pass() {
	var both sync.WaitGroup
	both.Go(c.up)
	both.Go(c.down)
	both.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reader.Over()
}

// up passes on what the task sends.
func (c *connection[R]) up() {
	defer c.ends(false)
	buffer := make([]byte, mostRead)
	for {
		n, err := c.client.Read(buffer)
		c.mu.Lock()
		on, back := c.reader.Sent(buffer[:n])
		c.mu.Unlock()
		// An empty write too would wait for the other direction, which may wait for the
		// task to read.
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

// down passes on what the server answers.
func (c *connection[R]) down() {
	byServer := false
	defer func() { c.ends(byServer) }()
	buffer := make([]byte, mostRead)
	for {
		n, err := c.server.Read(buffer)
		c.mu.Lock()
		c.reader.Got(buffer[:n])
		c.mu.Unlock()
		if _, e := c.client.Write(buffer[:n]); e != nil {
			return // The task takes no more.
		}
		if byServer = err != nil; byServer {
			return
		}
	}
}

// ends notes who ended the connection, which the side that sees it first says, and
// closes both of its sides.
func (c *connection[R]) ends(byServer bool) {
	c.mu.Lock()
	if c.closed.IsZero() {
		c.closed = time.Now()
		c.reader.Ended(byServer)
	}
	c.mu.Unlock()
	c.shut()
}

func (c *connection[R]) shut() {
	c.client.Close() //nolint:errcheck // It may be closed already.
	c.server.Close() //nolint:errcheck // As above.
}
