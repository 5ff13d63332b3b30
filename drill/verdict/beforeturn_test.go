package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A container that goes by itself a moment before its turn has seen the others go;
// one that is killed, as by the kernel when memory runs out, or crashes has not, and
// has not flushed anything either.
func TestJudge_endsJustBeforeItsTurn(t *testing.T) {
	t.Parallel()
	const trace = "panic: no\n\ngoroutine 1 [running]:\n"
	for name, tt := range map[string]struct {
		before time.Duration
		exit   verdict.Exit
		output string
		rules  string
		says   string
	}{
		"in order":                {200 * time.Millisecond, verdict.Exit{}, "", "", ""},
		"with a status":           {200 * time.Millisecond, verdict.Exit{Code: 1}, "", "exit-status", "ends with status 1"},
		"in order, long before":   {verdict.Grace + time.Millisecond, verdict.Exit{}, "", "ends-before-its-turn!", "ends 0.301 s before its turn"},
		"killed":                  {200 * time.Millisecond, verdict.Exit{Code: 137, Signal: "SIGKILL"}, "", "ends-before-its-turn!", "is killed 0.2 s before its turn to stop, with status 137, SIGKILL: something killed it, such as the kernel when memory ran out"},
		"killed behind an init":   {time.Millisecond, verdict.Exit{Code: 137}, "", "ends-before-its-turn!", "is killed 0.001 s before its turn"},
		"killed at its turn":      {0, verdict.Exit{Code: 137}, "", "container-killed!", "is killed by SIGKILL 0 s after its own SIGTERM"},
		"panicked":                {200 * time.Millisecond, verdict.Exit{Code: 2}, trace, "ends-before-its-turn!", "crashes by a panic of Go 0.2 s before its turn to stop, with status 2"},
		"panicked at its turn":    {0, verdict.Exit{Code: 2}, trace, "crashes-while-stopping!", "by a panic of Go 0 s after its own signal"},
		"by a fault":              {time.Millisecond, verdict.Exit{Code: 139, Signal: "SIGSEGV"}, "", "ends-before-its-turn!", "crashes by SIGSEGV 0.001 s before its turn"},
		"by its own signal":       {200 * time.Millisecond, verdict.Exit{Code: 143, Signal: "SIGTERM"}, "", "exit-status", "ends with status 143"},
		"a status without traces": {200 * time.Millisecond, verdict.Exit{Code: 2}, "", "exit-status", "ends with status 2"},
	} {
		for i := range wholeTask().Containers {
			if i == 0 {
				continue // The front's turn is the stop itself.
			}
			r := wholeTask()
			c := &r.Containers[i]
			c.Exit, c.Process.Output = tt.exit, tt.output
			c.Exit.Known, c.Exit.At = true, c.Signalled-tt.before
			got := judge(r)
			if diff := cmp.Diff(tt.rules, strings.Join(rules(got), " ")); diff != "" {
				t.Errorf("%s, %s: findings (-want +got):\n%s\n%s", c.Name, name, diff, report.DrillText(got))
				continue
			}
			if len(got.Findings) > 0 && !strings.Contains(got.Findings[0].Message, tt.says) {
				t.Errorf("%s, %s: %q does not say %q", c.Name, name, got.Findings[0].Message, tt.says)
			}
			if got.OK == strings.Contains(tt.rules, "!") {
				t.Errorf("%s, %s: OK = %v", c.Name, name, got.OK)
			}
		}
	}
}

// An app that was killed has not run its cleanup, whether it was told to stop or not.
func TestJudge_guaranteeOfAnAppKilledBeforeItsTurn(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]int{"killed": 137, "gone by itself": 0} {
		r := wholeTask()
		c := &r.Containers[1]
		c.Exit = verdict.Exit{At: c.Signalled - 200*time.Millisecond, Known: true, Code: code}
		for _, g := range judge(r).Guarantees {
			if g.Kept == shutdown.KeptAll && g.Held == (code != 0) {
				t.Errorf("%s: %s is held: %v: %s", name, g.Cause, g.Held, g.Because)
			}
		}
	}
}
