package amqp

import "testing"

// What is two messages, and what is told of them first.
var (
	two      = down(deliver(1, 1, "a") + deliver(1, 2, "b"))
	givenTwo = []string{"given 1/1 a", "given 1/2 b"}
)

func after(more ...string) []string { return append(givenTwo[:2:2], more...) }

// What is in a worker's hand ends with its channel, whoever closes it.
func TestReader_goodbyes(t *testing.T) {
	t.Parallel()
	both := after("returned 1/1", "returned 1/2")
	for name, tt := range map[string]talk{
		"one comes after the connection's goodbye": {[]side{up(hello), down(deliver(1, 1, "a")), up(ack(1, 1, 0) + closes(0, connectionClose)), down(deliver(1, 2, "b"))}, []string{"given 1/1 a", "done 1/1"}, 0},
		"by a channel of its own":                  {[]side{up(hello + closes(0, connectionClose)), down(deliver(2, 1, "a"))}, nil, 0},
		"one comes after the channel's goodbye":    {[]side{up(hello), down(deliver(1, 1, "a")), up(ack(1, 1, 0) + closes(1, channelClose)), down(deliver(1, 2, "b"))}, []string{"given 1/1 a", "done 1/1"}, 0},
		"by another channel":                       {[]side{up(hello + closes(1, channelClose)), down(deliver(2, 1, "a"))}, []string{"given 2/1 a"}, 1},
		"half of one before the goodbye":           {[]side{up(hello), down(deliver(1, 1, "abcd")[:60]), up(closes(1, channelClose)), down(deliver(1, 1, "abcd")[60:])}, nil, 0},
		"one that the broker forgot":               {[]side{up(hello + consume("w", 2)), down(consumed("w")), up(closes(1, channelClose)), down(deliver(1, 1, "a"))}, []string{"given 1/1 a, forgotten"}, 0},
		"the channel is opened again":              {[]side{up(hello + closes(1, channelClose) + call(1, channelOpen, text(""))), down(deliver(1, 1, "a"))}, []string{"given 1/1 a"}, 1},
		"its consumers are not the earlier ones":   {[]side{up(hello + consume("w", 2)), down(consumed("w")), up(closes(1, channelClose) + call(1, channelOpen, text(""))), down(deliver(1, 1, "a"))}, []string{"given 1/1 a"}, 1},
		"the broker closes the channel":            {[]side{up(hello), two, down(closes(1, channelClose))}, both, 0},
		"and an acknowledgement is under way":      {[]side{up(hello), two, down(closes(1, channelClose)), up(ack(1, 1, 0))}, both, 0},
		"the broker closes another channel":        {[]side{up(hello), two, down(closes(2, channelClose))}, after(), 2},
		"the broker closes the connection":         {[]side{up(hello), two, down(closes(0, connectionClose))}, both, 0},
		"the broker cancels the consumer":          {[]side{up(hello), two, down(call(1, method{60, 30}, text("w"), "\x01")), up(ack(1, 1, 0))}, after("done 1/1"), 1},
	} {
		tt.check(t, name)
	}
}

// A worker that asks for its messages anew gives all back that it has not answered for.
func TestReader_recover(t *testing.T) {
	t.Parallel()
	both := after("returned 1/1", "returned 1/2")
	for name, tt := range map[string]talk{
		"all":              {[]side{up(hello), two, up(call(1, basicRecover, "\x01"))}, both, 0},
		"without a word":   {[]side{up(hello), two, up(call(1, basicRecoverAsync, "\x01"))}, both, 0},
		"what is not done": {[]side{up(hello), two, up(ack(1, 1, 0) + call(1, basicRecover, "\x01"))}, after("done 1/1", "returned 1/2"), 0},
		"by one channel":   {[]side{up(hello), two, up(call(2, basicRecover, "\x01"))}, after(), 2},
		"and given anew":   {[]side{up(hello), down(deliver(1, 1, "a")), up(call(1, basicRecover, "\x01")), down(deliver(1, 2, "a"))}, []string{"given 1/1 a", "returned 1/1", "given 1/2 a"}, 1},
	} {
		tt.check(t, name)
	}
}

// What a worker answers in a transaction counts with its commit.
func TestReader_transaction(t *testing.T) {
	t.Parallel()
	begin, commit, rollback := hello+call(1, txSelect), call(1, txCommit), call(1, txRollback)
	for name, tt := range map[string]talk{
		"not committed":            {[]side{up(begin), two, up(ack(1, 1, 0))}, after(), 2},
		"committed":                {[]side{up(begin), two, up(ack(1, 1, 0) + commit)}, after("done 1/1"), 1},
		"committed twice":          {[]side{up(begin), two, up(ack(1, 1, 0) + commit + commit)}, after("done 1/1"), 1},
		"the next one is not":      {[]side{up(begin), two, up(ack(1, 1, 0) + commit + ack(1, 2, 0))}, after("done 1/1"), 1},
		"rolled back":              {[]side{up(begin), two, up(ack(1, 0, 1) + rollback + commit)}, after(), 2},
		"rolled back and answered": {[]side{up(begin), two, up(ack(1, 2, 0) + rollback + ack(1, 2, 1) + commit)}, after("done 1/1", "done 1/2"), 0},
		"given back":               {[]side{up(begin), two, up(call(1, basicNack, u64(2), "\x03") + commit)}, after("returned 1/1", "returned 1/2"), 0},
		"closed":                   {[]side{up(begin), two, up(ack(1, 1, 0) + closes(1, channelClose))}, after("returned 1/1", "returned 1/2"), 0},
		"recovered":                {[]side{up(begin), two, up(ack(1, 1, 0) + call(1, basicRecover, "\x01") + commit)}, after("returned 1/2", "done 1/1"), 0},
		"of another channel":       {[]side{up(hello + call(2, txSelect)), two, up(ack(1, 1, 0))}, after("done 1/1"), 1},
	} {
		tt.check(t, name)
	}
}

// The broker answers in order, and a name is that of the last consumer that has it.
func TestReader_consumers(t *testing.T) {
	t.Parallel()
	cancel := call(1, method{60, 30}, text("w"), "\x00")
	none := []string{"given 1/1 a, forgotten"}
	for name, tt := range map[string]talk{
		"a name again, with acknowledgements":        {[]side{up(hello + consume("w", 2) + cancel + consume("w", 0)), down(consumed("w") + consumed("w") + deliver(1, 1, "a"))}, []string{"given 1/1 a"}, 1},
		"a name again, without":                      {[]side{up(hello + consume("w", 0) + cancel + consume("w", 2)), down(consumed("w") + consumed("w") + deliver(1, 1, "a"))}, none, 0},
		"a message of the earlier one is on its way": {[]side{up(hello + consume("w", 2)), down(consumed("w")), up(cancel + consume("w", 0)), down(deliver(1, 1, "a") + consumed("w") + deliver(1, 2, "b"))}, append(none[:1:1], "given 1/2 b"), 1},
		"two at once, the first without a name":      {[]side{up(hello + consume("", 2) + consume("v", 0)), down(consumed("w") + consumed("v") + deliver(1, 1, "a"))}, none, 0},
		"two at once, the second without a name":     {[]side{up(hello + consume("v", 0) + consume("", 2)), down(consumed("v") + consumed("w") + deliver(1, 1, "a"))}, none, 0},
		"two without a name":                         {[]side{up(hello + consume("", 2) + consume("", 0)), down(consumed("v") + consumed("w") + deliver(1, 1, "a"))}, []string{"given 1/1 a"}, 1},
		"no answer is asked for":                     {[]side{up(hello + consume("w", 2|8)), down(deliver(1, 1, "a"))}, none, 0},
		"two fetched at once":                        {[]side{up(hello + call(1, basicGet, u16(0), text("q"), "\x01") + call(1, basicGet, u16(0), text("q"), "\x00")), down(fetched())}, none, 0},
		"the first of two finds nothing": {[]side{up(hello + call(1, basicGet, u16(0), text("q"), "\x01") + call(1, basicGet, u16(0), text("q"), "\x00")), down(call(1, basicGetEmpty, text("")) + fetched())},
			[]string{"given 1/1 a"}, 1},
	} {
		tt.check(t, name)
	}
}

// A broker that closes a connection by itself is told from one that closes it for a fault
// of the worker's, or after the worker's goodbye.
func TestReader_forced(t *testing.T) {
	t.Parallel()
	with := func(code uint16) string {
		return call(0, connectionClose, u16(code), text("CONNECTION_FORCED"), u16(0), u16(0))
	}
	for name, tt := range map[string]struct {
		sides []side
		want  bool
	}{
		"by itself":               {[]side{up(hello), down(with(320))}, true},
		"for a fault":             {[]side{up(hello), down(with(501))}, false},
		"after a goodbye":         {[]side{up(hello + closes(0, connectionClose)), down(with(320))}, false},
		"the worker closes it so": {[]side{up(hello + with(320))}, false},
	} {
		got, none := false, func(Delivery) {}
		r := NewReader(Seen{Done: none, Returned: none, Given: func(Delivery, []byte, bool) {}, Forced: func() { got = true }})
		for _, s := range tt.sides {
			if s.up {
				r.Sent([]byte(s.bytes))
			} else {
				r.Got([]byte(s.bytes))
			}
		}
		if got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
