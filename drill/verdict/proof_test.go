package verdict_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// A drill in which nothing was in flight for long, or most answers were
// errors of the client, says so. Only where the stop brought them it fails.
func TestJudge_proof(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	// each changes every request; the first that the old task gets is number 0.
	each := func(change func(n int, x *verdict.Exchange)) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			for i := range r.Exchanges {
				change(i, &r.Exchanges[i])
			}
		}
	}
	takes := func(asked, took time.Duration) func(*verdict.Recording) {
		return each(func(_ int, x *verdict.Exchange) { x.Asked, x.End = asked, x.Start+took })
	}
	longest := func(asked, took time.Duration, outcome verdict.Outcome, task verdict.Task) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			takes(0, 5*ms)(r)
			r.Exchanges = append(r.Exchanges, verdict.Exchange{Start: second, End: second + took, Asked: asked, Task: task, Outcome: outcome, Code: 200})
		}
	}
	codes := func(code int, when func(n int) bool) func(*verdict.Recording) {
		return each(func(n int, x *verdict.Exchange) {
			if when(n) {
				x.Code = code
			}
		})
	}
	// longBefore adds twenty good answers before the stop.
	longBefore := func(change func(*verdict.Recording)) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			change(r)
			for range 11 {
				r.Exchanges = append(r.Exchanges, verdict.Exchange{End: 100 * ms, Asked: 100 * ms, Task: verdict.OldTask, Outcome: verdict.Answered, Code: 200})
			}
		}
	}
	tooSoon, clientErrors := []string{verdict.AnswersTooSoon}, []string{verdict.Answers4xx}
	tests := map[string]struct {
		change func(r *verdict.Recording)
		want   []string
		words  string
	}{
		"ignores the time":          {takes(second, 7*ms), tooSoon, "the longest request was to take 1 s and took 0.007 s"},
		"takes half of the time":    {takes(second, 500*ms), nil, ""},
		"takes less":                {takes(second, 499*ms), tooSoon, "took 0.499 s"},
		"one takes its time":        {longest(second, 900*ms, verdict.Answered, verdict.OldTask), nil, ""},
		"another one was too soon":  {longest(second, 5*ms, verdict.Answered, verdict.OldTask), tooSoon, "was to take 1 s and took 0.005 s"},
		"of the replacement":        {longest(second, 900*ms, verdict.Answered, verdict.ReplacementTask), tooSoon, "the longest work takes 1 s, and the longest request took 0.005 s"},
		"nobody says how long":      {takes(0, 7*ms), tooSoon, "the longest work takes 1 s, and the longest request took 0.007 s"},
		"all as short as can be":    {takes(299*ms, 7*ms), nil, ""},
		"not quite so short":        {takes(300*ms, 7*ms), tooSoon, "was to take 0.3 s"},
		"half of them are 404":      {codes(404, func(n int) bool { return n%2 == 0 }), nil, ""},
		"more than half are 404":    {codes(404, func(n int) bool { return n%2 == 0 || n == 1 }), clientErrors, "answers 11 requests of 20 with a status such as 404"},
		"more than half, at once":   {func(r *verdict.Recording) { takes(second, 7*ms)(r); codes(400, func(int) bool { return true })(r) }, clientErrors, "20 requests of 20"},
		"399":                       {codes(399, func(int) bool { return true }), nil, ""},
		"499":                       {codes(499, func(int) bool { return true }), clientErrors, "such as 499"},
		"of the replacement, 404":   {codes(404, func(n int) bool { return n >= 20 }), nil, ""},
		"a few, but only stopping":  {codes(404, func(n int) bool { return n == 15 }), clientErrors, "answers 1 request of 11 with a status such as 404 from the start of the stop on, and none of 9 before it"},
		"as many as by chance":      {longBefore(codes(404, func(n int) bool { return n == 15 })), clientErrors, "answers 1 request of 11"},
		"more than by chance":       {longBefore(codes(404, func(n int) bool { return n == 15 || n == 16 })), []string{verdict.Answers4xx + "!"}, "answers 2 requests of 11"},
		"soon after the first":      {codes(404, func(n int) bool { return n == 15 || n == 16 }), clientErrors, "answers 2 requests of 11"},
		"some, one of them earlier": {codes(404, func(n int) bool { return n == 8 || n == 15 }), nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := flawless()
			tt.change(&r)
			got := judge(r)
			if diff := cmp.Diff(tt.want, rules(got)); diff != "" || got.OK == slices.Contains(tt.want, verdict.Answers4xx+"!") {
				t.Errorf("OK = %v, findings (-want +got):\n%s\n%s", got.OK, diff, report.DrillText(got))
			}
			if len(got.Findings) > 0 && !strings.Contains(got.Findings[0].Message, tt.words) {
				t.Errorf("%q, want %q", got.Findings[0].Message, tt.words)
			}
		})
	}
}
