package shutdown_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// failures simulates a target that is checked every interval, in tenths of a
// second from the given phase on: checks are answered at once outside the pause
// and at its end. It counts the most that fail in a row.
func failures(h shutdown.HealthCheck, phase, pause int) int {
	const tenth = 10
	begin, end := 50*h.Interval*tenth, 50*h.Interval*tenth+pause
	most, row := 0, 0
	for sent := phase; sent <= end+2*h.Interval*tenth; sent += h.Interval * tenth {
		answered := sent
		if sent >= begin && sent < end {
			answered = end
		}
		if answered-sent < h.Timeout*tenth {
			row = 0
			continue
		}
		row++
		most = max(most, row)
	}
	return most
}

// A pause of longest_pause, begun at any moment, fails fewer checks in a row
// than the threshold; one second more than the checks can bear may fail it.
func TestHealthCheck_keepsItsPromise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, f := drawProfile(t)
		if !f.balanced {
			t.Skip("nothing is checked")
		}
		s, err := shutdown.Compute(p)
		if err != nil {
			t.Skip(err)
		}
		h := *s.HealthCheck
		worst := 0
		for phase := range h.Interval * 10 {
			if got := failures(h, phase, *p.LongestPause*10); got >= h.UnhealthyThreshold {
				t.Fatalf("longest_pause %d begun %d tenths after a check fails %d of %d checks: %+v", *p.LongestPause, phase, got, h.UnhealthyThreshold, h)
			}
			worst = max(worst, failures(h, phase, ((h.UnhealthyThreshold-1)*h.Interval+h.Timeout+1)*10))
		}
		if worst < h.UnhealthyThreshold {
			t.Fatalf("a pause of (U−1)·I + T + 1 s fails only %d checks of %+v", worst, h)
		}
		if h.Timeout <= *p.HealthTime {
			t.Fatalf("timeout %d does not allow health_time %d", h.Timeout, *p.HealthTime)
		}
		// The least: one check fewer, or a shorter interval with the most checks,
		// would not bear it.
		if h.UnhealthyThreshold > 2 && (h.UnhealthyThreshold-2)*h.Interval+h.Timeout > *p.LongestPause && h.Interval <= max(5, h.Timeout+1) {
			t.Fatalf("%+v is not the least threshold for a pause of %d", h, *p.LongestPause)
		}
	})
}
