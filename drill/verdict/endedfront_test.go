package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// endedFront is a whole task whose front went before anybody was told to stop.
func endedFront() verdict.Recording {
	r := wholeTask()
	r.Signalled, r.Deregistered, r.LastRouted, r.Expired = verdict.Never, verdict.Never, verdict.Never, verdict.Never
	r.Exit.At, r.Exit.Code = 500*time.Millisecond, 1
	for i := range r.Containers {
		r.Containers[i].Signalled, r.Containers[i].Exit = verdict.Never, verdict.Exit{At: verdict.Never}
	}
	r.Containers[0].Exit = r.Exit
	return r
}

// A front that ends before the stop has had no signal, and its track is as long as
// it ran.
func TestReport_endedFront(t *testing.T) {
	t.Parallel()
	got := judge(endedFront())
	if got.OK || got.Findings[0].Rule != verdict.EndedEarly {
		t.Errorf("findings %v", rules(got))
	}
	text := strings.Join(strings.Fields(report.DrillText(got)), " ")
	for _, want := range []string{"the front proxy ended before the stop signal: 1", "proxy front SIGQUIT – – 4 s 1, before it was told to stop", "logs sidecar SIGTERM – – 2 s its turn never came"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text does not have %q:\n%s", want, text)
		}
	}
	// The plot is 872 pixels wide and shows 4.5 seconds.
	svg := report.DrillSVG([]verdict.Result{got})
	for width, n := range map[string]int{`width="96.9" height="14" class="runs"`: 1, `width="872" height="14" class="runs"`: 3} {
		if strings.Count(svg, width) != n {
			t.Errorf("%d tracks have %s, want %d", strings.Count(svg, width), width, n)
		}
	}
}
