package drill_test

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A load that the machine does not bear is not blamed on the app.
func TestRun_overload(t *testing.T) {
	t.Parallel()
	p := plan(good, shutdown.Concurrent)
	p.Rate = 20_000
	r, err := byItself(p)
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict == verdict.NotHeld {
		t.Errorf("%s:\n%s", r.Verdict, report.DrillText(r))
	}
	if r.Machine.Busy == nil || r.Machine.Busy.Drill < 0.1 {
		t.Errorf("%+v: want the drill's own part to be seen", r.Machine.Busy)
	}
}
