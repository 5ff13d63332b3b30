package report

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestBarClass_everySpan: what an actor spends its time on has a colour by name,
// and no lane is left out.
func TestBarClass_everySpan(t *testing.T) {
	t.Parallel()
	profiles := []shutdown.Profile{
		{Workload: shutdown.Queue, LongestWork: new(60), Propagation: new(20), OnInterrupt: shutdown.Checkpoint},
		{Workload: shutdown.HTTP, LongestWork: new(30), LoadBalancer: shutdown.NoLoadBalancer, Front: &shutdown.Front{Name: "proxy"}},
	}
	for _, c := range cases.Worked() {
		profiles = append(profiles, c.Profile)
	}
	seen := map[string]bool{}
	for _, p := range profiles {
		v, err := shutdown.Prove(p)
		if err != nil {
			continue
		}
		for _, timeline := range v.Timelines() {
			drawn := map[shutdown.Actor]bool{}
			for _, a := range lanes(timeline) {
				drawn[a] = true
			}
			for _, s := range timeline.Spans {
				seen[s.Name] = true
				if barClass(s) == "" || !drawn[s.Actor] {
					t.Errorf("%s: the span %q of %s has class %q and lanes %v", timeline.Cause, s.Name, s.Actor, barClass(s), lanes(timeline))
				}
			}
			for _, e := range timeline.Events {
				if !drawn[e.Actor] {
					t.Errorf("%s: %s of %s has no lane", timeline.Cause, e.Name, e.Actor)
				}
			}
		}
	}
	for name := range barClasses {
		if !seen[name] {
			t.Errorf("no timeline has a span %q", name)
		}
	}
}
