package shutdown_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// signalled are the causes that send a signal.
var signalled = []shutdown.Cause{shutdown.Deployment, shutdown.ScaleIn, shutdown.AZRebalance, shutdown.Unhealthy,
	shutdown.Retirement, shutdown.StopTask, shutdown.SpotInterruption}

func TestCompute_acceptedByAWS(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, f, s := drawSound(t)
		within := func(name string, v, low, high int) {
			if v < low || v > high {
				t.Errorf("%s = %d, AWS takes %d to %d", name, v, low, high)
			}
		}
		within("stop_timeout", s.StopTimeout, 2, 120)
		for _, e := range s.SidecarStopTimeouts {
			within("sidecar "+e.Key, e.Value, 2, 120)
		}
		if f.front {
			within("front_settings.stop_timeout", s.FrontSettings.StopTimeout, 2, 120)
		}
		within("container_start_period", s.ContainerStartPeriod, 0, 300)
		if f.balanced {
			within("deregistration_delay", *s.DeregistrationDelay, 0, 3600)
			h := s.HealthCheck
			within("interval", h.Interval, 5, 300)
			within("timeout", h.Timeout, 2, min(120, h.Interval-1))
			within("healthy_threshold", h.HealthyThreshold, 2, 10)
			within("unhealthy_threshold", h.UnhealthyThreshold, 2, 10)
			within("grace_period", h.GracePeriod, 0, 2147483647)
			if s.ConnectionTermination == nil { // an ALB
				within("idle_timeout", *s.IdleTimeout, 1, 4000)
			} else {
				within("idle_timeout", *s.IdleTimeout, 60, 6000)
			}
		} else if s.DeregistrationDelay != nil || s.HealthCheck != nil || s.IdleTimeout != nil || s.KeepAliveTimeout != nil {
			t.Error("settings of a load balancer without one")
		}
		within("minimum_healthy_percent", s.Deployment.MinimumHealthyPercent, 0, 100)
		within("maximum_percent", s.Deployment.MaximumPercent, 100, 200)
		if m := s.TaskProtectionMinutes; m != nil {
			within("task_protection_minutes", *m, 1, 2880)
		}
		if v := s.VisibilityTimeout; v != nil {
			within("visibility_timeout", *v, 0, 43200)
		}
	})
}

func TestCompute_phasesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, f, s := drawSound(t)
		if s.ShutdownDeadline+f.margin > s.StopTimeout || s.StopTimeout > 120 {
			t.Errorf("deadline %d + margin %d ≤ stop_timeout %d ≤ 120 does not hold", s.ShutdownDeadline, f.margin, s.StopTimeout)
		}
		if s.ShutdownDelay+s.DrainTimeout+s.CleanupTimeout != s.ShutdownDeadline {
			t.Errorf("delay %d + drain %d + cleanup %d ≠ deadline %d", s.ShutdownDelay, s.DrainTimeout, s.CleanupTimeout, s.ShutdownDeadline)
		}
		if r := s.FrontSettings; f.front && (r.ShutdownDelay+r.DrainTimeout != r.ShutdownDeadline || r.ShutdownDeadline+f.margin > r.StopTimeout || r.StopTimeout > 120) {
			t.Errorf("the front's delay %d + drain %d = deadline %d, + margin %d ≤ stop timeout %d ≤ 120 does not hold", r.ShutdownDelay, r.DrainTimeout, r.ShutdownDeadline, f.margin, r.StopTimeout)
		}
		if f.balanced && *s.DeregistrationDelay < f.propagation+f.lasts() {
			t.Errorf("deregistration_delay %d < propagation %d + %d", *s.DeregistrationDelay, f.propagation, f.lasts())
		}
	})
}

// Every verdict is put to the judge: what is promised survives, and what is
// "up to" is no less than it could be.
func TestCompute_verdictsHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, f, s := drawSound(t)
		p := planOf(s, f)
		for _, c := range signalled {
			g, _ := s.Guarantees.Get(string(c))
			protected := s.TaskProtectionMinutes != nil && (c == shutdown.Deployment || c == shutdown.ScaleIn || c == shutdown.AZRebalance)
			switch g.Kept {
			case shutdown.KeptAll, shutdown.KeptCheckpointed, shutdown.KeptClosed, shutdown.KeptRedelivered:
				if l := judged(c, f, p, f.unit); l.any() && !protected {
					t.Errorf("%s is %s, but the judge lost %+v", c, g.Kept, l)
				}
			case shutdown.KeptUpTo:
				if l := judged(c, f, p, *g.UpTo); *g.UpTo > 0 && l.units > 0 {
					t.Errorf("%s is up_to %d, but the judge lost %+v", c, *g.UpTo, l)
				}
				if l := judged(c, f, p, *g.UpTo+1); f.finish && c != shutdown.SpotInterruption && l.units == 0 {
					t.Errorf("%s is up_to %d, but %d s survive too", c, *g.UpTo, *g.UpTo+1)
				}
			case shutdown.KeptBestEffort:
				if l := judged(c, f, p, f.unit); l.units == 0 {
					t.Errorf("%s is best_effort, but the judge lost nothing", c)
				}
			case shutdown.KeptNotApplicable:
				if f.spot {
					t.Errorf("%s is not_applicable with Spot capacity", c)
				}
			default:
				t.Errorf("%s has verdict %q", c, g.Kept)
			}
		}
	})
}

// One second less of the deregistration delay cuts the last request.
func TestCompute_leastDeregistrationDelay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, f, s := drawSound(t)
		if !f.balanced {
			return
		}
		if *s.DeregistrationDelay == 0 || f.notice && f.unit < f.lasts() {
			return // There is none to take away, or every connection is over before the notice asks for it.
		}
		f.seen = f.propagation // As late as the promise allows.
		f.flows = false        // An app that ends its flows at the signal, as one behind an ALB would.
		p := planOf(s, f)
		if l := judged(shutdown.Deployment, f, p, f.unit); l.any() {
			t.Fatalf("with all of it the judge lost %+v", l)
		}
		p.deregistration--
		if l := judged(shutdown.Deployment, f, p, f.unit); l.units == 0 {
			t.Errorf("deregistration_delay %d is not the least: one less loses nothing", p.deregistration+1)
		}
	})
}

// One second less of the stop timeout must come out of a phase of the app, and
// whichever it is, more is lost than before.
func TestCompute_leastStopTimeout(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, f, s := drawSound(t)
		full := planOf(s, f)
		if full.stop == 2 {
			return
		}
		// The unit for which the drain was made: as long as wanted, or as fits.
		length := f.unit
		if full.drain < f.handle {
			length = min(f.unit, full.drain)
		}
		full.deregistration = 0
		before := judged(shutdown.StopTask, f, full, length)
		if before.cleanup > 0 {
			t.Fatalf("with all of it the judge lost %+v", before)
		}
		shorter := map[string]func(*plan) bool{
			"delay":   func(p *plan) bool { p.delay--; return p.delay >= 0 },
			"drain":   func(p *plan) bool { p.drain--; return p.drain >= 0 },
			"cleanup": func(*plan) bool { return true }, // The app still needs all of it.
		}
		for phase, shorten := range shorter {
			p := full
			p.stop--
			if !shorten(&p) || length == 0 {
				continue
			}
			if !f.finish && full.drain > length {
				continue // Units this short are over before they need to be wound down.
			}
			after := judged(shutdown.StopTask, f, p, length)
			if after.units <= before.units && after.cleanup == 0 {
				t.Errorf("stop_timeout %d is not the least: a second less of %s loses %+v, before %+v", s.StopTimeout, phase, after, before)
			}
		}
	})
}

// With sidecars on Spot, a longer margin lengthens each sidecar's stop too, and
// once the two minutes are used up the app's share gives way.
func TestCompute_monotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, f, s := drawSound(t)
		more := rapid.IntRange(1, 50).Draw(t, "more")
		grow := map[string]func(*shutdown.Profile){
			"longest_work": func(p *shutdown.Profile) { p.LongestWork = new(f.unit + more) },
			"cleanup":      func(p *shutdown.Profile) { p.Cleanup = new(f.closing + more) },
			"margin":       func(p *shutdown.Profile) { p.Margin = new(f.margin + more) },
		}
		for name, apply := range grow {
			longer := p
			apply(&longer)
			got, err := shutdown.Compute(longer)
			if err != nil || name == "margin" && f.spot && len(f.sidecars) > 0 {
				continue
			}
			if got.StopTimeout < s.StopTimeout {
				t.Errorf("%s longer by %d shortens the stop from %d to %d", name, more, s.StopTimeout, got.StopTimeout)
			}
			if name == "longest_work" && f.front && got.FrontSettings.StopTimeout < s.FrontSettings.StopTimeout {
				t.Errorf("longest_work longer by %d shortens the front's stop", more)
			}
			if name == "longest_work" && f.balanced && *got.DeregistrationDelay < *s.DeregistrationDelay {
				t.Errorf("longest_work longer by %d shortens deregistration_delay", more)
			}
		}
	})
}

// Whatever order a Spot stop takes, all of it is over within two minutes for
// every unit that the verdict promises: wherever in the wait the signal comes.
func TestCompute_spotWithinTwoMinutes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, f, s := drawSound(t)
		g, _ := s.Guarantees.Get(string(shutdown.SpotInterruption))
		if !f.spot || !f.balanced || g.Kept == shutdown.KeptBestEffort || g.Kept == shutdown.KeptUpTo {
			return
		}
		f.flows = false // The promise counts what the load balancer routes anew.
		p := planOf(s, f)
		for signal := 0; signal <= p.deregistration; signal++ {
			w := world{facts: f, plan: p, signal: signal, reclaim: 120}
			if l := w.replay(f.unit); l.any() {
				t.Errorf("with the signal at %d the judge lost %+v", signal, l)
			}
		}
	})
}

func TestCompute_sameProfileSameBytes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, _, s := drawSound(t)
		again, err := shutdown.Compute(p)
		if err != nil {
			t.Fatal(err)
		}
		a, errA := json.Marshal(s)
		b, errB := json.Marshal(again)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("two results differ: %v %v\n%s\n%s", errA, errB, a, b)
		}
	})
}

// ECS rounds the minimum up and the maximum down; one of the two must leave
// room at every count from the fewest tasks up. What rolls at a count rolls at
// every greater one, so the fewest is the one to look at.
func TestCompute_everyDeploymentRolls(t *testing.T) {
	t.Parallel()
	rolls := func(t *testing.T, n int, d shutdown.DeploymentSettings) bool {
		t.Helper()
		return n*d.MaximumPercent/100 > n || (n*d.MinimumHealthyPercent+99)/100 < n
	}
	for n := 1; n <= 5000; n++ {
		for _, surge := range []int{1, 2, 10, 25, 33, 50, 66, 99, 100} {
			for _, singleton := range []bool{false, true} {
				for _, least := range []int{0, 1, min(2, n), n/3 + 1, n} {
					s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10),
						DesiredCount: &n, MaxSurgePercent: &surge, Singleton: &singleton, MinCount: &least})
					if err != nil {
						t.Fatal(err)
					}
					d := s.Deployment
					for _, count := range []int{max(1, least), max(1, least) + 1, n, 5000} {
						if !rolls(t, count, d) {
							t.Fatalf("n %d, surge %d, singleton %t, min_count %d: %d/%d cannot roll at %d", n, surge, singleton, least, d.MinimumHealthyPercent, d.MaximumPercent, count)
						}
					}
					if extra := max(1, n*surge/100); !singleton && n*d.MaximumPercent/100 < n+extra {
						t.Fatalf("n %d, surge %d: %d %% leave no room for %d", n, surge, d.MaximumPercent, extra)
					}
				}
			}
		}
	}
}
