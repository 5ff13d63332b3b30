package report_test

import (
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// anyProfile draws profiles of every kind, most of them without a fault:
// nothing is required, so that also promises that do not hold are drawn.
func anyProfile(r *rapid.T) shutdown.Profile {
	pick := func(label string, most int) *int {
		if rapid.IntRange(0, 2).Draw(r, label+" set") == 0 {
			return nil
		}
		return new(rapid.IntRange(0, most).Draw(r, label))
	}
	workload := rapid.SampledFrom([]shutdown.Workload{shutdown.HTTP, shutdown.WebSocket, shutdown.Queue, shutdown.Stream, shutdown.Batch}).Draw(r, "workload")
	p := shutdown.Profile{
		Workload:      workload,
		InterruptTime: pick("interrupt_time", 60),
		Cleanup:       pick("cleanup", 30),
		Startup:       pick("startup", 3600),
		DesiredCount:  pick("desired_count", 5000),
		Margin:        new(rapid.IntRange(1, 30).Draw(r, "margin")),
		Capacity:      rapid.SampledFrom([]shutdown.Capacity{"", shutdown.Spot, shutdown.Mixed}).Draw(r, "capacity"),
		Singleton:     rapid.SampledFrom([]*bool{nil, new(true), new(false)}).Draw(r, "singleton"),
		Require:       []shutdown.Cause{},
	}
	longest := 3300
	if workload == shutdown.Queue {
		longest = 43000
	}
	if workload == shutdown.Stream || workload == shutdown.Batch {
		longest = 172000
	}
	// Short work is as likely as long work.
	p.LongestWork = new(rapid.OneOf(rapid.IntRange(1, 130), rapid.IntRange(1, longest)).Draw(r, "longest_work"))
	switch workload {
	case shutdown.HTTP, shutdown.WebSocket:
		p.LoadBalancer = rapid.SampledFrom([]shutdown.LoadBalancer{"", shutdown.NLB, shutdown.NoLoadBalancer}).Draw(r, "load_balancer")
		p.Propagation = pick("propagation", 300)
	default:
		p.OnInterrupt = rapid.SampledFrom([]shutdown.Interrupt{"", shutdown.Checkpoint, shutdown.Requeue, shutdown.Finish}).Draw(r, "on_interrupt")
	}
	switch strategy := rapid.SampledFrom([]shutdown.Strategy{"", "", "", shutdown.BlueGreen, shutdown.Linear, shutdown.Canary}).Draw(r, "strategy"); {
	case workload != shutdown.HTTP && workload != shutdown.WebSocket, p.Singleton != nil && *p.Singleton:
	case p.LoadBalancer == shutdown.NoLoadBalancer && strategy != "":
		p.Strategy = shutdown.BlueGreen
	default:
		p.Strategy = strategy
	}
	if workload == shutdown.HTTP && rapid.IntRange(0, 3).Draw(r, "front") == 0 {
		p.Front = &shutdown.Front{Name: "proxy", Framework: rapid.SampledFrom([]shutdown.FrameworkName{"", "nginx", "envoy"}).Draw(r, "front framework")}
	}
	for _, name := range []string{"log-router", "agent"} {
		if rapid.IntRange(0, 3).Draw(r, name) == 0 {
			s := shutdown.Sidecar{Name: name, Flush: new(rapid.IntRange(0, 30).Draw(r, name+" flush")),
				Framework: rapid.SampledFrom([]shutdown.FrameworkName{"", "fluent_bit"}).Draw(r, name+" framework")}
			if len(p.Sidecars) > 0 && rapid.Bool().Draw(r, name+" after") {
				s.After = []string{p.Sidecars[0].Name}
			}
			p.Sidecars = append(p.Sidecars, s)
		}
	}
	if rapid.Bool().Draw(r, "framework set") {
		if f := rapid.SampledFrom(shutdown.Frameworks()).Draw(r, "framework"); f.Name != "fluent_bit" {
			p.Framework, p.StopSignal = f.Name, f.Graceful[0]
		}
	}
	return p
}

func anySettings(r *rapid.T) shutdown.Settings {
	s, err := shutdown.Compute(anyProfile(r))
	if err != nil {
		r.Skip(err)
	}
	return s
}

func anyTimelines(r *rapid.T) []shutdown.Timeline {
	v, err := shutdown.Prove(anyProfile(r))
	if err != nil {
		r.Skip(err)
	}
	return v.Timelines()
}
