package shutdown_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// told writes a timeline in one line each for its events, spans and budget.
func told(t shutdown.Timeline) []string {
	var events []string
	for _, e := range t.Events {
		events = append(events, fmt.Sprintf("%d %s", e.At, e.Name))
	}
	lines := []string{strings.Join(events, ", ")}
	for _, actor := range []shutdown.Actor{shutdown.ActorLoadBalancer, shutdown.ActorCallers, shutdown.ActorECS, shutdown.ActorApp, shutdown.ActorSidecars} {
		var spans []string
		for _, s := range t.Spans {
			if s.Actor == actor {
				spans = append(spans, fmt.Sprintf("%s %d-%d", s.Name, s.From, s.To))
			}
		}
		if spans != nil {
			lines = append(lines, string(actor)+": "+strings.Join(spans, ", "))
		}
	}
	if t.Budget.To > 0 {
		lines = append(lines, fmt.Sprintf("budget %d-%d, left %d", t.Budget.From, t.Budget.To, t.Left))
	}
	return lines
}

func TestTimelines_events(t *testing.T) {
	t.Parallel()
	spot := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(240), Capacity: shutdown.Spot, Require: []shutdown.Cause{}}
	tests := map[string]struct {
		profile shutdown.Profile
		cause   shutdown.Cause
		reading string
		want    []string
	}{
		"drained": {worked("http 10"), shutdown.Deployment, "", []string{
			"0 deregister, 15 last_new_request, 25 target_unused, 25 stop_signal, 40 listeners_close, 50 drain_ends, 55 deadline, 60 sigkill",
			"load balancer: still routes 0-15, drains 15-25", "ECS: waits 0-25, stop timeout 25-60",
			"app: serves 0-25, goes on serving 25-40, drains 40-50, cleans up 50-55", "budget 25-145, left 85"}},
		"concurrent": {worked("http 10"), shutdown.StopTask, "", []string{
			"0 deregister, 0 stop_signal, 15 last_new_request, 15 listeners_close, 25 target_unused, 25 drain_ends, 30 deadline, 35 sigkill",
			"load balancer: still routes 0-15, drains 15-25", "ECS: stop timeout 0-35",
			"app: goes on serving 0-15, drains 15-25, cleans up 25-30", "budget 0-120, left 85"}},
		"sudden": {worked("http 10"), shutdown.HostFailure, "", []string{"0 host_lost"}},
		"Spot, signal first": {worked("http 75 spot"), shutdown.SpotInterruption, "signal first", []string{
			"0 deregister, 0 stop_signal, 15 last_new_request, 15 listeners_close, 90 target_unused, 90 drain_ends, 95 deadline, 100 sigkill, 120 reclaim",
			"load balancer: still routes 0-15, drains 15-90", "ECS: stop timeout 0-100",
			"app: goes on serving 0-15, drains 15-90, cleans up 90-95", "budget 0-120, left 20"}},
		"Spot, deregistration first": {worked("http 75 spot"), shutdown.SpotInterruption, "deregistration first", []string{
			"0 deregister, 15 last_new_request, 90 target_unused, 90 stop_signal, 105 listeners_close, 105 drain_ends, 110 deadline, 120 reclaim",
			"load balancer: still routes 0-15, drains 15-90", "ECS: waits 0-90, stop timeout 90-120",
			"app: serves 0-90, goes on serving 90-105, cleans up 105-110", "budget 0-120, left 5"}},
		"Spot, taken away before the signal": {spot, shutdown.SpotInterruption, "deregistration first", []string{
			"0 deregister, 15 last_new_request, 120 reclaim, 255 target_unused",
			"load balancer: still routes 0-15, drains 15-255", "ECS: waits 0-120", "app: serves 0-120", "budget 0-120, left -160"}},
		"sidecars, signal first": {worked("http 20 mixed sidecar 10"), shutdown.SpotInterruption, "signal first", []string{
			"0 deregister, 0 stop_signal, 15 last_new_request, 15 listeners_close, 35 target_unused, 35 drain_ends, 40 deadline, 45 sigkill, 45 sidecar_signal, 55 sidecars_flushed, 120 reclaim",
			"load balancer: still routes 0-15, drains 15-35", "ECS: stop timeout 0-45",
			"app: goes on serving 0-15, drains 15-35, cleans up 35-40", "sidecars: flush 45-55", "budget 0-120, left 60"}},
		"sidecars, deregistration first": {worked("http 20 mixed sidecar 10"), shutdown.SpotInterruption, "deregistration first", []string{
			"0 deregister, 15 last_new_request, 35 target_unused, 35 stop_signal, 50 listeners_close, 50 drain_ends, 55 deadline, 60 sidecar_signal, 70 sidecars_flushed, 80 sigkill, 120 reclaim",
			"load balancer: still routes 0-15, drains 15-35", "ECS: waits 0-35, stop timeout 35-80",
			"app: serves 0-35, goes on serving 35-50, cleans up 50-55", "sidecars: flush 60-70", "budget 0-120, left 45"}},
		"a delay shorter than the propagation": {worked("http 20 nlb"), shutdown.StopTask, "", []string{
			"0 deregister, 0 stop_signal, 90 listeners_close, 110 drain_ends, 115 deadline, 120 last_new_request, 120 sigkill, 140 target_unused",
			"load balancer: still routes 0-120, drains 120-140", "ECS: stop timeout 0-120",
			"app: goes on serving 0-90, drains 90-110, cleans up 110-115", "budget 0-120, left 0"}},
		"service discovery": {worked("http 20 none"), shutdown.Deployment, "", []string{
			"0 stop_signal, 60 last_new_request, 60 listeners_close, 80 drain_ends, 85 deadline, 90 sigkill",
			"callers: still call 0-60", "ECS: stop timeout 0-90", "app: goes on serving 0-60, drains 60-80, cleans up 80-85", "budget 0-120, left 30"}},
		"connections are closed": {worked("websocket 900"), shutdown.StopTask, "", []string{
			"0 deregister, 0 stop_signal, 15 last_new_request, 15 listeners_close, 20 drain_ends, 25 deadline, 30 sigkill, 915 target_unused",
			"load balancer: still routes 0-15, drains 15-915", "ECS: stop timeout 0-30",
			"app: goes on serving 0-15, close 15-20, cleans up 20-25", "budget 0-120, left 90"}},
		"told before the signal": {worked("websocket 3585 notice"), shutdown.Deployment, "", []string{
			"0 deregister, 15 last_new_request, 15 drain_seen, 45 last_told, 50 target_unused, 50 stop_signal, 65 listeners_close, 70 drain_ends, 75 deadline, 80 sigkill",
			"load balancer: still routes 0-15, drains 15-50", "ECS: waits 0-50, stop timeout 50-80",
			"app: serves 0-15, tells connections 15-45, close 45-50, goes on serving 50-65, close 65-70, cleans up 70-75", "budget 50-170, left 90"}},
		"told before the signal, by hand": {worked("websocket 3585 notice"), shutdown.StopTask, "", []string{
			"0 deregister, 0 stop_signal, 15 last_new_request, 15 listeners_close, 20 drain_ends, 25 deadline, 30 sigkill, 50 target_unused",
			"load balancer: still routes 0-15, drains 15-50", "ECS: stop timeout 0-30",
			"app: goes on serving 0-15, close 15-20, cleans up 20-25", "budget 0-120, left 90"}},
		"told before the signal, on Spot": {worked("websocket 3600 spot notice"), shutdown.SpotInterruption, "deregistration first", []string{
			"0 deregister, 15 last_new_request, 15 drain_seen, 45 last_told, 50 target_unused, 50 stop_signal, 65 listeners_close, 65 drain_ends, 70 deadline, 80 sigkill, 120 reclaim",
			"load balancer: still routes 0-15, drains 15-50", "ECS: waits 0-50, stop timeout 50-80",
			"app: serves 0-15, tells connections 15-45, close 45-50, goes on serving 50-65, cleans up 65-70", "budget 0-120, left 45"}},
		"task protection": {worked("queue 900"), shutdown.Deployment, "", []string{
			"900 protection_ends, 900 stop_signal, 900 drain_ends, 905 deadline, 1020 sigkill",
			"ECS: waits for the protection 0-900, stop timeout 900-1020", "app: works, protected 0-900, cleans up 900-905", "budget 900-1020, left 0"}},
		"no shield": {worked("queue 900"), shutdown.Retirement, "", []string{
			"0 fetching_stops, 0 stop_signal, 110 drain_ends, 115 deadline, 120 sigkill",
			"ECS: stop timeout 0-120", "app: drains 0-110, cleans up 110-115", "budget 0-120, left 0"}},
		"requeue": {worked("queue 900 spot requeue"), shutdown.SpotInterruption, "", []string{
			"0 fetching_stops, 0 stop_signal, 0 drain_ends, 5 deadline, 10 sigkill, 120 reclaim",
			"ECS: stop timeout 0-10", "app: cleans up 0-5", "budget 0-120, left 110"}},
		"checkpoint": {worked("batch 14400 spot checkpoint 40"), shutdown.ScaleIn, "", []string{
			"0 fetching_stops, 0 stop_signal, 40 drain_ends, 45 deadline, 50 sigkill",
			"ECS: stop timeout 0-50", "app: checkpoint 0-40, cleans up 40-45", "budget 0-120, left 70"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			timelines, err := timelinesOf(tt.profile)
			if err != nil {
				t.Fatalf("Timelines() error = %v", err)
			}
			for _, got := range timelines {
				if got.Cause == tt.cause && got.Reading == tt.reading {
					if diff := cmp.Diff(tt.want, told(got)); diff != "" {
						t.Errorf("timeline mismatch (-want +got):\n%s", diff)
					}
					return
				}
			}
			t.Errorf("there is no timeline for %s %q", tt.cause, tt.reading)
		})
	}
}

// worked is the profile of a worked example.
func worked(name string) shutdown.Profile {
	for _, c := range cases.Worked() {
		if c.Name == name {
			return c.Profile
		}
	}
	panic("no worked example has the name " + name)
}

// TestTimelines_causes has one timeline for each cause that can happen, with
// the verdict that the settings give.
func TestTimelines_causes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		p, _ := drawProfile(r)
		s, err := shutdown.Compute(p)
		timelines, timelinesErr := timelinesOf(p)
		if (err != nil) != (timelinesErr != nil) {
			r.Fatalf("Compute() error = %v, Timelines() error = %v", err, timelinesErr)
		}
		if err != nil {
			if diff := cmp.Diff(err, timelinesErr); diff != "" {
				r.Fatalf("faults mismatch (-want +got):\n%s", diff)
			}
			return
		}
		var want, got []shutdown.Cause
		for _, e := range s.Guarantees {
			if e.Value.Kept != shutdown.KeptNotApplicable {
				want = append(want, shutdown.Cause(e.Key))
			}
		}
		for i, line := range timelines {
			g, _ := s.Guarantees.Get(string(line.Cause))
			if diff := cmp.Diff(g, shutdown.Guarantee{Path: line.Path, Kept: line.Kept, UpTo: line.UpTo, Because: line.Because}); diff != "" {
				r.Fatalf("%s: verdict mismatch (-want +got):\n%s", line.Cause, diff)
			}
			if i == 0 || timelines[i-1].Cause != line.Cause {
				got = append(got, line.Cause)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatalf("causes mismatch (-want +got):\n%s", diff)
		}
	})
}

// TestTimelines_order keeps events in order and each actor at one thing at a
// time; the app's spans and events stay inside the budget, or a stop says by
// how much it exceeds it. A promise on Spot needs a margin of at least 2.
func TestTimelines_order(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		p, f := drawProfile(r)
		timelines, err := timelinesOf(p)
		if err != nil {
			r.Skip(err)
		}
		for _, line := range timelines {
			if !sort.SliceIsSorted(line.Events, func(i, j int) bool { return line.Events[i].At < line.Events[j].At }) || line.Events[0].At < 0 {
				r.Fatalf("%s: the events are not in order: %v", line.Cause, line.Events)
			}
			end := make(map[shutdown.Actor]int)
			for _, s := range line.Spans {
				if s.To <= s.From || s.From < end[s.Actor] {
					r.Fatalf("%s: the span %v is empty or overlaps another", line.Cause, s)
				}
				end[s.Actor] = s.To
			}
			if line.Cause == shutdown.HostFailure {
				continue
			}
			containers := 1
			if p.Front != nil && line.Cause != shutdown.SpotInterruption {
				containers = 2 // Each has a stop timeout of its own.
			}
			if line.Budget.To-line.Budget.From != 120*containers {
				r.Fatalf("%s: the budget is %v, want %d s", line.Cause, line.Budget, 120*containers)
			}
			last := max(end[shutdown.ActorApp], end[shutdown.ActorECS])
			if line.Cause == shutdown.SpotInterruption {
				last = max(last, end[shutdown.ActorSidecars])
			}
			if last > line.Budget.To {
				r.Fatalf("%s: the stop goes on until %d, the budget ends at %d", line.Cause, last, line.Budget.To)
			}
			// AWS's least stop timeout of 2 s is longer than a margin of 1.
			if line.Cause == shutdown.SpotInterruption && f.margin < 2 {
				continue
			}
			if promised := line.Kept != shutdown.KeptUpTo && line.Kept != shutdown.KeptBestEffort; promised && line.Left < 0 {
				r.Fatalf("%s %s: %s is promised, but %d s are missing", line.Cause, line.Reading, line.Kept, -line.Left)
			}
		}
	})
}

func timelinesOf(p shutdown.Profile) ([]shutdown.Timeline, error) {
	proven, err := shutdown.Prove(p)
	if err != nil {
		return nil, err
	}
	return proven.Timelines(), nil
}
