package shutdown_test

import (
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// facts are the values of a drawn profile as the judge needs them, written
// down by the generator and not by the code under test.
type facts struct {
	unit        int // longest_work
	handle      int // how long a unit in flight takes once the app winds down
	finish      bool
	pulled      bool
	balanced    bool
	flows       bool // open connections bring requests until the app closes them
	spot        bool
	front       bool
	propagation int
	notice      bool // the app closes its connections when it sees the drain
	seen        int  // when it does, at the latest after the propagation
	spread      int  // over how long it tells them
	closing     int  // cleanup
	margin      int
	sidecars    []flusher
}

// flusher is a sidecar, in an order in which those that stop before it come first.
type flusher struct {
	takes int // flush
	after []int
}

// drawProfile draws any profile whose single fields are sound; its numbers may
// still exceed a budget.
func drawProfile(t *rapid.T) (shutdown.Profile, facts) {
	var p shutdown.Profile
	var f facts
	p.Workload = rapid.SampledFrom([]shutdown.Workload{"http", "http", "websocket", "queue", "stream", "batch"}).Draw(t, "workload")
	f.pulled = p.Workload != "http" && p.Workload != "websocket"
	longest := []*rapid.Generator[int]{rapid.IntRange(1, 130), rapid.IntRange(1, 4000), rapid.IntRange(1, 172800)}
	f.unit = rapid.OneOf(longest...).Draw(t, "longest_work")
	p.LongestWork = &f.unit

	choices := map[shutdown.Workload][]shutdown.Interrupt{"http": {"finish"}, "websocket": {"close", "finish"}}[p.Workload]
	if f.pulled {
		choices = []shutdown.Interrupt{"finish", "checkpoint", "requeue"}
	}
	p.OnInterrupt = rapid.SampledFrom(choices).Draw(t, "on_interrupt")
	p.InterruptTime = new(rapid.IntRange(0, 100).Draw(t, "interrupt_time"))
	switch p.OnInterrupt {
	case "finish":
		f.finish, f.handle = true, f.unit
	case "requeue":
	default:
		f.handle = *p.InterruptTime
	}
	f.closing = rapid.OneOf(rapid.IntRange(0, 15), rapid.IntRange(0, 100)).Draw(t, "cleanup")
	f.margin = rapid.OneOf(rapid.IntRange(1, 10), rapid.IntRange(1, 60)).Draw(t, "margin")
	p.Cleanup, p.Margin = &f.closing, &f.margin
	drawArrivals(t, &p, &f)
	drawNotice(t, &p, &f)
	p.Capacity = rapid.SampledFrom([]shutdown.Capacity{"on_demand", "spot", "mixed"}).Draw(t, "capacity")
	f.spot = p.Capacity != "on_demand"
	drawRollout(t, &p)
	drawSidecars(t, &p, &f)
	if f.front = p.Workload == "http" && rapid.Bool().Draw(t, "front"); f.front {
		p.Front = &shutdown.Front{Name: "proxy"}
	}
	if p.Workload == "queue" {
		p.Broker = rapid.SampledFrom([]shutdown.Broker{"", "sqs", "other"}).Draw(t, "broker")
		if p.Broker != "other" && rapid.Bool().Draw(t, "beats") {
			p.Heartbeat = new(rapid.OneOf(rapid.IntRange(5, 60), rapid.IntRange(5, 3600)).Draw(t, "heartbeat"))
		}
	}
	p.Require = []shutdown.Cause{}
	return p, f
}

func drawArrivals(t *rapid.T, p *shutdown.Profile, f *facts) {
	p.LoadBalancer = "none"
	switch p.Workload {
	case "batch":
	case "queue", "stream":
		f.propagation = rapid.SampledFrom([]int{0, 0, 1, 7, 14, 15, 16, 20}).Draw(t, "propagation")
		p.Propagation = &f.propagation
	default:
		p.LoadBalancer = rapid.SampledFrom([]shutdown.LoadBalancer{"alb", "nlb", "none"}).Draw(t, "load_balancer")
		f.propagation = rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(0, 300)).Draw(t, "propagation")
		p.Propagation = &f.propagation
	}
	f.balanced = p.LoadBalancer != "none"
	f.flows = p.LoadBalancer == "nlb" && p.Workload == "http"
}

// drawNotice draws a notice for those that may have one, seen as late as its
// promise allows or earlier.
func drawNotice(t *rapid.T, p *shutdown.Profile, f *facts) {
	if p.OnInterrupt != "close" || !f.balanced || !rapid.Bool().Draw(t, "drain_notice") {
		return
	}
	f.notice = true
	f.spread = rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(0, 300)).Draw(t, "notice_spread")
	f.seen = rapid.OneOf(rapid.Just(f.propagation), rapid.IntRange(0, f.propagation)).Draw(t, "seen")
	p.DrainNotice, p.NoticeSpread = new(true), &f.spread
}

// lasts is how long the last new unit goes on once the propagation is over.
func (f facts) lasts() int {
	if f.notice {
		return f.spread + f.handle
	}
	return f.unit
}

func drawRollout(t *rapid.T, p *shutdown.Profile) {
	p.DesiredCount = new(rapid.OneOf(rapid.IntRange(0, 10), rapid.IntRange(0, 5000)).Draw(t, "desired_count"))
	p.MinCount = new(rapid.IntRange(0, *p.DesiredCount).Draw(t, "min_count"))
	p.MaxSurgePercent = new(rapid.IntRange(1, 100).Draw(t, "max_surge_percent"))
	p.Startup = new(rapid.IntRange(0, 3600).Draw(t, "startup"))
	p.Provisioning = new(rapid.IntRange(0, 900).Draw(t, "provisioning"))
	p.HealthTime = new(rapid.OneOf(rapid.IntRange(1, 10), rapid.IntRange(1, 119)).Draw(t, "health_time"))
	p.LongestPause = new(rapid.OneOf(rapid.IntRange(1, 40), rapid.IntRange(1, 600)).Draw(t, "longest_pause"))
	p.Singleton = new(rapid.Bool().Draw(t, "singleton"))
	if p.Workload != "http" && p.Workload != "websocket" || *p.Singleton || !rapid.Bool().Draw(t, "progressive") {
		return
	}
	p.MaxSurgePercent = new(100)
	strategies := []shutdown.Strategy{"blue_green", "linear", "canary"}
	if p.LoadBalancer == "none" {
		strategies = strategies[:1]
	}
	p.Strategy = rapid.SampledFrom(strategies).Draw(t, "strategy")
	p.BakeMinutes = new(rapid.IntRange(0, 300).Draw(t, "bake_minutes"))
	if p.Strategy != "blue_green" {
		p.StepPercent = new(rapid.IntRange(3, 99).Draw(t, "step_percent"))
		p.StepMinutes = new(rapid.IntRange(0, 40).Draw(t, "step_minutes"))
	}
}

func drawSidecars(t *rapid.T, p *shutdown.Profile, f *facts) {
	for i := range rapid.IntRange(0, 3).Draw(t, "sidecars") {
		flush := rapid.IntRange(0, 60).Draw(t, "flush")
		s := shutdown.Sidecar{Name: string(rune('a' + i)), Flush: &flush}
		one := flusher{takes: flush}
		for j := range i {
			if rapid.IntRange(0, 3).Draw(t, "after") == 0 {
				s.After = append(s.After, string(rune('a'+j)))
				one.after = append(one.after, j)
			}
		}
		f.sidecars = append(f.sidecars, one)
		p.Sidecars = append(p.Sidecars, s)
	}
}

// drawSound draws a profile that has a result.
func drawSound(t *rapid.T) (shutdown.Profile, facts, shutdown.Settings) {
	for range 100 {
		p, f := drawProfile(t)
		if s, err := shutdown.Compute(p); err == nil {
			return p, f, s
		}
	}
	t.Skip("no sound profile in 100 draws")
	panic("unreachable")
}
