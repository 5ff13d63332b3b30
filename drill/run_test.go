package drill_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// brief is a profile whose stop takes seconds.
func brief() shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(1), Propagation: new(1), Cleanup: new(1), Margin: new(1)}
}

// plan drills the app of this test binary in a mode.
func plan(mode string, path shutdown.StopPath) drill.Plan {
	return drill.Plan{Profile: brief(), Path: path, Command: []string{os.Args[0]}, Environment: []string{modeVariable + "=" + mode},
		Rate: 100, Warmup: 500 * time.Millisecond}
}

// play runs a drill and fails the test when it cannot be played or judged.
func play(t *testing.T, p drill.Plan) verdict.Result {
	t.Helper()
	r, err := judged(p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRun_goodAppLosesNothing(t *testing.T) {
	t.Parallel()
	for _, path := range []shutdown.StopPath{shutdown.Drained, shutdown.Concurrent} {
		t.Run(string(path), func(t *testing.T) {
			t.Parallel()
			r := play(t, plan(good, path))
			if !r.OK || r.Lost() > 0 {
				t.Errorf("a good app did not hold:\n%s", report.DrillText(r))
			}
			if r.Answered-r.ByReplacement < 50 || r.ByReplacement < 50 {
				t.Errorf("old task answered %d and the replacement %d, want both to have worked", r.Answered-r.ByReplacement, r.ByReplacement)
			}
			if r.LongestSurvived == nil || r.LongestSurvived.Float() < 0.75 {
				t.Errorf("longest survived = %v, want one of the longest requests in flight during the stop", r.LongestSurvived)
			}
			if r.Health.Unready == nil || r.Health.Code != 503 {
				t.Errorf("health = %+v, want 503 to be seen", r.Health)
			}
		})
	}
}

// TestRun_front: with a front the command is the front, which has the delay and
// the drain; the app's own are 0, and would find nothing wrong.
func TestRun_front(t *testing.T) {
	t.Parallel()
	behind := func(mode string) drill.Plan {
		p := plan(mode, shutdown.Concurrent)
		p.Profile.Front = &shutdown.Front{Name: "proxy"}
		return p
	}
	r := play(t, behind(good))
	if second := verdict.Seconds(time.Second); !r.OK || r.Lost() > 0 || r.Times.Delay != second || r.Times.Drain != second || r.Times.Cleanup != 0 || r.Times.StopTimeout != 3*second {
		t.Errorf("times %+v:\n%s", r.Times, report.DrillText(r))
	}
	if r := play(t, behind(closesListener)); r.OK || !slices.Contains(rules(r), verdict.ClosesListener+"!") {
		t.Errorf("a front that closes its listener has findings %v:\n%s", rules(r), report.DrillText(r))
	}
}

// planted is a fault that is planted on purpose, and how the drill must name it.
type planted struct {
	plan  drill.Plan
	rule  string
	words string
	// noticed says that the drill fails by it.
	noticed bool
}

func plantedFaults(t *testing.T) map[string]planted {
	t.Helper()
	exec := func(p *drill.Plan) {
		p.Command = append([]string{gracefulExec(t), "--quiet", "--"}, p.Command...)
	}
	concurrent := func(mode string) drill.Plan { return plan(mode, shutdown.Concurrent) }
	with := func(p drill.Plan, change func(*drill.Plan)) drill.Plan { change(&p); return p }
	shell := func(p *drill.Plan) { p.Command = []string{"sh", "-c", os.Args[0] + "; true"} }
	plain := func(p *drill.Plan) { p.Plain = true }
	return map[string]planted{
		"ignores the signal":        {concurrent(ignoresSignal), verdict.IgnoresSignal, "killed by SIGKILL at the stop timeout", true},
		"exits at once":             {concurrent(exitsAtOnce), verdict.ExitsAtOnce, "exits at once on the signal", true},
		"closes its listener":       {concurrent(closesListener), verdict.ClosesListener, "closes its listener before the delay", true},
		"health 200":                {concurrent(healthy), verdict.HealthyStopping, "answers health 200 while stopping", false},
		"leaks a worker":            {concurrent(leaksWorker), verdict.LeaksWorker, "leaks a worker", true},
		"leaks a worker, not PID 1": {with(concurrent(leaksWorker), plain), verdict.LeaksWorker, "leaks a worker", true},
		"hangs in a closer":         {concurrent(hangsInCloser), verdict.HangsInCleanup, "hangs in cleanup", true},
		"sh -c":                     {with(concurrent(good), shell), verdict.ShellWithoutExec, "without exec", true},
		"sh -c, not PID 1":          {with(with(concurrent(good), shell), plain), verdict.ShellWithoutExec, "without exec", true},
		"deadline tie": {with(concurrent(good), func(p *drill.Plan) { p.Environment = append(p.Environment, "SHUTDOWN_DEADLINE_SECONDS=4") }),
			verdict.DeadlineTie, "deadline equal to the stop timeout", true},
		"endless drain":   {concurrent(endlessDrain), verdict.DrainUnbounded, "has no bound", true},
		"short drain":     {concurrent(shortDrain), verdict.DropsInFlight, "in flight", true},
		"refuses work":    {concurrent(refusesWork), verdict.RefusesWork, "500 or more", true},
		"crashes":         {plan(crashes, shutdown.Drained), verdict.EndedEarly, "before the stop signal", true},
		"panics":          {concurrent(panics), verdict.Crashes, "it ends by a panic of Go", true},
		"status 4":        {concurrent(failsStatus), verdict.BadStatus, "status 4", false},
		"answers at once": {concurrent(hasty), verdict.AnswersTooSoon, "nothing was in flight for long: the longest request was to take 0.8 s", false},
		"answers 404":     {concurrent(forgetful), verdict.SkipsWork, "with a status such as 404, as none of", true},

		"ignores the signal, graceful exec": {with(concurrent(ignoresSignal), exec), verdict.IgnoresSignal, "at its own deadline of 3 s", true},
		"hangs in a closer, graceful exec":  {with(concurrent(hangsInCloser), exec), verdict.HangsInCleanup, "at its own deadline of 3 s", true},
		"hangs, graceful exec, not PID 1":   {with(with(concurrent(hangsInCloser), exec), plain), verdict.HangsInCleanup, "at its own deadline of 3 s", true},
		"sh -c, graceful exec":              {with(with(concurrent(good), shell), exec), verdict.ShellWithoutExec, "without exec", true},
		"sh -c, graceful exec, not PID 1":   {with(with(with(concurrent(good), shell), exec), plain), verdict.ShellWithoutExec, "without exec", true},
	}
}

func TestRun_namesPlantedFaults(t *testing.T) {
	t.Parallel()
	playPlanted(t, plantedFaults(t), nil)
}

// playPlanted plays every fault and wants it to be named, and the drill to fail
// by it or not. More, if set, looks at each report too.
func playPlanted(t *testing.T, faults map[string]planted, more func(name, text string)) {
	t.Helper()
	var all sync.WaitGroup
	for name, tt := range faults {
		all.Go(func() {
			r, err := judged(tt.plan)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			named := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool {
				return f.Rule == tt.rule && strings.Contains(f.Message, tt.words)
			})
			if !named || r.OK == tt.noticed {
				t.Errorf("%s: OK = %v, want %v and a finding %s with %q:\n%s", name, r.OK, !tt.noticed, tt.rule, tt.words, report.DrillText(r))
			}
			if more != nil {
				more(name, report.DrillText(r))
			}
		})
	}
	all.Wait()
}

// A Network Load Balancer does not cut flows at its deregistration delay.
func TestRun_nlbCutsNothing(t *testing.T) {
	t.Parallel()
	p := plan(endlessDrain, shutdown.Concurrent)
	p.Profile.LoadBalancer = shutdown.NLB
	r := play(t, p)
	if r.CutAtDelay != 0 || !r.Exit.Killed {
		t.Errorf("%d requests cut at the delay, killed %v: want flows left alone until the kill\n%s", r.CutAtDelay, r.Exit.Killed, report.DrillText(r))
	}
	for _, e := range r.Events {
		if e.Name == verdict.EventExpired {
			t.Errorf("an event tells of a cut: %+v", e)
		}
	}
}
