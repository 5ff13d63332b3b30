package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

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
		got := judge(tt.recording)
		if diff := cmp.Diff(tt.want, rules(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
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
		if diff := cmp.Diff([]verdict.AnswerCount{tt.want}, judge(r).Answers); diff != "" {
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
		if got := judge(r).Findings; len(got) != 1 || !strings.Contains(got[0].Fix, tt.want) {
			t.Errorf("%s: %+v, want %q", name, got, tt.want)
		}
	}
	r := answered()
	r.Protocol = verdict.GRPC
	each(&r, func(_ int, x *verdict.Exchange) { x.Code, x.Error = 400, "status 9 FAILED_PRECONDITION" })
	if got := judge(r).Findings; len(got) != 1 || !strings.Contains(got[0].Message, "with a status such as 9 FAILED_PRECONDITION") {
		t.Errorf("%+v, want gRPC's own name of the status", got)
	}
}
