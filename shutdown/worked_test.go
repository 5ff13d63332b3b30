package shutdown_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestCompute_workedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range cases.Worked() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			s, err := shutdown.Compute(c.Profile)
			if c.Rule != "" {
				var faults shutdown.Faults
				if !errors.As(err, &faults) || len(faults) != 1 {
					t.Fatalf("Compute() error = %v, want one fault", err)
				}
				got := [3]string{faults[0].Rule, faults[0].Path, faults[0].Allowed}
				if diff := cmp.Diff([3]string{c.Rule, c.Path, c.Allowed}, got); diff != "" {
					t.Errorf("fault mismatch (-want +got):\n%s", diff)
				}
				return
			}
			if err != nil {
				t.Fatalf("Compute() error = %v", err)
			}
			if diff := cmp.Diff(c.Want, cases.Pinned(s, c.Want)); diff != "" {
				t.Errorf("Compute() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func BenchmarkCompute(b *testing.B) {
	p := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(60), Capacity: shutdown.Spot, Framework: "gunicorn",
		Sidecars: []shutdown.Sidecar{{Name: "log-router", Flush: new(2)}}}
	for b.Loop() {
		if _, err := shutdown.Compute(p); err != nil {
			b.Fatal(err)
		}
	}
}
