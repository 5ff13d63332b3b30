package verdict_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// herded is a drain of which the app is told at 1.5 s, with a spread of 4 s, and
// connections that it closes at these times after that. A fortieth is 100 ms.
func herded(asked time.Duration, ends ...time.Duration) verdict.Recording {
	var list []verdict.Exchange
	for _, end := range ends {
		list = append(list, connection(500*ms, 1500*ms+end, asked, verdict.Answered, verdict.Socket{By: verdict.ClosedByApp, Code: 1001}))
	}
	r := noticed(1500*ms, 3, 0, list...)
	r.Notice.Spread, r.Times.Longest, r.Signalled = s(4*second), s(200*second), 6*second
	return r
}

// repeat repeats a time.
func repeat(n int, at time.Duration) []time.Duration { return slices.Repeat([]time.Duration{at}, n) }

func TestJudge_herd(t *testing.T) {
	t.Parallel()
	const long = 100 * second
	aged := herded(long, repeat(10, 10*ms)...)
	aged.Times.Longest = s(second)
	without := herded(long, repeat(10, 10*ms)...)
	without.Notice = nil
	tests := map[string]struct {
		recording verdict.Recording
		found     bool
	}{
		"all at once":                  {herded(long, repeat(10, 10*ms)...), true},
		"all at once, late":            {herded(long, repeat(10, 3*second)...), true},
		"within the window":            {herded(long, append(repeat(5, 0), repeat(5, 100*ms)...)...), true},
		"a moment longer":              {herded(long, append(repeat(5, 0), repeat(5, 101*ms)...)...), false},
		"eight of ten":                 {herded(long, append(repeat(8, 0), repeat(2, second)...)...), true},
		"seven of ten":                 {herded(long, append(repeat(7, 0), repeat(3, second)...)...), false},
		"too few":                      {herded(long, repeat(9, 10*ms)...), false},
		"a quarter left":               {herded(2*second, repeat(10, 10*ms)...), true},
		"less than that":               {herded(2*second-1, repeat(10, 10*ms)...), false},
		"by their age":                 {aged, false},
		"on the signal":                {herded(long, repeat(10, 4500*ms)...), false},
		"without a notice":             {without, false},
		"before the notice, told then": {herded(long, repeat(10, -1)...), false},
	}
	for name, tt := range tests {
		if got := rules(judge(tt.recording)); slices.Contains(got, verdict.ClosesAtOnce) != tt.found {
			t.Errorf("%s: findings %v, want %s: %v", name, got, verdict.ClosesAtOnce, tt.found)
		}
	}
}

// Closes at even distances over the spread are never a herd.
func TestJudge_spreadIsNoHerd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 100).Draw(t, "connections")
		var ends []time.Duration
		for i := range n {
			ends = append(ends, 4*second*time.Duration(i)/time.Duration(n))
		}
		if got := rules(judge(herded(100*second, ends...))); slices.Contains(got, verdict.ClosesAtOnce) {
			t.Fatalf("%d connections: %v", n, got)
		}
	})
}
