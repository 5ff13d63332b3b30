package drill_test

import (
	"os"
	"slices"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A worker that hides its messages no more when its profile has heartbeats gets
// that for the cause, and not what comes of it. Here messages of 4 s are hidden for 3.
func TestRun_workerWithoutHeartbeat(t *testing.T) {
	t.Parallel()
	p := shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(20), Heartbeat: new(5), Cleanup: new(5), Margin: new(5)}
	r := play(t, drill.Plan{Profile: p, Path: shutdown.Concurrent, Scale: 5, Command: []string{os.Args[0]}, Environment: []string{modeVariable + "=" + goodWorker}, Rate: 2})
	if got := rules(r); r.OK || !slices.Contains(got, verdict.MissesHeartbeat+"!") || slices.Contains(got, verdict.DropsMessage+"!") || slices.Contains(got, verdict.LosesMessage+"!") {
		t.Errorf("OK = %v, findings %v:\n%s", r.OK, got, report.DrillText(r))
	}
}
