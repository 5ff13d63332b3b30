package drill_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// gracefulExec is the path of the init.
var gracefulExec = built(filepath.Join("..", "cmd", "graceful-exec"))

// Behind graceful exec a good app holds, and so it does behind a shell that
// waits for it when the signals go to the whole group.
func TestRun_gracefulExec(t *testing.T) {
	t.Parallel()
	for name, command := range map[string][]string{
		"alone":           {gracefulExec(t), "--quiet", "--", os.Args[0]},
		"shell and group": {gracefulExec(t), "--quiet", "--group", "--", "sh", "-c", `trap "" TERM; ` + os.Args[0] + "; true"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plan(good, shutdown.Concurrent)
			p.Command = command
			r := play(t, p)
			if !r.OK || r.Lost() > 0 || r.Exit.Killed {
				t.Errorf("a good app did not hold:\n%s", report.DrillText(r))
			}
			// All that can be found is what the init itself does: it holds the
			// signal back, so the app cannot know of the stop.
			if slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool {
				return f.Rule != verdict.HealthyStopping || !strings.Contains(f.Fix, "graceful exec")
			}) {
				t.Errorf("want no finding but %s, with a way out that is possible behind it:\n%s", verdict.HealthyStopping, report.DrillText(r))
			}
		})
	}
}
