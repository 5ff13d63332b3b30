package verdict_test

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

func TestBusy_Overload(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		busy verdict.Busy
		want bool
	}{
		"all busy, half with the drill":      {verdict.Busy{Processors: 2, All: 2, Drill: 1, Thread: 0.5}, true},
		"just all, just the drill":           {verdict.Busy{Processors: 2, All: 1.9, Drill: 0.7}, true},
		"not quite all":                      {verdict.Busy{Processors: 2, All: 1.89, Drill: 1, Thread: 0.94}, false},
		"with other programs":                {verdict.Busy{Processors: 2, All: 2, Drill: 0.69, Thread: 0.3}, false},
		"with the app":                       {verdict.Busy{Processors: 2, All: 2, Drill: 0.1, Thread: 1}, false},
		"one thread of the app, by the load": {verdict.Busy{Processors: 16, All: 2.5, Drill: 0.7, Thread: 0.95}, true},
		"not quite the thread":               {verdict.Busy{Processors: 16, All: 2.5, Drill: 0.7, Thread: 0.94}, false},
		"one thread, little load":            {verdict.Busy{Processors: 16, All: 2.5, Drill: 0.69, Thread: 1}, false},
		"idle":                               {verdict.Busy{Processors: 2, All: 0.2, Drill: 0.1}, false},
	} {
		if got := tt.busy.Overload(); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// What was lost under a load that the machine does not bear is not the app's
// fault, and what held under it holds.
func TestJudge_overload(t *testing.T) {
	t.Parallel()
	over := &verdict.Busy{Processors: 2, All: 2, Drill: 1.3, Thread: 0.7}
	for name, tt := range map[string]struct {
		busy *verdict.Busy
		lost bool
		want verdict.Verdict
	}{
		"lost":              {over, true, verdict.NotJudged},
		"nothing lost":      {over, false, verdict.Held},
		"lost, other load":  {&verdict.Busy{Processors: 2, All: 2, Drill: 0.1}, true, verdict.NotHeld},
		"lost, not told":    {nil, true, verdict.NotHeld},
		"not lost, no load": {nil, false, verdict.Held},
	} {
		r := flawless()
		r.Machine = verdict.Machine{Busy: tt.busy, Bears: s(second), Hides: s(second)}
		if tt.lost {
			lose(&r, verdict.Cut, 2*second, 2*second)
		}
		got := judge(r)
		if got.Verdict != tt.want || got.OK != (tt.want == verdict.Held) {
			t.Errorf("%s: %s, OK %v, want %s", name, got.Verdict, got.OK, tt.want)
		}
		said := strings.Contains(report.DrillText(got), "2.0 of 2 processors were busy for half a second, 1.3 of them with the drill itself and 0.7 with one thread of the app")
		if said != (tt.want == verdict.NotJudged) {
			t.Errorf("%s: the report says it: %v\n%s", name, said, report.DrillText(got))
		}
	}
}
