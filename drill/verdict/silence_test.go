package verdict_test

import (
	"slices"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The signal comes at 1 s. What is usual is 50 ms, so a silence counts from 550 ms on.
func TestJudge_silence(t *testing.T) {
	t.Parallel()
	usual := verdict.Socket{By: verdict.ClosedByClient, Slowest: 50 * ms, Waited: 20 * ms}
	before := func(n int, s verdict.Socket) (out []verdict.Exchange) {
		for range n {
			out = append(out, connection(0, 900*ms, second, verdict.Answered, s))
		}
		return out
	}
	met := func(n int, end, waited time.Duration) (out []verdict.Exchange) {
		for range n {
			out = append(out, connection(500*ms, end, 3*second, verdict.Answered, verdict.Socket{By: verdict.ClosedByApp, Code: 1001, Slowest: 50 * ms, Waited: waited}))
		}
		return out
	}
	replaced := before(3, usual)
	for i := range replaced {
		replaced[i].Task, replaced[i].Start, replaced[i].End = verdict.ReplacementTask, 2*second, 3*second
	}
	tests := map[string]struct {
		exchanges []verdict.Exchange
		found     bool
	}{
		"not looked at":              {append(before(3, verdict.Socket{}), met(3, 2*second, 0)...), false},
		"goes on":                    {append(before(3, usual), met(3, 2*second, 60*ms)...), false},
		"silent":                     {append(before(3, usual), met(3, 2*second, 551*ms)...), true},
		"silent for a moment less":   {append(before(3, usual), met(3, 2*second, 550*ms)...), false},
		"beside the replacement":     {append(replaced, met(3, 2*second, 900*ms)...), true},
		"too few of them":            {append(before(3, usual), met(2, 2*second, 900*ms)...), false},
		"too few that are usual":     {append(before(2, usual), met(3, 2*second, 900*ms)...), false},
		"half of them":               {append(append(before(3, usual), met(3, 2*second, 900*ms)...), met(3, 2*second, 60*ms)...), true},
		"less than half of them":     {append(append(before(3, usual), met(3, 2*second, 900*ms)...), met(4, 2*second, 60*ms)...), false},
		"most of it before the stop": {append(before(3, usual), met(3, 1540*ms, 1040*ms)...), false},
		"silent before too":          {append(before(3, verdict.Socket{By: verdict.ClosedByClient, Slowest: 50 * ms, Waited: 850 * ms}), met(3, 2*second, 900*ms)...), false},
		"never says anything":        {append(before(3, verdict.Socket{By: verdict.ClosedByClient, Waited: 20 * ms}), met(3, 2*second, 900*ms)...), false},
	}
	for name, tt := range tests {
		for _, streams := range []bool{false, true} {
			rule := map[bool]string{false: verdict.UnansweredMessage, true: verdict.FallsSilent}[streams]
			r := flawlessSockets(shutdown.Concurrent, shutdown.Close, nil)
			add(tt.exchanges...)(&r)
			for i := range r.Exchanges {
				r.Exchanges[i].Stream = streams
			}
			if got := rules(judge(r)); slices.Contains(got, rule+"!") != tt.found {
				t.Errorf("%s, streams %v: findings %v, want %s: %v", name, streams, got, rule, tt.found)
			}
		}
	}
}

// Half an event is a fault where only the stop brings it about.
func TestJudge_midEvent(t *testing.T) {
	t.Parallel()
	half := verdict.Socket{By: verdict.ClosedByApp, MidEvent: true}
	left := half
	left.By = verdict.ClosedByClient
	tests := map[string]struct {
		exchanges []verdict.Exchange
		found     bool
	}{
		"while stopping":         {[]verdict.Exchange{connection(500*ms, 2*second, 3*second, verdict.Answered, half)}, true},
		"at the signal":          {[]verdict.Exchange{connection(500*ms, second, 3*second, verdict.Answered, half)}, true},
		"a moment before it":     {[]verdict.Exchange{connection(500*ms, second-1, 3*second, verdict.Answered, half)}, false},
		"always":                 {[]verdict.Exchange{connection(0, 900*ms, second, verdict.Answered, half), connection(500*ms, 2*second, 3*second, verdict.Answered, half)}, false},
		"a client that leaves":   {[]verdict.Exchange{connection(500*ms, 2*second, 3*second, verdict.Answered, left)}, false},
		"a stream that is whole": {[]verdict.Exchange{connection(500*ms, 2*second, 3*second, verdict.Answered, verdict.Socket{By: verdict.ClosedByApp})}, false},
	}
	for name, tt := range tests {
		r := flawlessSockets(shutdown.Concurrent, shutdown.Close, nil)
		add(tt.exchanges...)(&r)
		if got := rules(judge(r)); slices.Contains(got, verdict.EndsMidEvent+"!") != tt.found {
			t.Errorf("%s: findings %v, want %s: %v", name, got, verdict.EndsMidEvent, tt.found)
		}
	}
}
