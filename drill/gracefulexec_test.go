package drill_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// built says that there is something to remove.
var built atomic.Bool

// buildGracefulExec builds the init once for all tests; TestMain removes it.
var buildGracefulExec = sync.OnceValues(func() (string, error) {
	built.Store(true)
	dir, err := os.MkdirTemp("", "graceful-exec-*")
	if err != nil {
		return "", err
	}
	if out, err := exec.Command("go", "build", "-o", dir, "../cmd/graceful-exec").CombinedOutput(); err != nil {
		return dir, fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

// gracefulExec is the path of the init.
func gracefulExec(t *testing.T) string {
	t.Helper()
	dir, err := buildGracefulExec()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "graceful-exec")
}

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
				t.Errorf("a good app did not hold:\n%s", drill.Text(r))
			}
			// All that can be found is what the init itself does: it holds the
			// signal back, so the app cannot know of the stop.
			if slices.ContainsFunc(r.Findings, func(f drill.Finding) bool {
				return f.Rule != drill.HealthyStopping || !strings.Contains(f.Fix, "graceful exec")
			}) {
				t.Errorf("want no finding but %s, with a way out that is possible behind it:\n%s", drill.HealthyStopping, drill.Text(r))
			}
		})
	}
}
