package amqp

import "encoding/binary"

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
	// Forced says that the broker closes the connection, and not for a fault of the
	// worker's: it shuts down, or its operator asked for it. Nil is fine.
	Forced func()
}

// Reader reads along on one connection. Its methods are called one at a time.
type Reader struct {
	seen Seen

	up, down framing
	channels map[uint16]*channel
	// over says that one side has closed the connection.
	over bool
}

// NewReader reads along on a new connection.
func NewReader(seen Seen) *Reader {
	return &Reader{seen: seen, up: framing{greets: true}, channels: map[uint16]*channel{}}
}

func (r *Reader) channel(n uint16) *channel {
	c := r.channels[n]
	if c == nil {
		c = &channel{number: n, forgets: map[string]bool{}}
		r.channels[n] = c
	}
	return c
}

// method is a class and what of it.
type method struct{ class, id uint64 }

// The methods that tell of messages.
var (
	connectionClose   = method{10, 50}
	channelOpen       = method{20, 10}
	channelClose      = method{20, 40}
	basicConsume      = method{60, 20}
	basicConsumeOK    = method{60, 21}
	basicDeliver      = method{60, 60}
	basicGet          = method{60, 70}
	basicGetOK        = method{60, 71}
	basicGetEmpty     = method{60, 72}
	basicAck          = method{60, 80}
	basicReject       = method{60, 90}
	basicRecoverAsync = method{60, 100}
	basicRecover      = method{60, 110}
	basicNack         = method{60, 120}
	txSelect          = method{90, 10}
	txCommit          = method{90, 20}
	txRollback        = method{90, 30}
)

// connectionForced is the code with which a broker closes connections by itself.
const connectionForced = 320

// Sent takes what the worker sends.
func (r *Reader) Sent(p []byte) {
	r.up.take(p, func(f frame) {
		if f.kind == methodFrame {
			r.asked(r.channel(f.channel), f.payload)
		}
	})
}

// asked takes a method of the worker's.
func (r *Reader) asked(c *channel, payload []byte) {
	a := arguments(payload)
	switch (method{a.number(2), a.number(2)}) {
	case basicConsume:
		a.number(2)
		a.text()
		name, bits := a.text(), a.number(1)
		c.consumes(name, bits&2 != 0, bits&8 != 0)
	case basicGet:
		a.number(2)
		a.text()
		c.gets = append(c.gets, a.number(1) != 0)
	case basicAck:
		c.answer(a.number(8), a.number(1)&1 != 0, r.seen.Done)
	case basicReject:
		c.answer(a.number(8), false, r.refused(a.number(1)&1 != 0))
	case basicNack:
		tag, bits := a.number(8), a.number(1)
		c.answer(tag, bits&1 != 0, r.refused(bits&2 != 0))
	case basicRecover, basicRecoverAsync:
		c.recover(r.seen.Returned)
	case txSelect:
		c.transacts = true
	case txCommit:
		c.commit()
	case txRollback:
		c.rollback()
	case channelOpen:
		// What is open now has nothing of a channel that had its number before.
		delete(r.channels, c.number)
	case channelClose:
		c.close(r.seen.Returned)
	case connectionClose:
		r.close()
	}
}

// refused is what becomes of a message that a worker does not take.
func (r *Reader) refused(again bool) func(Delivery) {
	if again {
		return r.seen.Returned
	}
	return r.seen.Done
}

// close gives back all that the worker had, when either side closes the connection.
func (r *Reader) close() {
	r.over = true
	for _, c := range r.channels {
		c.close(r.seen.Returned)
	}
}

// Got takes what the broker sends.
func (r *Reader) Got(p []byte) {
	r.down.take(p, func(f frame) {
		c := r.channel(f.channel)
		switch {
		case f.kind == methodFrame:
			r.told(c, f.payload)
		case f.kind == headerFrame && c.coming != nil && len(f.payload) >= 12:
			c.coming.size = binary.BigEndian.Uint64(f.payload[4:])
			r.whole(c)
		case f.kind == bodyFrame && c.coming != nil:
			c.coming.body = append(c.coming.body, f.payload...)
			r.whole(c)
		}
	})
}

// told takes a method of the broker's.
func (r *Reader) told(c *channel, payload []byte) {
	a := arguments(payload)
	switch (method{a.number(2), a.number(2)}) {
	case basicConsumeOK:
		c.consumed(a.text())
	case basicDeliver:
		forgotten := c.forgets[a.text()]
		c.coming = &message{tag: a.number(8), forgotten: forgotten}
	case basicGetOK:
		c.coming = &message{tag: a.number(8), forgotten: c.got()}
	case basicGetEmpty:
		c.got()
	case channelClose:
		c.close(r.seen.Returned)
	case connectionClose:
		if a.number(2) == connectionForced && !r.over && r.seen.Forced != nil {
			r.seen.Forced()
		}
		r.close()
	}
}

// whole tells of a message when all of it is there. One that comes after a goodbye is in
// nobody's hand: the client drops it, and the broker has it still, unless it forgot it at
// once.
func (r *Reader) whole(c *channel) {
	m := c.coming
	if uint64(len(m.body)) < m.size {
		return
	}
	c.coming = nil
	if !m.forgotten {
		if c.over || r.over {
			return
		}
		c.hand = append(c.hand, m.tag)
	}
	r.seen.Given(Delivery{c.number, m.tag}, m.body, m.forgotten)
}

// InHand is what the worker has not answered for, which goes back when the connection
// ends.
func (r *Reader) InHand() (out []Delivery) {
	for _, c := range r.channels {
		for _, tag := range c.unanswered() {
			out = append(out, Delivery{c.number, tag})
		}
	}
	return out
}
