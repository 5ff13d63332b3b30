package drill_test

import (
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A busy machine may be too slow for a while, so the rate has three tries; a
// drill that cannot keep it at all fails every time.
func TestLoad_keepsItsRateWhileTheAppStops(t *testing.T) {
	var last drill.Result
	for range 3 {
		p := plan(good, shutdown.Concurrent)
		p.Rate = fullRate
		last = play(t, p)
		if last.Load.Kept && last.OK {
			return
		}
	}
	t.Errorf("%d requests a second were never kept:\n%s", fullRate, drill.Text(last))
}

func TestLoad_saysWhenItCannot(t *testing.T) {
	t.Parallel()
	p := plan(good, shutdown.Concurrent)
	p.Rate, p.Warmup = 1_000_000, 200*time.Millisecond
	r := play(t, p)
	if r.Load.Kept {
		t.Errorf("a million requests a second were kept: %+v", r.Load)
	}
	for _, f := range r.Findings {
		if f.Rule == drill.RateNotKept {
			return
		}
	}
	t.Errorf("no finding %s:\n%s", drill.RateNotKept, drill.Text(r))
}
