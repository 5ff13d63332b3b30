package stores

import (
	"net"
	"strconv"
	"strings"
)

// redis reads along on a connection of Redis: the commands alone, which are arrays of
// strings (RESP, "Sending commands to a Redis server").
type redis struct {
	local string
	line  []byte
	// words are how many of the command are still to come, and skip how many bytes of
	// the one that has begun, with its line end.
	words, skip int
	first       bool
	name        []byte

	multi, bye bool
}

// mostName is longer than the name of any command that counts here.
const mostName = 16

func (c *redis) Sent(p []byte) (on, back []byte) {
	for _, b := range p {
		if c.skip > 0 {
			c.skip--
			if c.first && len(c.name) < mostName {
				c.name = append(c.name, b)
			}
			if c.skip == 0 {
				c.word()
			}
			continue
		}
		if c.line = append(c.line, b); b == '\n' {
			c.head(strings.TrimRight(string(c.line), "\r\n"))
			c.line = c.line[:0]
		}
	}
	return p, nil
}

// head is the line before an array or a string, or a command written by hand.
func (c *redis) head(line string) {
	n := 0
	if line != "" {
		n, _ = strconv.Atoi(line[1:])
	}
	switch {
	case strings.HasPrefix(line, "*"):
		c.words, c.first, c.name = n, true, nil
	case strings.HasPrefix(line, "$") && c.words > 0:
		c.skip = max(0, n) + 2
	default:
		c.command(line)
	}
}

// word is over: the first is the command's name.
func (c *redis) word() {
	c.words--
	if c.first {
		c.first = false
		c.command(strings.TrimRight(string(c.name), "\r\n"))
	}
}

func (c *redis) command(name string) {
	switch strings.ToUpper(name) {
	case "QUIT":
		c.bye = true
	case "MULTI":
		c.multi = true
	case "EXEC", "DISCARD", "RESET":
		c.multi = false
	}
}

func (c *redis) Got([]byte)    {}
func (c *redis) goodbye() bool { return c.bye }
func (c *redis) inside() bool  { return c.multi }

// waiting is not known: a client may wait for messages for as long as it lives.
func (c *redis) waiting() bool { return false }
func (c *redis) id() string    { return c.local }

func newRedis(server net.Conn) *redis { return &redis{local: server.LocalAddr().String()} }
