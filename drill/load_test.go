package drill_test

import (
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// How many requests a second a machine can send is for "make bench". That the
// load goes on while the app stops is seen at a rate that any machine has.
func TestLoad_keepsItsRateWhileTheAppStops(t *testing.T) {
	t.Parallel()
	r := play(t, plan(good, shutdown.Concurrent))
	if !r.Load.Kept || !r.OK {
		t.Errorf("100 requests a second were not kept by a machine that was in time:\n%s", report.DrillText(r))
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
		if f.Rule == verdict.RateNotKept || f.Rule == verdict.MachineLate {
			return
		}
	}
	t.Errorf("no finding %s or %s:\n%s", verdict.RateNotKept, verdict.MachineLate, report.DrillText(r))
}
