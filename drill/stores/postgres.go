package stores

import (
	"bytes"
	"encoding/binary"
	"strconv"
)

// What opens a connection of PostgreSQL, instead of a version (protocol 3.0, 55.7
// Message Formats).
const (
	cancelRequest = 80877102
	sslRequest    = 80877103
	gssRequest    = 80877104
)

// postgres reads along on a connection of PostgreSQL.
type postgres struct {
	// up and down are the beginnings of messages that have not come to their end.
	up, down framing
	started  bool
	pid      uint32
	// status is that of the last ReadyForQuery, and owed how many of them are due: one
	// for the connection itself, and one for each Query, Sync and FunctionCall.
	status byte
	owed   int
	bye    bool
	// wrote says that the transaction may have changed something: a command in it was
	// none of those that only read. syncs are those since the last Execute.
	wrote bool
	syncs int
}

// framing reads the heads of messages, and of what is in them as much as is asked for.
type framing struct {
	head []byte
	// left is how much of the message that was begun is still to come.
	left int
}

// mostHead is how much of a message is kept: its type, its length, and a process id or
// the tag of a command.
const mostHead = 37

// take gives each message's type and beginning to see; it may come in pieces.
func (f *framing) take(p []byte, see func(kind byte, body []byte)) {
	for len(p) > 0 {
		if f.left > 0 && len(f.head) >= mostHead {
			n := min(f.left, len(p))
			p, f.left = p[n:], f.left-n
			if f.left == 0 {
				f.done(see)
			}
			continue
		}
		f.head = append(f.head, p[0])
		p = p[1:]
		switch {
		case len(f.head) < 5:
			continue
		case len(f.head) == 5:
			f.left = max(0, int(binary.BigEndian.Uint32(f.head[1:5]))-4)
		default:
			f.left--
		}
		if f.left == 0 {
			f.done(see)
		}
	}
}

func (f *framing) done(see func(kind byte, body []byte)) {
	see(f.head[0], f.head[5:])
	f.head = f.head[:0]
}

// Sent answers a wish for encryption with no: the proxy could not read along, and
// both sides are on one machine.
func (c *postgres) Sent(p []byte) (on, back []byte) {
	if c.started {
		c.up.take(p, c.command)
		return p, nil
	}
	c.up.head = append(c.up.head, p...)
	for !c.started && len(c.up.head) >= 8 {
		length, code := int(binary.BigEndian.Uint32(c.up.head)), binary.BigEndian.Uint32(c.up.head[4:])
		if code == sslRequest || code == gssRequest {
			c.up.head, back = c.up.head[8:], append(back, 'N')
			continue
		}
		if len(c.up.head) < length {
			return nil, back
		}
		c.started, c.owed = true, 1
		all := c.up.head
		c.up.head = nil
		if code != cancelRequest && length >= 8 {
			c.up.take(all[length:], c.command)
		}
		return all, back
	}
	return nil, back
}

// command is a message of the app.
func (c *postgres) command(kind byte, _ []byte) {
	switch kind {
	case 'X':
		c.bye = true
	case 'Q', 'F':
		c.owed++
	case 'S':
		c.owed, c.syncs = c.owed+1, c.syncs+1
	case 'E':
		c.syncs = 0
	case 'c', 'f': // The end of a COPY, until which the server takes no Sync.
		c.owed, c.syncs = c.owed-c.syncs, 0
	}
}

// readsOnly says that a command changes nothing, by the tag with which it is answered.
func readsOnly(tag []byte) bool {
	word, _, _ := bytes.Cut(tag, []byte{0})
	word, _, _ = bytes.Cut(word, []byte{' '})
	switch string(word) {
	case "BEGIN", "START", "SELECT", "SHOW", "SET", "FETCH", "DECLARE", "CLOSE", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK":
		return true
	}
	return false
}

func (c *postgres) Got(p []byte) {
	c.down.take(p, func(kind byte, body []byte) {
		switch {
		case kind == 'K' && len(body) >= 4:
			c.pid = binary.BigEndian.Uint32(body)
		case kind == 'C':
			c.wrote = c.wrote || !readsOnly(body)
		case kind == 'Z' && len(body) > 0:
			c.status = body[0]
			c.wrote = c.wrote && c.status != 'I'
			c.owed--
		}
	})
}

func (c *postgres) goodbye() bool { return c.bye }

// inside: one that has only read leaves nothing to undo, and one that has failed is
// undone already.
func (c *postgres) inside() bool  { return c.status == 'T' && c.wrote }
func (c *postgres) waiting() bool { return c.owed > 0 && !c.bye }

func (c *postgres) id() string {
	if c.pid == 0 {
		return "" // It was never let in, or only cancelled another.
	}
	return strconv.FormatUint(uint64(c.pid), 10)
}
