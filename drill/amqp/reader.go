package amqp

import (
	"encoding/binary"
	"slices"
	"sync"
)

// Delivery names a message that a worker was given: the number that the broker counts
// it by on its channel.
type Delivery struct {
	Channel uint16
	Tag     uint64
}

// Seen is told what happens to messages on one connection.
type Seen struct {
	// Given says that the worker was given a message; forgotten that the broker forgets
	// it at once, since the worker acknowledges nothing.
	Given func(d Delivery, body []byte, forgotten bool)
	// Done says that the worker acknowledged it, or refused it for good, and Returned
	// that it gave it back.
	Done, Returned func(d Delivery)
}

// Reader reads along on one connection.
type Reader struct {
	seen Seen

	mu       sync.Mutex
	up, down framing
	channels map[uint16]*channel
}

// channel is what is known of one.
type channel struct {
	// hand is what the worker has and has not answered for.
	hand []uint64
	// forgets are the consumers that acknowledge nothing; asks says it of one whose
	// name is still to come, and gets of the next message that is fetched.
	forgets    map[string]bool
	asks, gets bool
	// coming is a message whose parts are still to come.
	coming *message
}

type message struct {
	tag       uint64
	forgotten bool
	size      uint64
	body      []byte
}

// NewReader reads along on a new connection.
func NewReader(seen Seen) *Reader {
	return &Reader{seen: seen, up: framing{greets: true}, channels: map[uint16]*channel{}}
}

func (r *Reader) channel(n uint16) *channel {
	c := r.channels[n]
	if c == nil {
		c = &channel{forgets: map[string]bool{}}
		r.channels[n] = c
	}
	return c
}

// method is a class and what of it.
type method struct{ class, id uint64 }

// The methods that tell of messages.
var (
	connectionClose = method{10, 50}
	channelClose    = method{20, 40}
	basicConsume    = method{60, 20}
	basicConsumeOK  = method{60, 21}
	basicDeliver    = method{60, 60}
	basicGet        = method{60, 70}
	basicGetOK      = method{60, 71}
	basicAck        = method{60, 80}
	basicReject     = method{60, 90}
	basicNack       = method{60, 120}
)

// Sent takes what the worker sends.
func (r *Reader) Sent(p []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.up.take(p, func(f frame) {
		if f.kind != methodFrame {
			return
		}
		a := arguments(f.payload)
		m := method{a.number(2), a.number(2)}
		c := r.channel(f.channel)
		switch m {
		case basicConsume:
			a.number(2)
			a.text()
			name, forgets := a.text(), a.number(1)&2 != 0
			if c.asks = forgets && name == ""; forgets && name != "" {
				c.forgets[name] = true
			}
		case basicGet:
			a.number(2)
			a.text()
			c.gets = a.number(1) != 0
		case basicAck:
			r.answered(f.channel, a.number(8), a.number(1)&1 != 0, r.seen.Done)
		case basicReject:
			r.answered(f.channel, a.number(8), false, r.refused(a.number(1)&1 != 0))
		case basicNack:
			tag, bits := a.number(8), a.number(1)
			r.answered(f.channel, tag, bits&1 != 0, r.refused(bits&2 != 0))
		case channelClose:
			r.returnAll(f.channel)
		case connectionClose:
			for n := range r.channels {
				r.returnAll(n)
			}
		}
	})
}

// refused is what becomes of a message that a worker does not take.
func (r *Reader) refused(again bool) func(Delivery) {
	if again {
		return r.seen.Returned
	}
	return r.seen.Done
}

// answered tells of what the worker had in hand with a number or, where it means many,
// up to it; 0 then means all.
func (r *Reader) answered(n uint16, tag uint64, many bool, tell func(Delivery)) {
	c := r.channel(n)
	c.hand = slices.DeleteFunc(c.hand, func(have uint64) bool {
		if have != tag && (!many || tag != 0 && have > tag) {
			return false
		}
		tell(Delivery{n, have})
		return true
	})
}

// returnAll tells of all that goes back with a channel that the worker closes.
func (r *Reader) returnAll(n uint16) { r.answered(n, 0, true, r.seen.Returned) }

// Got takes what the broker sends.
func (r *Reader) Got(p []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.down.take(p, func(f frame) {
		c := r.channel(f.channel)
		switch {
		case f.kind == methodFrame:
			r.given(c, f.payload)
		case f.kind == headerFrame && c.coming != nil && len(f.payload) >= 12:
			c.coming.size = binary.BigEndian.Uint64(f.payload[4:])
			r.whole(f.channel, c)
		case f.kind == bodyFrame && c.coming != nil:
			c.coming.body = append(c.coming.body, f.payload...)
			r.whole(f.channel, c)
		}
	})
}

// given begins a message.
func (r *Reader) given(c *channel, payload []byte) {
	a := arguments(payload)
	switch (method{a.number(2), a.number(2)}) {
	case basicConsumeOK:
		if c.asks {
			c.forgets[a.text()], c.asks = true, false
		}
	case basicDeliver:
		forgotten := c.forgets[a.text()]
		c.coming = &message{tag: a.number(8), forgotten: forgotten}
	case basicGetOK:
		c.coming = &message{tag: a.number(8), forgotten: c.gets}
	}
}

// whole tells of a message when all of it is there.
func (r *Reader) whole(n uint16, c *channel) {
	m := c.coming
	if uint64(len(m.body)) < m.size {
		return
	}
	c.coming = nil
	if !m.forgotten {
		c.hand = append(c.hand, m.tag)
	}
	r.seen.Given(Delivery{n, m.tag}, m.body, m.forgotten)
}

// InHand is what the worker has not answered for, which goes back when the connection
// ends.
func (r *Reader) InHand() (out []Delivery) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for n, c := range r.channels {
		for _, tag := range c.hand {
			out = append(out, Delivery{n, tag})
		}
	}
	return out
}
