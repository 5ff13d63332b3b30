package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
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
	maybeShort, maybeSkips := []string{verdict.CutsBodiesShort}, []string{verdict.SkipsWork}
	tests := map[string]struct {
		change func(r *verdict.Recording)
		want   []string
		words  string
	}{
		"all alike":               {func(*verdict.Recording) {}, nil, ""},
		"one byte less":           {one(prefix(99)), short, "99 bytes of /work, where all others have 100"},
		"half":                    {one(prefix(50)), short, "the bodies of 1 answer short that look whole, the first 0.3 s after the signal"},
		"another, a little short": {one(func(x *verdict.Exchange) { x.Body = body(84, 2); x.Body.Common = 20 }), nil, ""},
		"another, far too short":  {one(func(x *verdict.Exchange) { x.Body = body(74, 2); x.Body.Common = 20 }), short, "74 bytes"},
		"another, just too short": {one(func(x *verdict.Exchange) { x.Body = body(75, 2); x.Body.Common = 20 }), nil, ""},
		"nobody knows the bytes":  {one(func(x *verdict.Exchange) { x.Body = body(99, 2); x.Body.Common = -1 }), short, ""},
		"longer":                  {one(prefix(101)), nil, ""},
		"before the signal": {func(r *verdict.Recording) { r.Exchanges[2].Body = body(50, 2) },
			nil, ""},
		"of the replacement": {func(r *verdict.Recording) { r.Exchanges[25].Body = body(50, 2) }, nil, ""},
		"in the very moment": {first(1, prefix(50)), short, "the first 0 s after the signal"},

		"varies, a quarter less":         {varying(0, "", one(length(75))), nil, ""},
		"varies, more than that less":    {varying(0, "", one(length(74))), short, "74 bytes of /work, where all others have 100"},
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
		"a redirect, as before": {func(r *verdict.Recording) { r.Tries[0].Code = 302; first(12, code(302))(r) }, nil, ""},
		"empty":                 {first(2, prefix(0)), skips, "2 without a body"},
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
		}, nil, ""},
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
			got := verdict.Judge(r)
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

// Streams end as they do, and their bytes and time are not compared.
func TestJudge_streams(t *testing.T) {
	t.Parallel()
	// long adds a stream of the old task that was to last from 0.5 s to 1.5 s.
	long := func(change func(r *verdict.Recording, x *verdict.Exchange)) verdict.Recording {
		r := answered()
		x := verdict.Exchange{Start: second / 2, End: 3 * second / 2, Asked: second, Task: verdict.OldTask, Outcome: verdict.Answered, Code: 200,
			Kind: "/events", Stream: true, Body: body(7, 3)}
		change(&r, &x)
		r.Exchanges = append(r.Exchanges, x)
		return r
	}
	at := func(end time.Duration) func(*verdict.Recording, *verdict.Exchange) {
		return func(_ *verdict.Recording, x *verdict.Exchange) { x.End = end }
	}
	early := []string{verdict.EndsStreamsEarly + "!"}
	for name, tt := range map[string]struct {
		recording verdict.Recording
		want      []string
	}{
		"at its end":              {long(at(3 * second / 2)), nil},
		"after half of it":        {long(at(second)), nil},
		"sooner, before the stop": {long(at(900 * time.Millisecond)), []string{verdict.AnswersTooSoon}},
		"sooner": {long(func(_ *verdict.Recording, x *verdict.Exchange) {
			x.Start, x.End = 900*time.Millisecond, 1399*time.Millisecond
		}), early},
		"not much sooner": {long(func(_ *verdict.Recording, x *verdict.Exchange) {
			x.Start, x.End = 900*time.Millisecond, 1400*time.Millisecond
		}), nil},
		"left by the drill": {long(func(_ *verdict.Recording, x *verdict.Exchange) {
			x.Start, x.End, x.Left = 900*time.Millisecond, second, true
		}), nil},
		"that may be closed": {long(func(r *verdict.Recording, x *verdict.Exchange) {
			x.Start, x.End, r.OnInterrupt = 900*time.Millisecond, second, shutdown.Close
		}), nil},
		"of the replacement": {long(func(_ *verdict.Recording, x *verdict.Exchange) {
			x.Start, x.End, x.Task = 2*second, 2*second+1, verdict.ReplacementTask
		}), nil},
		"cut": {long(func(_ *verdict.Recording, x *verdict.Exchange) { x.Outcome = verdict.Cut }), []string{verdict.DropsInFlight + "!"}},
		"nobody said so": {long(func(_ *verdict.Recording, x *verdict.Exchange) {
			x.Stream, x.Left, x.Task = false, true, verdict.ReplacementTask
		}), []string{verdict.EndlessAnswers}},
	} {
		got := verdict.Judge(tt.recording)
		if diff := cmp.Diff(tt.want, rules(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A body that is cut short is lost, like one whose connection breaks.
func TestJudge_shortBodiesAreCut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := answered()
		cut := rapid.SliceOfNDistinct(rapid.IntRange(0, 9), 1, 10, rapid.ID).Draw(t, "cut")
		each(&r, func(n int, x *verdict.Exchange) {
			for _, c := range cut {
				if c == n {
					x.Body = body(rapid.Int64Range(1, 99).Draw(t, "length"), 2)
				}
			}
		})
		before := r.Exchanges[12]
		got := verdict.Judge(r)
		if got.OK || got.Cut != len(cut) || got.Answered+got.Cut != got.Sent || got.Answers[0].Short != len(cut) {
			t.Fatalf("%d bodies were cut:\n%s", len(cut), report.DrillText(got))
		}
		if diff := cmp.Diff(before, r.Exchanges[12]); diff != "" {
			t.Fatalf("the recording was changed: %s", diff)
		}
	})
}

// What varies is told, since a short body would not be seen there.
func TestJudge_answerCounts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(n int, x *verdict.Exchange)
		want   verdict.AnswerCount
	}{
		"bytes":  {func(int, *verdict.Exchange) {}, verdict.AnswerCount{Alike: verdict.AlikeBytes, Least: 100, Most: 100}},
		"length": {func(n int, x *verdict.Exchange) { x.Body = body(100+int64(n%26), uint64(n)) }, verdict.AnswerCount{Alike: verdict.AlikeLength, Least: 100, Most: 125}},
		"end": {func(n int, x *verdict.Exchange) {
			x.Body = body(100+int64(n%27), uint64(n))
			x.Body.Tail = "\"}"
		}, verdict.AnswerCount{Alike: verdict.AlikeEnd, Least: 100, Most: 126}},
		"nothing": {func(n int, x *verdict.Exchange) { x.Body = body(100+int64(n%27), uint64(n)) }, verdict.AnswerCount{Alike: verdict.AlikeNothing, Least: 100, Most: 126}},
	}
	for name, tt := range tests {
		r := answered()
		undisturbed(&r, tt.change)
		each(&r, tt.change)
		tt.want.Request, tt.want.Undisturbed, tt.want.Judged = "/work", 49, 11
		if diff := cmp.Diff([]verdict.AnswerCount{tt.want}, verdict.Judge(r).Answers); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What to do about a body that is cut, and the name of a status, are in the words
// of what the app speaks.
func TestJudge_answersByProtocol(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		protocol verdict.Protocol
		closing  bool
		want     string
	}{
		"HTTP/1.1":             {verdict.HTTP1, false, "close the connection of one that cannot without its last chunk"},
		"HTTP/1.1, by closing": {verdict.HTTP1, true, "say how long a body is"},
		"HTTP/2":               {verdict.HTTP2, false, "reset the stream of one that cannot"},
		"gRPC":                 {verdict.GRPC, false, "with a status such as UNAVAILABLE instead of OK"},
	} {
		r := answered()
		r.Protocol = tt.protocol
		each(&r, func(_ int, x *verdict.Exchange) { x.Body = body(50, 2); x.Body.ByClosing = tt.closing })
		if got := verdict.Judge(r).Findings; len(got) != 1 || !strings.Contains(got[0].Fix, tt.want) {
			t.Errorf("%s: %+v, want %q", name, got, tt.want)
		}
	}
	r := answered()
	r.Protocol = verdict.GRPC
	each(&r, func(_ int, x *verdict.Exchange) { x.Code, x.Error = 400, "status 9 FAILED_PRECONDITION" })
	if got := verdict.Judge(r).Findings; len(got) != 1 || !strings.Contains(got[0].Message, "with a status such as 9 FAILED_PRECONDITION") {
		t.Errorf("%+v, want gRPC's own name of the status", got)
	}
}
