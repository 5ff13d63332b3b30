package drill_test

import (
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// How many requests a second a machine can send is for "make bench". That the
// load goes on while the app stops is seen at a rate that any machine has.
func TestLoad_keepsItsRateWhileTheAppStops(t *testing.T) {
	t.Parallel()
	r := play(t, plan(good, shutdown.Concurrent))
	if !r.Load.Kept || !r.OK {
		t.Errorf("100 requests a second were not kept by a machine that was in time:\n%s", drill.Text(r))
	}
}

func TestLoad_saysWhenItCannot(t *testing.T) {
	t.Parallel()
	p := plan(good, shutdown.Concurrent)
	p.Rate, p.Warmup = 1_000_000, 200*time.Millisecond
	r, err := byItself(p)
	if err != nil {
		t.Fatal(err)
	}
	if r.Load.Kept {
		t.Errorf("a million requests a second were kept: %+v", r.Load)
	}
	for _, f := range r.Findings {
		// A machine that the load itself keeps busy is too late for a verdict.
		if f.Rule == drill.RateNotKept || f.Rule == drill.MachineLate {
			return
		}
	}
	t.Errorf("no finding %s or %s:\n%s", drill.RateNotKept, drill.MachineLate, drill.Text(r))
}
