package shutdown_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// drawValues draws numbers as they may stand anywhere, all of them known, and
// what the judge needs of them.
func drawValues(t *rapid.T) (shutdown.Values, facts, plan) {
	num := func(name string, low, high int) *int { return new(rapid.IntRange(low, high).Draw(t, name)) }
	v := shutdown.Values{
		LoadBalancer: rapid.SampledFrom([]shutdown.LoadBalancer{"alb", "nlb", "none"}).Draw(t, "load_balancer"),
		StopTimeout:  num("stop_timeout", 2, 120),
		Capacity:     rapid.SampledFrom([]shutdown.Capacity{"on_demand", "spot"}).Draw(t, "capacity"),
		App:          &shutdown.AppValues{Delay: num("delay", 0, 60), Drain: num("drain", 0, 130)},
		Assume:       &shutdown.Profile{Workload: rapid.SampledFrom([]shutdown.Workload{"http", "websocket"}).Draw(t, "workload"), Propagation: num("propagation", 0, 60)},
	}
	f := facts{finish: true, balanced: v.LoadBalancer != "none", spot: v.Capacity == "spot", propagation: *v.Assume.Propagation}
	p := plan{stop: *v.StopTimeout}
	if f.balanced {
		v.DeregistrationDelay = num("deregistration_delay", 0, 200)
		p.deregistration = *v.DeregistrationDelay
	}
	if v.LoadBalancer == "nlb" {
		v.ConnectionTermination = new(rapid.Bool().Draw(t, "connection_termination"))
		f.flows = v.Assume.Workload == "http"
	}
	if rapid.Bool().Draw(t, "front") {
		v.Front = &shutdown.StandingFront{StopTimeout: num("front", 2, 120)}
		p.stop = *v.Front.StopTimeout
		p.after = append(p.after, flusher{takes: *v.StopTimeout})
	}
	first := len(p.after)
	for i := range rapid.IntRange(0, 2).Draw(t, "sidecars") {
		s := shutdown.StandingSidecar{Name: string(rune('a' + i)), StopTimeout: num("sidecar", 2, 60)}
		c := flusher{takes: *s.StopTimeout}
		if first > 0 {
			c.after = append(c.after, 0)
		}
		if i > 0 && rapid.Bool().Draw(t, "after") {
			s.After, c.after = []string{"a"}, append(c.after, first)
		}
		v.Sidecars, p.after = append(v.Sidecars, s), append(p.after, c)
	}
	// The delay and the drain end when the container is killed.
	p.delay = min(*v.App.Delay, p.stop)
	p.drain = min(p.delay+*v.App.Drain, p.stop) - p.delay
	p.cleanup = p.stop - p.delay - p.drain // What is left, all of it used.
	return v, f, p
}

// standingStops are the stops of a cause for numbers that stand somewhere.
func standingStops(c shutdown.Cause, v shutdown.Values, f facts, p plan) []world {
	list := stops(c, f, p)
	if c == shutdown.SpotInterruption || c == shutdown.StopTask || !f.balanced {
		return list
	}
	terminates := v.ConnectionTermination != nil && *v.ConnectionTermination
	for i := range list {
		list[i].cut = v.LoadBalancer == "alb" || terminates
		if f.flows && terminates {
			list[i].propagation = max(f.propagation, p.deregistration) // Until the load balancer cuts them.
		}
	}
	return list
}

// What is sure is never cut, and except on Spot a unit of one second more can
// be. Where new work is refused, what had begun before the signal is counted.
func TestAssess_judged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v, f, p := drawValues(t)
		a, err := shutdown.Assess(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range signalled {
			promise, _ := a.Promises.Get(string(c))
			if promise.SureSeconds == nil {
				continue
			}
			sure := *promise.SureSeconds
			lost := func(length int) int {
				worst := 0
				for _, w := range standingStops(c, v, f, p) {
					l := w.replay(length)
					if promise.RefusedSeconds > 0 {
						worst = max(worst, l.killed)
					} else {
						worst = max(worst, l.units)
					}
				}
				return worst
			}
			if sure > 0 && lost(sure) > 0 {
				t.Errorf("%s keeps %d s, but the judge lost %d: %s", c, sure, lost(sure), promise.Because)
			}
			if c != shutdown.SpotInterruption && lost(sure+1) == 0 {
				t.Errorf("%s keeps %d s, but the judge lost none of %d s: %s", c, sure, sure+1, promise.Because)
			}
		}
	})
}

// A longer deregistration delay never lowers what a drained cause keeps, a
// longer stop timeout none but Spot's.
func TestAssess_monotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v, f, _ := drawValues(t)
		before, err := shutdown.Assess(v)
		if err != nil {
			t.Fatal(err)
		}
		longer := v
		what := "deregistration_delay"
		if f.balanced && rapid.Bool().Draw(t, "which") {
			longer.DeregistrationDelay = new(*v.DeregistrationDelay + rapid.IntRange(1, 100).Draw(t, "more"))
		} else {
			what = "stop_timeout"
			longer.StopTimeout = new(rapid.IntRange(*v.StopTimeout, 120).Draw(t, "longer"))
			if v.Front != nil {
				longer.Front = &shutdown.StandingFront{StopTimeout: new(rapid.IntRange(*v.Front.StopTimeout, 120).Draw(t, "longer front"))}
			}
		}
		after, err := shutdown.Assess(longer)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range shutdown.Causes() {
			b, _ := before.Promises.Get(string(c))
			a, _ := after.Promises.Get(string(c))
			if c == shutdown.SpotInterruption || a.SureSeconds == nil || what == "deregistration_delay" && (c == shutdown.StopTask || c == shutdown.HostFailure) {
				continue
			}
			if *a.SureSeconds < *b.SureSeconds && a.RefusedSeconds == b.RefusedSeconds {
				t.Errorf("a longer %s lowers %s from %d to %d", what, c, *b.SureSeconds, *a.SureSeconds)
			}
		}
	})
}
