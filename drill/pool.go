package drill

import (
	"bufio"
	"net"
)

// uses is how many requests one connection to a task carries before the node
// that has it opens another. A load balancer of AWS opens new ones often, of
// which a listener that is closed shows at the first, and keeps enough for what
// is lost on kept ones to show too.
const uses = 4

// pool is the connections that one node of a load balancer keeps to a task. No
// node uses those of another, so each must open its own.
type pool struct{ idle []*connection }

// connection is one connection to a task.
type connection struct {
	net.Conn
	reader *bufio.Reader
	writer *bufio.Writer
	// node is whose it is, and used how many requests it was opened or taken for.
	node, used int
}

func newConnection(conn net.Conn, node int) *connection {
	return &connection{Conn: conn, reader: bufio.NewReader(conn), writer: bufio.NewWriter(conn), node: node, used: 1}
}

// take gives a connection that is still open; nil without one.
func (p *pool) take() *connection {
	for len(p.idle) > 0 {
		c := p.idle[len(p.idle)-1]
		p.idle = p.idle[:len(p.idle)-1]
		if open(c.Conn) {
			c.used++
			return c
		}
		c.Close() //nolint:errcheck // The task has closed it.
	}
	return nil
}

// give takes a connection back after an answer.
func (p *pool) give(c *connection) {
	if c.used >= uses {
		c.Close() //nolint:errcheck // The answer is whole.
		return
	}
	p.idle = append(p.idle, c)
}

// close ends what is kept.
func (p *pool) close() {
	for _, c := range p.idle {
		c.Close() //nolint:errcheck // It is idle.
	}
	p.idle = nil
}
