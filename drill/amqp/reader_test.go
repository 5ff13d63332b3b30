package amqp

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func raw(kind byte, channel uint16, payload string) string {
	b := binary.BigEndian.AppendUint16([]byte{kind}, channel)
	b = binary.BigEndian.AppendUint32(b, uint32(len(payload)))
	return string(b) + payload + "\xce"
}

func u16(n uint16) string  { return string(binary.BigEndian.AppendUint16(nil, n)) }
func u64(n uint64) string  { return string(binary.BigEndian.AppendUint64(nil, n)) }
func text(s string) string { return string([]byte{byte(len(s))}) + s }

// call is a method's frame.
func call(channel uint16, m method, arguments ...string) string {
	return raw(methodFrame, channel, u16(uint16(m.class))+u16(uint16(m.id))+strings.Join(arguments, ""))
}

// content is what follows a delivery: its head, and its body in two frames.
func content(channel uint16, body string) string {
	half := len(body) / 2
	out := raw(headerFrame, channel, u16(60)+u16(0)+u64(uint64(len(body)))+u16(0))
	for _, part := range []string{body[:half], body[half:]} {
		if part != "" {
			out += raw(bodyFrame, channel, part)
		}
	}
	return out
}

func deliver(channel uint16, tag uint64, body string) string {
	return call(channel, basicDeliver, text("w"), u64(tag), "\x00", text(""), text("q")) + content(channel, body)
}

// consumed is the broker's answer to a consume.
func consumed(name string) string { return call(1, basicConsumeOK, text(name)) }

func closes(channel uint16, m method) string {
	return call(channel, m, u16(0), text(""), u16(0), u16(0))
}

func fetched() string {
	return call(1, basicGetOK, u64(1), "\x00", text(""), text("q"), "\x00\x00\x00\x00") + content(1, "a")
}

func consume(name string, bits byte) string {
	return call(1, basicConsume, u16(0), text("q"), text(name), string([]byte{bits}), "\x00\x00\x00\x00")
}

func ack(channel uint16, tag uint64, many byte) string {
	return call(channel, basicAck, u64(tag), string([]byte{many}))
}

const hello = "AMQP\x00\x00\x09\x01"

// side is what one side sends: the worker where up says so.
type side struct {
	up    bool
	bytes string
}

func up(b string) side   { return side{true, b} }
func down(b string) side { return side{false, b} }

// talk is what both sides send, what is told of it, and how many messages the worker has
// in hand then.
type talk struct {
	sides []side
	want  []string
	hand  int
}

// check plays it in pieces of any length.
func (tt talk) check(t *testing.T, name string) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		var got []string
		tell := func(what string) func(Delivery) {
			return func(d Delivery) { got = append(got, fmt.Sprintf("%s %d/%d", what, d.Channel, d.Tag)) }
		}
		r := NewReader(Seen{Done: tell("done"), Returned: tell("returned"), Given: func(d Delivery, body []byte, forgotten bool) {
			line := fmt.Sprintf("given %d/%d %s", d.Channel, d.Tag, body)
			if forgotten {
				line += ", forgotten"
			}
			got = append(got, line)
		}})
		for _, s := range tt.sides {
			for rest := s.bytes; rest != ""; {
				n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
				if s.up {
					r.Sent([]byte(rest[:n]))
				} else {
					r.Got([]byte(rest[:n]))
				}
				rest = rest[n:]
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if n := len(r.InHand()); n != tt.hand {
			t.Errorf("%s: %d in hand, want %d", name, n, tt.hand)
		}
	})
}

func TestReader(t *testing.T) {
	t.Parallel()
	three := down(deliver(1, 1, "a") + deliver(1, 2, "bb") + deliver(1, 3, ""))
	given := []string{"given 1/1 a", "given 1/2 bb", "given 1/3 "}
	with := func(more ...string) []string { return append(given[:3:3], more...) }
	for name, tt := range map[string]talk{
		"in hand":               {[]side{up(hello + consume("w", 0)), three}, with(), 3},
		"one done":              {[]side{up(hello), three, up(ack(1, 2, 0))}, with("done 1/2"), 2},
		"all up to one done":    {[]side{up(hello), three, up(ack(1, 2, 1))}, with("done 1/1", "done 1/2"), 1},
		"all done":              {[]side{up(hello), three, up(ack(1, 0, 1))}, with("done 1/1", "done 1/2", "done 1/3"), 0},
		"0 alone is none":       {[]side{up(hello), three, up(ack(1, 0, 0))}, with(), 3},
		"one that is not":       {[]side{up(hello), three, up(ack(1, 4, 0))}, with(), 3},
		"of another channel":    {[]side{up(hello), three, up(ack(2, 1, 0))}, with(), 3},
		"returned":              {[]side{up(hello), three, up(call(1, basicReject, u64(1), "\x01"))}, with("returned 1/1"), 2},
		"refused for good":      {[]side{up(hello), three, up(call(1, basicReject, u64(1), "\x00"))}, with("done 1/1"), 2},
		"many returned":         {[]side{up(hello), three, up(call(1, basicNack, u64(2), "\x03"))}, with("returned 1/1", "returned 1/2"), 1},
		"many refused":          {[]side{up(hello), three, up(call(1, basicNack, u64(2), "\x01"))}, with("done 1/1", "done 1/2"), 1},
		"one of them returned":  {[]side{up(hello), three, up(call(1, basicNack, u64(2), "\x02"))}, with("returned 1/2"), 2},
		"the channel closed":    {[]side{up(hello), three, up(closes(1, channelClose))}, with("returned 1/1", "returned 1/2", "returned 1/3"), 0},
		"another one closed":    {[]side{up(hello), three, up(closes(2, channelClose))}, with(), 3},
		"the connection closed": {[]side{up(hello), three, up(closes(0, connectionClose))}, with("returned 1/1", "returned 1/2", "returned 1/3"), 0},
		"forgotten at once":     {[]side{up(hello + consume("w", 2)), down(consumed("w")), three}, []string{"given 1/1 a, forgotten", "given 1/2 bb, forgotten", "given 1/3 , forgotten"}, 0},
		"by a name of the broker's": {[]side{up(hello + consume("", 2)), down(consumed("w")), three},
			[]string{"given 1/1 a, forgotten", "given 1/2 bb, forgotten", "given 1/3 , forgotten"}, 0},
		"of two consumers": {[]side{up(hello + consume("v", 2) + consume("w", 0)), down(consumed("v") + consumed("w")), three}, with(), 3},
		"fetched": {[]side{up(hello + call(1, basicGet, u16(0), text("q"), "\x00")), down(fetched())},
			[]string{"given 1/1 a"}, 1},
		"fetched and forgotten": {[]side{up(hello + call(1, basicGet, u16(0), text("q"), "\x01")), down(fetched())},
			[]string{"given 1/1 a, forgotten"}, 0},
		"heartbeats between": {[]side{up(hello + raw(8, 0, "")), down(raw(8, 0, "")), three, up(raw(8, 0, "") + ack(1, 1, 0))}, with("done 1/1"), 2},
		"two channels":       {[]side{up(hello), down(deliver(1, 1, "a") + deliver(2, 1, "b")), up(ack(2, 1, 0))}, []string{"given 1/1 a", "given 2/1 b", "done 2/1"}, 1},
		"half a message":     {[]side{up(hello), down(deliver(1, 1, "abcd")[:60])}, nil, 0},
		"no AMQP":            {[]side{up("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"), down("\xff\xff\xff\xff\xff\xff\xff\xff\xff")}, nil, 0},
	} {
		tt.check(t, name)
	}
}

// Whatever comes, nothing panics.
func TestReader_takesAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		none := func(Delivery) {}
		r := NewReader(Seen{Done: none, Returned: none, Given: func(Delivery, []byte, bool) {}})
		r.Sent([]byte(hello))
		for _, piece := range rapid.SliceOf(rapid.OneOf(rapid.SliceOfN(rapid.Byte(), 1, 40),
			rapid.Custom(func(t *rapid.T) []byte {
				m := rapid.SampledFrom([]method{basicConsume, basicConsumeOK, basicDeliver, basicGet, basicGetOK, basicAck, basicReject, basicNack, basicRecover, txSelect, txCommit, txRollback, channelOpen, channelClose, connectionClose}).Draw(t, "method")
				return []byte(call(1, m, string(rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "arguments"))))
			}))).Draw(t, "pieces") {
			r.Sent(piece)
			r.Got(piece)
		}
	})
}
