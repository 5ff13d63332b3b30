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

// A kill that the drill did not send is one all the same. At the app's own
// deadline, 3 s after the signal at 1 s, it is told as one at the stop timeout
// would be, and elsewhere as what it is.
func TestJudge_killedByAnother(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	deaf := func(r *verdict.Recording) { probes(r, 200, time.Hour) }
	inFlight := func(r *verdict.Recording) {
		r.Exchanges = append(r.Exchanges, verdict.Exchange{Start: 2 * second, End: 4 * second, Asked: second, Task: verdict.OldTask, Outcome: verdict.Cut})
	}
	tests := map[string]struct {
		at     time.Duration // of the exit
		change func(r *verdict.Recording)
		want   []string // a fault has an exclamation mark
		text   string   // of the exit
		killed bool
	}{
		"ignores the signal":      {4*second + 10*ms, deaf, []string{verdict.IgnoresSignal + "!"}, "own deadline of 3 s, at which something like graceful exec kills", true},
		"ignores it, graceful":    {4*second + 10*ms, func(r *verdict.Recording) { deaf(r); r.Process.Init = "graceful exec" }, []string{verdict.IgnoresSignal + "!"}, "own deadline of 3 s, at which graceful exec kills", true},
		"hangs":                   {4*second + 10*ms, add(), []string{verdict.HangsInCleanup + "!"}, "own deadline", true},
		"with requests in flight": {4*second + 10*ms, inFlight, []string{verdict.DrainUnbounded + "!"}, "own deadline", true},
		"as early as it may":      {3700 * ms, add(), []string{verdict.HangsInCleanup + "!"}, "own deadline", true},
		"earlier":                 {3699 * ms, add(), []string{verdict.ForeignKill + "!"}, "memory ran out", true},
		"as late as it may":       {5 * second, add(), []string{verdict.HangsInCleanup + "!"}, "own deadline", true},
		"later":                   {5*second + ms, add(), []string{verdict.ForeignKill + "!"}, "memory ran out", true},
		"no deadline was told":    {4 * second, func(r *verdict.Recording) { r.ToldDeadline = nil }, []string{verdict.ForeignKill + "!"}, "memory ran out", true},
		"early, behind an init":   {2 * second, func(r *verdict.Recording) { r.Process.Init = "tini" }, []string{verdict.ForeignKill + "!"}, "such as tini at another deadline", true},
		"early, listener and all": {second + 100*ms, func(r *verdict.Recording) {
			probes(r, 200, second+50*ms)
			lose(r, verdict.Refused, second+200*ms, 2*second)
		}, []string{verdict.ForeignKill + "!"}, "memory ran out", true},
		"seen dead before it went": {4*second + 60*ms, func(r *verdict.Recording) {
			deaf(r)
			r.Probes = append(r.Probes, verdict.Probe{At: 4*second + 10*ms, Refused: true})
		}, []string{verdict.IgnoresSignal + "!"}, "own deadline", true},
		"status 138":        {4 * second, func(r *verdict.Recording) { r.Exit.Code = 138 }, []string{verdict.BadStatus}, "138", false},
		"status unknown":    {4 * second, func(r *verdict.Recording) { r.Exit.Known = false }, nil, "its own parent only", false},
		"before the signal": {900 * ms, func(r *verdict.Recording) { r.Signalled = -1 }, []string{verdict.EndedEarly + "!"}, "memory ran out", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := flawless()
			r.Exit = verdict.Exit{At: tt.at, Known: true, Code: 137}
			tt.change(&r)
			got := judge(r)
			if diff := cmp.Diff(tt.want, rules(got)); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%s", diff, report.DrillText(got))
			}
			if got.Exit.Killed != tt.killed || !strings.Contains(got.Exit.Text, tt.text) {
				t.Errorf("killed %v, want %v; exit %q, want %q", got.Exit.Killed, tt.killed, got.Exit.Text, tt.text)
			}
			because := ""
			for _, h := range got.Guarantees {
				if h.Cause == shutdown.StopTask {
					because = h.Because
				}
			}
			if got := strings.Contains(because, "the app was killed, so its cleanup is not sure to have run"); got != tt.killed {
				t.Errorf("the guarantee was broken by the kill: %v, want %v: %s", got, tt.killed, because)
			}
		})
	}
}

// Behind an init the way out is one that is possible there.
func TestJudge_waysOutBehindAnInit(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	shell := func(init string) func(*verdict.Recording) {
		return func(r *verdict.Recording) { r.Process = verdict.ProcessFacts{Init: init, Shell: "sh", Child: "app"} }
	}
	healthyUntil := func(at time.Duration, init string) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			probes(r, 200, at)
			r.Process.Init = init
		}
	}
	for name, tt := range map[string]struct {
		change func(r *verdict.Recording)
		rule   string
		fix    string
	}{
		"a shell":                            {shell(""), verdict.ShellWithoutExec, `put "graceful exec --group --" in front`},
		"a shell behind graceful exec":       {shell("graceful exec"), verdict.ShellWithoutExec, "give graceful exec the option --group"},
		"a shell behind tini":                {shell("tini"), verdict.ShellWithoutExec, "have tini run the app without a shell"},
		"health":                             {healthyUntil(2*second, ""), verdict.HealthyStopping, "answer 503"},
		"health behind tini":                 {healthyUntil(2*second, "tini"), verdict.HealthyStopping, "answer 503"},
		"health behind graceful exec":        {healthyUntil(2*second, "graceful exec"), verdict.HealthyStopping, "none behind graceful exec"},
		"health, as long as it holds":        {healthyUntil(2300*ms, "graceful exec"), verdict.HealthyStopping, "none behind graceful exec"},
		"health, when the app has been told": {healthyUntil(2400*ms, "graceful exec"), verdict.HealthyStopping, "answer 503"},
	} {
		r := flawless()
		tt.change(&r)
		got := ""
		for _, f := range judge(r).Findings {
			if f.Rule == tt.rule {
				got = f.Fix
			}
		}
		if !strings.Contains(got, tt.fix) {
			t.Errorf("%s: the way out of %s is %q, want %q", name, tt.rule, got, tt.fix)
		}
	}
}
