package verdict_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A closed port is a fault while something new may come to it, and by itself a
// warning where nothing can.
func TestJudge_listener(t *testing.T) {
	t.Parallel()
	const ms, forever = time.Millisecond, time.Hour
	drained := func(r *verdict.Recording) {
		r.Path, r.Deregistered, r.LastRouted, r.Expired = shutdown.Drained, 100*ms, 600*ms, second
		for i, x := range r.Exchanges {
			if x.Start >= r.LastRouted {
				r.Exchanges[i].Task = verdict.ReplacementTask
			}
		}
	}
	closes := func(after time.Duration) func(*verdict.Recording) {
		return func(r *verdict.Recording) { probes(r, 503, second+after) }
	}
	exits := func(after time.Duration) func(*verdict.Recording) {
		return func(r *verdict.Recording) { r.Exit.At = second + after; probes(r, 503, forever) }
	}
	const may, none = "while new requests may arrive for 1 s", "when no new request arrives any more"
	tests := map[string]struct {
		change []func(*verdict.Recording)
		want   []string
		words  string
	}{
		"closes at once":                    {[]func(*verdict.Recording){closes(0)}, []string{verdict.ClosesListener + "!"}, may},
		"closes at once, drained":           {[]func(*verdict.Recording){closes(0), drained}, []string{verdict.ClosesListener}, none},
		"exits at once":                     {[]func(*verdict.Recording){exits(0)}, []string{verdict.ExitsAtOnce + "!"}, may},
		"exits at once, drained":            {[]func(*verdict.Recording){exits(0), drained}, []string{verdict.ExitsAtOnce}, none},
		"exits in the delay, drained":       {[]func(*verdict.Recording){exits(600 * ms), drained}, []string{verdict.ExitsAtOnce}, none},
		"closes at once, no delay promised": {[]func(*verdict.Recording){closes(0), func(r *verdict.Recording) { r.Times.Delay = 0 }}, nil, ""},
		"closes after the propagation, within a longer delay": {[]func(*verdict.Recording){closes(700 * ms), func(r *verdict.Recording) { r.LastRouted = second + 600*ms; r.Times.Delay = s(2 * second) }},
			[]string{verdict.ClosesListener}, none},
		"closes within the propagation, after a shorter delay": {[]func(*verdict.Recording){closes(400 * ms), func(r *verdict.Recording) { r.Times.Delay = s(500 * ms) }}, nil, ""},
		"a signal that the machine sent late":                  {[]func(*verdict.Recording){closes(600 * ms), func(r *verdict.Recording) { r.LastRouted = second + 800*ms }}, []string{verdict.ClosesListener}, may},
		"nothing was deregistered":                             {[]func(*verdict.Recording){closes(0), func(r *verdict.Recording) { r.LastRouted = verdict.Never }}, []string{verdict.ClosesListener}, none},
	}
	for name, tt := range tests {
		r := flawless()
		for _, change := range tt.change {
			change(&r)
		}
		got := judge(r)
		if diff := cmp.Diff(tt.want, rules(got)); diff != "" {
			t.Errorf("%s: findings (-want +got):\n%s", name, diff)
		}
		if len(got.Findings) > 0 && !strings.Contains(got.Findings[0].Message, tt.words) {
			t.Errorf("%s: %q lacks %q", name, got.Findings[0].Message, tt.words)
		}
	}
}

// Whenever the listener is seen closed while new ones may arrive, but for the
// moment that a machine may be late, the drill does not hold.
func TestJudge_closedListenerIsNeverOK(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := flawless()
		after := time.Duration(rapid.IntRange(0, 1200).Draw(t, "after")) * time.Millisecond
		window := time.Duration(rapid.IntRange(0, 1000).Draw(t, "window")) * time.Millisecond
		r.LastRouted = r.Signalled + window
		probes(&r, 503, r.Signalled+after)
		seen := after.Truncate(50*time.Millisecond) + 50*time.Millisecond // Probes come each 50 ms.
		got := judge(r)
		if named := slices.Contains(rules(got), verdict.ClosesListener+"!"); named == got.OK {
			t.Fatalf("OK = %v with findings %v", got.OK, rules(got))
		}
		if seen+verdict.Grace < window && got.OK || after > window && !got.OK {
			t.Fatalf("closed %s after the signal, new requests for %s: OK = %v, %v", after, window, got.OK, rules(got))
		}
	})
}
