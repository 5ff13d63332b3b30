package shutdown_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// noticed is a gateway that watches for its drain, with some fields replaced.
func noticed(changes ...func(*shutdown.Profile)) shutdown.Profile {
	p := shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(3585), DrainNotice: new(true)}
	for _, change := range changes {
		change(&p)
	}
	return p
}

// What the notice changes, each side of where it bends, and what it leaves.
func TestCompute_notice(t *testing.T) {
	t.Parallel()
	type change = func(*shutdown.Profile)
	spread := func(v int) change { return func(p *shutdown.Profile) { p.NoticeSpread = &v } }
	takes := func(v int) change { return func(p *shutdown.Profile) { p.InterruptTime = &v } }
	longest := func(v int) change { return func(p *shutdown.Profile) { p.LongestWork = &v } }
	none := func(p *shutdown.Profile) { p.DrainNotice = new(false) }
	nlb := func(p *shutdown.Profile) { p.LoadBalancer = shutdown.NLB }
	type numbers struct{ Delay, Cooldown, Stop, Deployment, StopTimeout int }
	for name, tt := range map[string]struct {
		profile shutdown.Profile
		want    numbers
	}{
		"without":           {noticed(none), numbers{3600, 3625, 3630, 25 + 30 + 10 + 20 + 3600, 30}},
		"with":              {noticed(), numbers{15 + 5 + 30, 75, 80, 25 + 30 + 10 + 20 + 50, 30}},
		"at once":           {noticed(spread(0), takes(0)), numbers{15, 60, 40, 25 + 30 + 10 + 20 + 15, 25}},
		"as long as it may": {noticed(spread(300), takes(95)), numbers{15 + 95 + 300, 525, 530, 25 + 30 + 10 + 20 + 410, 120}},
		"of any age":        {noticed(longest(172800)), numbers{50, 75, 80, 135, 30}},
		"young":             {noticed(longest(1)), numbers{50, 75, 80, 135, 30}},
		"nlb":               {noticed(nlb), numbers{120 + 5 + 30, 270, 275, 25 + 30 + 180 + 10 + 105 + 5 + 5 + 155, 120}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := shutdown.Compute(tt.profile)
			if err != nil {
				t.Fatal(err)
			}
			got := numbers{*s.DeregistrationDelay, s.ScaleInCooldown, s.Estimates.StopSeconds, s.Estimates.DeploymentSeconds, s.StopTimeout}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("settings mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// The app is told over how long it may spread, and only where it is to.
func TestCompute_noticeEnvironment(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		profile shutdown.Profile
		want    string
	}{
		{noticed(), "30"},
		{noticed(func(p *shutdown.Profile) { p.NoticeSpread = new(0) }), "0"},
		{noticed(func(p *shutdown.Profile) { p.DrainNotice = nil }), ""},
	} {
		s, err := shutdown.Compute(tt.profile)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := s.Environment.Get("SHUTDOWN_NOTICE_SPREAD_SECONDS"); got != tt.want || ok != (tt.want != "") {
			t.Errorf("NOTICE_SPREAD_SECONDS is %q (%t), want %q", got, ok, tt.want)
		}
	}
}

// A connection whose notice never comes has what the note says: an Application
// Load Balancer cuts it, a Network Load Balancer leaves it until the signal.
func TestCompute_noticeNeverComes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, f, s := drawSound(t)
		if !f.notice || f.unit <= f.lasts() || s.DrainTimeout < f.handle {
			return
		}
		note := ""
		for _, n := range s.Notes {
			if n.Rule == "drain-notice-late" {
				note = n.Message
			}
		}
		w := world{facts: f, plan: planOf(s, f), signal: *s.DeregistrationDelay, cut: p.LoadBalancer == "alb"}
		w.notice, w.finish = false, w.cut // What is cut at the signal is not closed by it.
		lost := w.replay(f.unit).units
		if cut := strings.Contains(note, "the load balancer cuts it when"); cut != w.cut || cut != (lost > 0) {
			t.Errorf("behind %s the judge lost %d, the note says: %s", p.LoadBalancer, lost, note)
		}
	})
}

func TestCompute_noticeNotes(t *testing.T) {
	t.Parallel()
	longest := func(v int) func(*shutdown.Profile) { return func(p *shutdown.Profile) { p.LongestWork = &v } }
	for name, tt := range map[string]struct {
		profile shutdown.Profile
		want    []string
	}{
		"without":            {noticed(longest(36), func(p *shutdown.Profile) { p.DrainNotice = nil }), []string{"ping-interval"}},
		"with":               {noticed(longest(36)), []string{"ping-interval", "drain-notice-late"}},
		"no shorter":         {noticed(longest(35)), []string{"ping-interval", "drain-notice-late", "drain-notice-unneeded"}},
		"acknowledged stays": {noticed(longest(36), func(p *shutdown.Profile) { p.Acknowledge = []string{"drain-notice-late"} }), []string{"ping-interval", "drain-notice-late"}},
	} {
		s, err := shutdown.Compute(tt.profile)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range s.Notes {
			got = append(got, n.Rule)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Numbers that stand somewhere keep the promise of a notice exactly where the
// judge, with a notice as late as it may be, loses no connection.
func TestAssess_noticeJudged(t *testing.T) {
	t.Parallel()
	kept := map[shutdown.Kept]int{}
	rapid.Check(t, func(t *rapid.T) {
		v, f, p := drawValues(t)
		v.Assume.Workload = "websocket"
		v.Front, f.flows = nil, false
		p = plan{deregistration: p.deregistration, stop: *v.StopTimeout, delay: min(*v.App.Delay, *v.StopTimeout)}
		p.drain = min(p.delay+*v.App.Drain, p.stop) - p.delay
		p.cleanup = p.stop - p.delay - p.drain
		if !f.balanced || p.delay == p.stop {
			return // Whoever is killed at the second at which it begins to close is left out.
		}
		f.finish, f.notice, f.seen = false, true, f.propagation
		f.unit = rapid.IntRange(1, 250).Draw(t, "longest_work")
		f.handle = rapid.IntRange(0, 60).Draw(t, "interrupt_time")
		f.spread = rapid.IntRange(0, 60).Draw(t, "notice_spread")
		v.Assume.LongestWork, v.Assume.InterruptTime, v.Assume.DrainNotice, v.Assume.NoticeSpread = &f.unit, &f.handle, new(true), &f.spread
		a, err := shutdown.Assess(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []shutdown.Cause{shutdown.Deployment, shutdown.SpotInterruption} {
			promise, _ := a.Promises.Get(string(c))
			lost := 0
			for _, w := range standingStops(c, v, f, p) {
				if c == shutdown.Deployment {
					w.finish = w.cut // What goes on to the signal is closed then.
				}
				lost = max(lost, w.replay(f.unit).units)
			}
			kept[promise.Kept]++
			switch {
			case c == shutdown.SpotInterruption && p.drain < f.handle:
				// The promise after a signal is read off the end of the drain, not its length.
			case promise.Kept == shutdown.KeptClosed && lost > 0:
				t.Errorf("%s is closed, but the judge lost %d: %s", c, lost, promise.Because)
			case c == shutdown.Deployment && promise.Kept != shutdown.KeptClosed && lost == 0:
				t.Errorf("%s is %s, but the judge lost none: %s", c, promise.Kept, promise.Because)
			}
		}
	})
	for _, k := range []shutdown.Kept{shutdown.KeptClosed, shutdown.KeptUpTo} {
		if kept[k] < 100 {
			t.Errorf("%s came %d times: %v", k, kept[k], kept)
		}
	}
}

// A profile that watches for its drain is assessed where nothing drains, too.
func TestAssess_noticeWithoutBalancer(t *testing.T) {
	t.Parallel()
	proven, err := shutdown.Prove(noticed())
	if err != nil {
		t.Fatal(err)
	}
	a, err := proven.Assess(shutdown.Values{StopTimeout: new(90), App: &shutdown.AppValues{Delay: new(60), Drain: new(5)}})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := a.Promises.Get("deployment"); got.Kept == shutdown.KeptAll || strings.Contains(got.Because, "notice") {
		t.Errorf("deployment is %s: %s", got.Kept, got.Because)
	}
}

// A way out of an assumption names where it stands, and holds for the values.
func TestParseValues_noticeWaysOut(t *testing.T) {
	t.Parallel()
	type d = map[string]any
	for name, tt := range map[string]struct {
		document d
		want     []string
	}{
		"a spread without a notice": {d{"load_balancer": "alb", "assume": d{"workload": "websocket", "notice_spread": 30}}, []string{"remove assume.notice_spread", "set assume.drain_notice to true"}},
		"where nothing drains":      {d{"assume": d{"workload": "websocket", "notice_spread": 30}}, []string{"remove assume.notice_spread"}},
		"requests":                  {d{"load_balancer": "alb", "assume": d{"drain_notice": true}}, []string{"set assume.drain_notice to false", "remove assume.drain_notice"}},
		"finished": {d{"load_balancer": "alb", "assume": d{"workload": "websocket", "on_interrupt": "finish", "drain_notice": true}},
			[]string{"set assume.drain_notice to false", "remove assume.drain_notice", "set assume.on_interrupt to close"}},
	} {
		_, err := shutdown.ParseValues(tt.document)
		var faults shutdown.Faults
		if !errors.As(err, &faults) || len(faults) != 1 {
			t.Errorf("%s: ParseValues() error = %v, want one fault", name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, faults[0].WaysOut); diff != "" {
			t.Errorf("%s: ways out mismatch (-want +got):\n%s", name, diff)
		}
	}
}
