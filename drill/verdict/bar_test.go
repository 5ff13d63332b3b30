package verdict_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// A request that is cut is plotted when it is cut, and one that is answered when
// it was sent.
func TestJudge_bars(t *testing.T) {
	t.Parallel()
	r := flawless()
	r.Exchanges = []verdict.Exchange{
		{Start: 500 * ms, End: 3500 * ms, Outcome: verdict.Answered, Task: verdict.OldTask},
		{Start: 500 * ms, End: 2700 * ms, Outcome: verdict.Cut, Task: verdict.OldTask},
		{Start: 3500 * ms, End: 9 * second, Outcome: verdict.Failed, Task: verdict.OldTask}, // After the load had ended.
	}
	type bar struct {
		answered bool
		from     time.Duration
	}
	var got []bar
	bars := judge(r).Bars
	for _, b := range bars {
		for range b.Sent {
			got = append(got, bar{b.Answered > 0, b.From})
		}
	}
	want := []bar{{true, -500 * ms}, {false, 1500 * ms}, {false, bars[len(bars)-1].From}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(bar{})); diff != "" {
		t.Errorf("bars of %s (-want +got):\n%s", bars[0].Width, diff)
	}
}
