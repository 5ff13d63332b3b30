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

// ECS then stops the others at once, and how they go is judged as in any stop.
func TestJudge_othersOfAnEndedFront(t *testing.T) {
	t.Parallel()
	const app, logs = 1, 3
	for name, tt := range map[string]struct {
		change func(r *verdict.Recording)
		rules  string
	}{
		"in order": {func(*verdict.Recording) {}, "ended-before-signal!"},
		"an app that is killed": {func(r *verdict.Recording) {
			c := &r.Containers[app]
			c.Killed, c.Exit.Code = c.Exit.At, 137
		}, "ended-before-signal! container-killed!"},
		"an app that crashed before it": {func(r *verdict.Recording) {
			c := &r.Containers[app]
			c.Exit = verdict.Exit{At: 490 * time.Millisecond, Known: true, Code: 139, Signal: "SIGSEGV"}
		}, "ends-before-its-turn! ended-before-signal!"},
		"a sidecar whose turn never came": {func(r *verdict.Recording) {
			c := &r.Containers[logs]
			c.Signalled, c.Exit = verdict.Never, verdict.Exit{At: verdict.Never}
		}, "ended-before-signal!"},
	} {
		r := endedFront()
		at := r.Exit.At
		for i := range r.Containers {
			if c := &r.Containers[i]; i > 0 {
				c.Signalled = at
				at += 100 * time.Millisecond
				c.Exit = verdict.Exit{At: at, Known: true}
			}
		}
		tt.change(&r)
		if got := strings.Join(rules(judge(r)), " "); got != tt.rules {
			t.Errorf("%s: findings %s, want %s", name, got, tt.rules)
		}
	}
}
