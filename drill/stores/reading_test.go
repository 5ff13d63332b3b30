package stores

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// startup is what opens a connection.
func startup(code uint32, rest string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(rest)))
	return string(binary.BigEndian.AppendUint32(b, code)) + rest
}

// message is one of PostgreSQL.
func message(kind byte, body string) string {
	return string(binary.BigEndian.AppendUint32([]byte{kind}, uint32(4+len(body)))) + body
}

const version3 = 196608

var (
	opens   = startup(version3, "user\x00graceful\x00\x00")
	letIn   = message('R', "\x00\x00\x00\x00") + message('S', "server_version\x0015\x00") + message('K', "\x00\x00\x01\x02key!") + message('Z', "I")
	query   = message('Q', "INSERT INTO orders VALUES (1)\x00")
	done    = message('C', "INSERT 0 1\x00")
	prepare = message('P', "\x00SELECT 1\x00\x00\x00") + message('B', strings.Repeat("\x00", 9)) + message('E', "\x00\x00\x00\x00\x00") + message('S', "")
)

// seen is what was read of a connection.
type seen struct {
	ID                       string
	Goodbye, Inside, Waiting bool
	On, Back                 string
}

// step is what one side sends: the app where fromApp says so.
type step struct {
	fromApp bool
	bytes   string
}

func app(b string) step { return step{true, b} }
func db(b string) step  { return step{false, b} }

// read plays steps to a reading, in pieces as cut says.
func read(r reading, steps []step, cut func(string) []string) seen {
	var out seen
	for _, s := range steps {
		for _, piece := range cut(s.bytes) {
			if !s.fromApp {
				r.Got([]byte(piece))
				continue
			}
			on, back := r.Sent([]byte(piece))
			out.On, out.Back = out.On+string(on), out.Back+string(back)
		}
	}
	out.ID, out.Goodbye, out.Inside, out.Waiting = r.id(), r.goodbye(), r.inside(), r.waiting()
	return out
}

func whole(s string) []string { return []string{s} }

func conversations() map[string]struct {
	steps []step
	want  seen
} {
	type c = struct {
		steps []step
		want  seen
	}
	return map[string]c{
		"never let in":           {[]step{app(opens), db(message('E', "FATAL"))}, seen{On: opens, Waiting: true}},
		"idle":                   {[]step{app(opens), db(letIn)}, seen{ID: "258", On: opens}},
		"closed in order":        {[]step{app(opens), db(letIn), app(message('X', ""))}, seen{ID: "258", Goodbye: true, On: opens + message('X', "")}},
		"asks":                   {[]step{app(opens), db(letIn), app(query)}, seen{ID: "258", Waiting: true, On: opens + query}},
		"answered":               {[]step{app(opens), db(letIn), app(query), db(done + message('Z', "I"))}, seen{ID: "258", On: opens + query}},
		"inside":                 {[]step{app(opens), db(letIn), app(query), db(done + message('Z', "T"))}, seen{ID: "258", Inside: true, On: opens + query}},
		"inside one that failed": {[]step{app(opens), db(letIn), app(query), db(message('E', "") + message('Z', "E"))}, seen{ID: "258", On: opens + query}},
		"inside, and has only read": {[]step{app(opens), db(letIn), app(query), db(message('C', "BEGIN\x00") + message('Z', "T")), app(query), db(message('C', "SELECT 1\x00") + message('Z', "T"))},
			seen{ID: "258", On: opens + query + query}},
		"wrote before, and now reads": {[]step{app(opens), db(letIn), app(query), db(done + message('Z', "T")), app(query), db(message('C', "COMMIT\x00") + message('Z', "I")), app(query), db(message('C', "BEGIN\x00") + message('Z', "T"))},
			seen{ID: "258", On: opens + query + query + query}},
		"copies by the extended protocol": {[]step{app(opens), db(letIn), app(prepare + message('d', "1\n") + message('c', "") + message('S', "")), db(message('G', "\x00\x00\x00") + message('C', "COPY 1\x00") + message('Z', "I"))},
			seen{ID: "258", On: opens + prepare + message('d', "1\n") + message('c', "") + message('S', "")}},
		"two asked, one answered": {[]step{app(opens), db(letIn), app(query + query), db(done + message('Z', "I"))}, seen{ID: "258", Waiting: true, On: opens + query + query}},
		"prepared":                {[]step{app(opens), db(letIn), app(prepare), db(message('1', "") + message('2', "") + done + message('Z', "I"))}, seen{ID: "258", On: opens + prepare}},
		"wants TLS":               {[]step{app(startup(sslRequest, "")), app(opens), db(letIn)}, seen{ID: "258", Back: "N", On: opens}},
		"wants both":              {[]step{app(startup(gssRequest, "") + startup(sslRequest, "") + opens), db(letIn)}, seen{ID: "258", Back: "NN", On: opens}},
		"cancels":                 {[]step{app(startup(cancelRequest, "\x00\x00\x01\x02key!"))}, seen{On: startup(cancelRequest, "\x00\x00\x01\x02key!"), Waiting: true}},
		"a text that looks like a goodbye": {[]step{app(opens), db(letIn), app(message('Q', message('X', ""))), db(message('D', message('Z', "T")) + message('Z', "I"))},
			seen{ID: "258", On: opens + message('Q', message('X', ""))}},
	}
}

func TestPostgres_readsAlong(t *testing.T) {
	t.Parallel()
	for name, tt := range conversations() {
		if diff := cmp.Diff(tt.want, read(&postgres{}, tt.steps, whole)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// However the bytes are cut into pieces, the same is read, and what the app sent goes
// on unchanged.
func TestPostgres_readsPieces(t *testing.T) {
	t.Parallel()
	all := conversations()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(keys(all)).Draw(t, "conversation")
		cut := func(s string) (out []string) {
			for len(s) > 0 {
				n := rapid.IntRange(1, len(s)).Draw(t, "piece")
				out, s = append(out, s[:n]), s[n:]
			}
			return out
		}
		if diff := cmp.Diff(all[name].want, read(&postgres{}, all[name].steps, cut)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	})
}

func keys[V any](m map[string]V) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

// Whatever comes, nothing panics and nothing is held back once the connection is open.
func TestPostgres_takesAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := &postgres{}
		c.Sent([]byte(opens))
		for _, piece := range rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 1, 40)).Draw(t, "pieces") {
			if on, _ := c.Sent(piece); string(on) != string(piece) {
				t.Fatalf("%q went on as %q", piece, on)
			}
			c.Got(piece)
		}
	})
}

func command(words ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", len(words))
	for _, w := range words {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(w), w)
	}
	return b.String()
}

func TestRedis_readsAlong(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		commands        string
		goodbye, inside bool
	}{
		"a command":                  {command("INCR", "orders"), false, false},
		"closed in order":            {command("INCR", "orders") + command("quit"), true, false},
		"by hand":                    {"PING\r\nQUIT\r\n", true, false},
		"a value that says so":       {command("SET", "QUIT", "MULTI"), false, false},
		"inside":                     {command("MULTI") + command("INCR", "orders"), false, true},
		"done":                       {command("multi") + command("INCR", "orders") + command("exec"), false, false},
		"given up":                   {command("MULTI") + command("DISCARD"), false, false},
		"an empty value":             {command("SET", "k", "") + command("MULTI"), false, true},
		"a value with a line's end":  {command("SET", "k", "a\r\nQUIT\r\n"), false, false},
		"a name that begins like it": {command("MULTIPLE"), false, false},
		"a longer name than any":     {command(strings.Repeat("X", 100)) + command("MULTI"), false, true},
	} {
		rapid.Check(t, func(t *rapid.T) {
			c := &redis{local: "127.0.0.1:1"}
			for rest := tt.commands; rest != ""; {
				n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
				if on, back := c.Sent([]byte(rest[:n])); string(on) != rest[:n] || back != nil {
					t.Fatalf("%s: %q went on as %q, back %q", name, rest[:n], on, back)
				}
				rest = rest[n:]
			}
			if c.goodbye() != tt.goodbye || c.inside() != tt.inside {
				t.Errorf("%s: goodbye %t, inside %t", name, c.goodbye(), c.inside())
			}
		})
	}
}
