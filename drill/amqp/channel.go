package amqp

import "slices"

// channel is what is known of one.
type channel struct {
	number uint16
	// hand is what the worker has and has not answered for, in the order of the numbers.
	hand []uint64
	// transacts says that answers count with a commit; open are those that wait for it.
	transacts bool
	open      []answer
	// forgets says of a consumer, by its name, whether the broker forgets at once what it
	// gives to it.
	forgets map[string]bool
	// asks are the consumers that the broker has not answered for yet, and gets the
	// messages that were fetched, true for each that is to be forgotten at once. The
	// broker answers in order.
	asks []bool
	gets []bool
	// coming is a message whose parts are still to come.
	coming *message
	// over says that one side has closed it.
	over bool
}

type message struct {
	tag       uint64
	forgotten bool
	size      uint64
	body      []byte
}

// answer is what the worker said of a message in a transaction.
type answer struct {
	tag  uint64
	tell func(Delivery)
}

// consumes notes a consumer that the worker asks for. Until the broker's answer a name
// may still be that of an earlier one; where it answers nothing, the name counts at once.
func (c *channel) consumes(name string, forgets, unanswered bool) {
	if unanswered {
		c.forgets[name] = forgets
		return
	}
	c.asks = append(c.asks, forgets)
}

// consumed notes the broker's answer, which has the name of a consumer without one.
func (c *channel) consumed(name string) { c.forgets[name] = first(&c.asks) }

// got is whether the message that comes for the next fetch is forgotten at once.
func (c *channel) got() bool { return first(&c.gets) }

// first takes the first of what waits, false where nothing does.
func first(waiting *[]bool) (b bool) {
	if len(*waiting) > 0 {
		b, *waiting = (*waiting)[0], (*waiting)[1:]
	}
	return b
}

// answer tells of what the worker had in hand with a number or, where it means many, up
// to it; 0 then means all. In a transaction it waits for the commit.
func (c *channel) answer(tag uint64, many bool, tell func(Delivery)) {
	c.hand = slices.DeleteFunc(c.hand, func(have uint64) bool {
		if have != tag && (!many || tag != 0 && have > tag) {
			return false
		}
		if c.transacts {
			c.open = append(c.open, answer{have, tell})
		} else {
			tell(Delivery{c.number, have})
		}
		return true
	})
}

// commit has the answers of a transaction count.
func (c *channel) commit() {
	for _, a := range c.open {
		a.tell(Delivery{c.number, a.tag})
	}
	c.open = nil
}

// rollback puts into the worker's hand again what it answered for in a transaction.
func (c *channel) rollback() { c.hand, c.open = c.unanswered(), nil }

// recover gives back what the worker has not answered for, by its own wish; answers that
// wait for a commit stand.
func (c *channel) recover(returned func(Delivery)) {
	for _, tag := range c.hand {
		returned(Delivery{c.number, tag})
	}
	c.hand = nil
}

// close gives back all that the worker had by a channel that either side closes.
func (c *channel) close(returned func(Delivery)) {
	c.rollback()
	c.recover(returned)
	c.over = true
}

// unanswered is what goes back when the channel ends.
func (c *channel) unanswered() []uint64 {
	out := slices.Clone(c.hand)
	for _, a := range c.open {
		out = append(out, a.tag)
	}
	slices.Sort(out)
	return out
}
