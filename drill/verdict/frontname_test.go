package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// The app is another container than the front: no finding on the front calls it so,
// and each has its name once.
func TestJudge_namesOfAFront(t *testing.T) {
	t.Parallel()
	const name = "the front proxy"
	kill := func(r *verdict.Recording) { r.Killed, r.Exit.Code = r.Exit.At, 137 }
	for what, tt := range map[string]struct {
		rule   string
		change func(*verdict.Recording)
	}{
		"a shell":          {verdict.ShellWithoutExec, func(r *verdict.Recording) { kill(r); r.Process.Shell, r.Process.Child = "sh", "nginx" }},
		"a shell of tini":  {verdict.ShellWithoutExec, func(r *verdict.Recording) { kill(r); r.Process.Shell, r.Process.Init = "sh", "tini" }},
		"a leak":           {verdict.LeaksWorker, func(r *verdict.Recording) { r.Process.Leaked = []string{"worker"} }},
		"a deadline":       {verdict.DeadlineTie, func(r *verdict.Recording) { r.ToldDeadline = new(s(4 * second)) }},
		"a foreign kill":   {verdict.ForeignKill, func(r *verdict.Recording) { r.Exit.Code = 137 }},
		"a closed port":    {verdict.ClosesListener, func(r *verdict.Recording) { probes(r, 503, r.Signalled) }},
		"a cleanup":        {verdict.HangsInCleanup, kill},
		"no handler":       {verdict.IgnoresSignal, func(r *verdict.Recording) { kill(r); probes(r, 200, time.Hour) }},
		"of graceful exec": {verdict.IgnoresSignal, func(r *verdict.Recording) { kill(r); probes(r, 200, time.Hour); r.Process.Init = verdict.GracefulExec }},
		"a status":         {verdict.BadStatus, func(r *verdict.Recording) { r.Exit.Code = 1 }},
		"an early end":     {verdict.EndedEarly, func(r *verdict.Recording) { r.Signalled, r.Exit.At = verdict.Never, 500*time.Millisecond }},
	} {
		r := wholeTask()
		tt.change(&r)
		c := &r.Containers[0]
		c.Signalled, c.Killed, c.Exit, c.Process = r.Signalled, r.Killed, r.Exit, r.Process
		found := false
		for _, f := range judge(r).Findings {
			found = found || f.Rule == tt.rule
			if strings.Contains(f.Message, "the app") || strings.Contains(f.Fix, "the app") || strings.Count(f.Message, name) != 1 {
				t.Errorf("%s: %s: %s\n   way out: %s", what, f.Rule, f.Message, f.Fix)
			}
		}
		if !found {
			t.Errorf("%s: no finding %s: %v", what, tt.rule, rules(judge(r)))
		}
	}
}
