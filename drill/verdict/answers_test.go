package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// answered is a flawless recording in which every answer has a body of 100 bytes:
// old from the signal at 1 s to 2 s, and twenty tries before.
func answered() verdict.Recording {
	r := flawless()
	for i := range r.Exchanges {
		r.Exchanges[i].Kind, r.Exchanges[i].Body = "/work", body(100, 1)
	}
	for range 20 {
		r.Tries = append(r.Tries, verdict.Exchange{End: 100 * time.Millisecond, Asked: 100 * time.Millisecond, Task: verdict.OldTask,
			Outcome: verdict.Answered, Code: 200, Kind: "/work", Body: body(100, 1)})
	}
	return r
}

func body(length int64, hash uint64) *verdict.Body {
	return &verdict.Body{Length: length, Hash: hash, Common: length, Tail: strings.Repeat("x", int(min(length, verdict.TailLength)))}
}

// each changes the answers of the old task that end from the signal on, counted
// from 0 to 11, and undisturbed all others.
func each(r *verdict.Recording, change func(n int, x *verdict.Exchange)) {
	n := 0
	for i := range r.Exchanges {
		if x := &r.Exchanges[i]; x.Task == verdict.OldTask && x.End >= r.Signalled {
			change(n, x)
			n++
		}
	}
}

func undisturbed(r *verdict.Recording, change func(n int, x *verdict.Exchange)) {
	for i := range r.Tries {
		change(i, &r.Tries[i])
	}
	for i := range r.Exchanges {
		if x := &r.Exchanges[i]; x.Task != verdict.OldTask || x.End < r.Signalled {
			change(i, x)
		}
	}
}

// Answers that came, and are not what they were.
func TestJudge_answers(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	// one changes the third answer after the signal.
	one := func(change func(x *verdict.Exchange)) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			each(r, func(n int, x *verdict.Exchange) {
				if n == 3 {
					change(x)
				}
			})
		}
	}
	first := func(count int, change func(x *verdict.Exchange)) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			each(r, func(n int, x *verdict.Exchange) {
				if n < count {
					change(x)
				}
			})
		}
	}
	// varying has bodies that differ, of lengths from 100 to 100 and so many.
	varying := func(spread int64, end string, change func(*verdict.Recording)) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			with := func(n int, x *verdict.Exchange) {
				x.Body = body(100+int64(n)%(spread+1), uint64(n))
				x.Body.Common, x.Body.Tail = 7, "abc"[n%3:]+end
			}
			undisturbed(r, with)
			each(r, with)
			change(r)
		}
	}
	length := func(n int64) func(x *verdict.Exchange) {
		return func(x *verdict.Exchange) { x.Body.Length = n }
	}
	prefix := func(n int64) func(x *verdict.Exchange) { return func(x *verdict.Exchange) { x.Body = body(n, 2) } }
	code := func(n int) func(x *verdict.Exchange) { return func(x *verdict.Exchange) { x.Code = n } }
	took := func(d time.Duration) func(x *verdict.Exchange) {
		return func(x *verdict.Exchange) { x.Start = x.End - d }
	}
	short, skips := []string{verdict.CutsBodiesShort + "!"}, []string{verdict.SkipsWork + "!"}
	changes, maybeChanges := []string{verdict.ChangesAnswers + "!"}, []string{verdict.ChangesAnswers}
	other := func(length int64) func(x *verdict.Exchange) {
		return func(x *verdict.Exchange) { x.Body = body(length, 2); x.Body.Common = 20 }
	}
	// many has so many more answers that nothing disturbed.
	many := func(n int, change func(*verdict.Recording)) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			for range n {
				r.Tries = append(r.Tries, r.Tries[0])
			}
			change(r)
		}
	}
	ending := func(end string, change func(*verdict.Recording)) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			with := func(_ int, x *verdict.Exchange) { x.Body.Tail = "x" + end }
			undisturbed(r, with)
			each(r, with)
			change(r)
		}
	}
	// named has bodies in which each task tells its name.
	named := func(change func(*verdict.Recording)) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			undisturbed(r, func(_ int, x *verdict.Exchange) {
				if x.Task == verdict.ReplacementTask {
					x.Body.Hash = 77
				}
			})
			change(r)
		}
	}
	maybeShort, maybeSkips := []string{verdict.CutsBodiesShort}, []string{verdict.SkipsWork}
	tests := map[string]struct {
		change func(r *verdict.Recording)
		want   []string
		words  string
	}{
		"all alike":                 {func(*verdict.Recording) {}, nil, ""},
		"one byte less":             {many(50, one(prefix(99))), short, "99 bytes of /work, where all others have 100"},
		"one byte less, not quite":  {many(49, one(prefix(99))), maybeShort, ""},
		"one byte less, twice":      {first(2, prefix(99)), short, "the bodies of 2 answers short that look whole, the first 0 s after the signal"},
		"half":                      {one(prefix(50)), maybeShort, "the bodies of 1 answer short that look whole, the first 0.3 s after the signal"},
		"half, without its bracket": {ending("]\n", one(func(x *verdict.Exchange) { x.Body = body(50, 2) })), short, "50 bytes"},
		"half, with its bracket":    {ending("]\n", one(func(x *verdict.Exchange) { x.Body = body(50, 2); x.Body.Tail = "]" })), maybeShort, "50 bytes"},
		"nobody knows the bytes":    {many(50, one(func(x *verdict.Exchange) { x.Body = body(99, 2); x.Body.Common = -1 })), short, ""},

		"one other":                      {one(other(100)), maybeChanges, "answers 1 request of 11 with other content than any that no stop disturbed, the first 0.3 s after the signal: 100 bytes of /work, where all others to the same question are the same 100 bytes"},
		"one other, many seen":           {many(500, one(other(100))), maybeChanges, ""},
		"others":                         {first(3, other(100)), changes, "answers 3 requests of 11"},
		"two others of few":              {first(2, other(100)), maybeChanges, ""},
		"others, longer":                 {first(3, other(101)), changes, "101 bytes of /work"},
		"others, shorter":                {first(3, other(30)), changes, "30 bytes of /work"},
		"others, no replacement":         {func(r *verdict.Recording) { r.StandIn = true; first(11, other(100))(r) }, maybeChanges, ""},
		"others, one before":             {func(r *verdict.Recording) { r.Tries[3].Body.Hash = 9; first(11, other(100))(r) }, nil, ""},
		"others, one at the replacement": {func(r *verdict.Recording) { r.Exchanges[30].Body.Hash = 9; first(11, other(100))(r) }, nil, ""},
		"each task its own":              {named(func(*verdict.Recording) {}), nil, ""},
		"a longer name there": {many(99, named(func(r *verdict.Recording) {
			long := func(x *verdict.Exchange) { x.Asked, x.Start = second, x.End-second }
			long(&r.Exchanges[25])
			r.Exchanges[25].Body = body(104, 77)
			one(func(x *verdict.Exchange) { long(x); x.Body.Common = -1 })(r)
			r.Tries = append(r.Tries, r.Exchanges[26])
		})), nil, ""},
		"others, each its own":     {named(first(3, other(100))), changes, ""},
		"those of the replacement": {named(first(3, func(x *verdict.Exchange) { x.Body.Hash = 77 })), changes, ""},
		"a question of its own": {func(r *verdict.Recording) {
			first(11, func(x *verdict.Exchange) { x.Asked = second; x.Start = x.End - second; x.Body.Hash = 5 })(r)
		}, nil, ""},
		"a question that the replacement knows": {func(r *verdict.Recording) {
			ask := func(x *verdict.Exchange) { x.Asked = second; x.Start = x.End - second; x.Body.Hash = 5 }
			ask(&r.Exchanges[25])
			first(3, ask)(r)
		}, nil, ""},
		"another to a question that the replacement knows": {func(r *verdict.Recording) {
			ask := func(x *verdict.Exchange) { x.Asked = second; x.Start = x.End - second; x.Body.Hash = 5 }
			ask(&r.Exchanges[25])
			first(3, func(x *verdict.Exchange) { ask(x); x.Body.Hash = 6 })(r)
		}, changes, ""},
		"varies, longer, unclosed": {varying(50, "}]\n", one(func(x *verdict.Exchange) { x.Body.Length, x.Body.Tail = 200, "}" })), short, "200 bytes of /work, without the \"}]\\n\" that all others end with"},
		"varies, unclosed, of few": {func(r *verdict.Recording) {
			varying(50, "}]\n", one(func(x *verdict.Exchange) { x.Body.Tail = "}" }))(r)
			r.Tries = nil
			r.Exchanges = append([]verdict.Exchange(nil), r.Exchanges[5:26]...)
		}, maybeShort, ""},
		"varies, longer, without its end": {varying(50, "}]\n", first(3, func(x *verdict.Exchange) { x.Body.Length, x.Body.Tail, x.Body.Common = 200, "</html>", 0 })), changes, "200 bytes of /work, without the \"}]\\n\" that all others end with"},
		"before the signal": {func(r *verdict.Recording) { r.Exchanges[2].Body = body(50, 2) },
			nil, ""},
		"of the replacement": {func(r *verdict.Recording) { r.Exchanges[25].Body = body(50, 2) }, nil, ""},
		"in the very moment": {first(2, prefix(50)), short, "the first 0 s after the signal"},

		"varies, a quarter less":         {varying(0, "", one(length(75))), nil, ""},
		"varies, more than that less":    {varying(0, "", first(2, length(74))), short, "74 bytes of /work, where all others have 100"},
		"length varies a little":         {varying(4, "", one(length(75))), nil, ""},
		"length varies a little, one":    {varying(4, "", one(length(74))), maybeShort, "where all others have 100 to 104"},
		"length varies a little, many":   {varying(4, "", first(5, length(74))), short, ""},
		"length varies by a third":       {varying(30, "", first(5, length(40))), nil, ""},
		"varies, by twice that":          {varying(30, "", first(5, length(39))), short, "where all others have 100 to 130"},
		"length varies, without its end": {varying(50, "\"}]\n", one(func(x *verdict.Exchange) { x.Body.Tail = "\"id\":1" })), short, "without the \"\\\"}]\\n\" that all others end with"},
		"length varies, with its end":    {varying(50, "\"}]\n", one(length(90))), nil, ""},
		"few say how they end": {func(r *verdict.Recording) {
			varying(50, "}", one(func(x *verdict.Exchange) { x.Body.Tail = "1" }))(r)
			r.Tries, r.Exchanges = nil, append([]verdict.Exchange(nil), r.Exchanges[5:26]...)
		}, maybeShort, ""},

		"one redirect":          {one(code(302)), maybeSkips, "1 with a status such as 302, as none of 49 that no stop disturbed"},
		"two redirects":         {first(2, code(302)), skips, "answers 2 requests of 11"},
		"all without content":   {first(12, func(x *verdict.Exchange) { x.Code, x.Body = 204, body(0, 0) }), skips, "such as 204"},
		"a redirect, as before": {func(r *verdict.Recording) { r.Tries[0].Code = 302; first(2, code(302))(r) }, nil, ""},
		"redirects, one before": {func(r *verdict.Recording) { r.Tries[0].Code = 302; first(11, code(302))(r) }, skips, "11 with a status such as 302, as only 1 of 49 that no stop disturbed"},
		"429 at any time": {func(r *verdict.Recording) {
			q := func(n int, x *verdict.Exchange) {
				if n%4 == 0 {
					x.Code = 429
				}
			}
			each(r, q)
			undisturbed(r, q)
		}, nil, ""},
		"long answers are 429": {func(r *verdict.Recording) {
			ask := func(x *verdict.Exchange) { x.Asked, x.Start, x.Code = second, x.End-second, 429 }
			ask(&r.Exchanges[25])
			first(11, ask)(r)
		}, []string{verdict.Answers4xx}, ""},
		"another status of gRPC": {func(r *verdict.Recording) {
			r.Protocol = verdict.GRPC
			not := func(s string) func(x *verdict.Exchange) {
				return func(x *verdict.Exchange) { x.Code, x.Error = 400, "status "+s }
			}
			for i := range r.Tries {
				not("5 NOT_FOUND")(&r.Tries[i])
			}
			first(2, not("9 FAILED_PRECONDITION"))(r)
		}, skips, "2 with a status such as 9 FAILED_PRECONDITION"},
		"empty": {first(2, prefix(0)), skips, "2 without a body"},
		"always empty": {func(r *verdict.Recording) {
			e := func(_ int, x *verdict.Exchange) { x.Body = body(0, 0) }
			each(r, e)
			undisturbed(r, e)
		}, nil, ""},
		"in half of the time": {first(3, took(50*ms)), nil, ""},
		"in less":             {first(3, took(49*ms)), skips, "3 in less than half of the time that the work takes"},
		"as soon as before":   {func(r *verdict.Recording) { r.Tries[0].End = 49 * ms; first(3, took(5*ms))(r) }, []string{verdict.AnswersTooSoon}[:0], ""},
		"not asked to take long": {func(r *verdict.Recording) {
			q := func(_ int, x *verdict.Exchange) { x.Asked = 49 * ms }
			each(r, q)
			undisturbed(r, q)
			first(3, took(ms))(r)
		}, nil, ""},
		"a few answers in all":  {func(r *verdict.Recording) { r.Tries = nil; r.Exchanges = r.Exchanges[9:20]; first(9, prefix(50))(r) }, nil, ""},
		"of a recording before": {func(r *verdict.Recording) { each(r, func(_ int, x *verdict.Exchange) { x.Kind, x.Body = "", nil }) }, nil, ""},
		"a stand-in says nothing": {func(r *verdict.Recording) {
			r.StandIn = true
			for i := 20; i < 40; i++ {
				r.Exchanges[i].Body = body(0, 0)
			}
			first(12, prefix(50))(r)
		}, short, ""},
		"one redirect, many before": {func(r *verdict.Recording) {
			for range 300 {
				r.Tries = append(r.Tries, r.Tries[0])
			}
			one(code(302))(r)
		}, maybeSkips, "as none of 349"},
		"no stand-in, empty there": {func(r *verdict.Recording) {
			for i := 20; i < 40; i++ {
				r.Exchanges[i].Body = body(0, 0)
			}
			first(12, prefix(50))(r)
		}, changes, ""},
		"404": {first(12, code(404)), skips, "such as 404"},
		"misrouted": {func(r *verdict.Recording) {
			r.Balancer, r.Machine.Late = verdict.HAProxy, s(2*second)
			first(12, prefix(50))(r)
			r.Machine.Bears, r.Machine.Hides = s(3*second), s(3*second)
		}, nil, ""},
		"at the delay": {func(r *verdict.Recording) {
			r.CutAtDelay = 1
			r.Exchanges = append(r.Exchanges, verdict.Exchange{Start: 2 * second, End: 3 * second, Asked: 100 * ms, Task: verdict.OldTask, Outcome: verdict.Answered, Code: 200, Kind: "/work", Body: body(50, 2)})
		}, []string{verdict.CutAtDelay + "!"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := answered()
			r.Machine.Bears, r.Machine.Hides = s(second), s(second)
			tt.change(&r)
			got := judge(r)
			if diff := cmp.Diff(append([]string(nil), tt.want...), rules(got)); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%s", diff, report.DrillText(got))
			}
			if len(got.Findings) > 0 && !strings.Contains(got.Findings[0].Message, tt.words) {
				t.Errorf("%q, want %q", got.Findings[0].Message, tt.words)
			}
			if sure := len(got.Findings) > 0 && got.Findings[0].Fault; got.OK == sure {
				t.Errorf("OK = %v with findings %v", got.OK, rules(got))
			}
		})
	}
}

// A body that is cut short is lost, like one whose connection breaks.
func TestJudge_shortBodiesAreCut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := answered()
		cut := rapid.SliceOfNDistinct(rapid.IntRange(0, 9), 2, 10, rapid.ID).Draw(t, "cut")
		each(&r, func(n int, x *verdict.Exchange) {
			for _, c := range cut {
				if c == n {
					x.Body = body(rapid.Int64Range(1, 99).Draw(t, "length"), 2)
				}
			}
		})
		before := r.Exchanges[12]
		got := judge(r)
		if got.OK || got.Cut != len(cut) || got.Answered+got.Cut != got.Sent || got.Answers[0].Short != len(cut) {
			t.Fatalf("%d bodies were cut:\n%s", len(cut), report.DrillText(got))
		}
		if diff := cmp.Diff(before, r.Exchanges[12]); diff != "" {
			t.Fatalf("the recording was changed: %s", diff)
		}
	})
}
