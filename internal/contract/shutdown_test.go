package contract_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/contract"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func lookup(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := vars[name]; return v, ok }
}

func s(n int) time.Duration { return time.Duration(n) * time.Second }

// TestFault_sameWordsAsShutdown compares the text with that of a profile's
// fault, which the original must not import.
func TestFault_sameWordsAsShutdown(t *testing.T) {
	t.Parallel()
	_, err := contract.Read("", lookup(map[string]string{"SHUTDOWN_DELAY_SECONDS": "x", "SHUTDOWN_DRAIN_SECONDS": "-2"}))
	var faults contract.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("Read() error = %v, want faults", err)
	}
	var want shutdown.Faults
	for _, f := range faults {
		want = append(want, shutdown.Fault{Path: f.Path, Rule: f.Rule, Given: f.Given, Allowed: f.Allowed, Message: f.Message, WaysOut: f.WaysOut})
	}
	if diff := cmp.Diff(want.Error(), err.Error()); diff != "" {
		t.Errorf("Error() mismatch (-want +got):\n%s", diff)
	}
}

// TestRead_workedExamples reads back what the stop model writes.
func TestRead_workedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range cases.Worked() {
		if c.Rule != "" {
			continue // A profile with a fault has no environment.
		}
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			settings, err := shutdown.Compute(c.Profile)
			if err != nil {
				t.Fatal(err)
			}
			got, err := contract.Read(c.Profile.EnvironmentPrefix, lookup(settings.Environment.Map()))
			if err != nil {
				t.Fatalf("Read() error = %v", err)
			}
			want := contract.Contract{Deadline: s(settings.ShutdownDeadline), Delay: s(settings.ShutdownDelay), Drain: s(settings.DrainTimeout), Cleanup: s(settings.CleanupTimeout)}
			if settings.KeepAliveTimeout != nil && settings.FrontSettings == nil { // The front has it.
				want.KeepAlive = s(*settings.KeepAliveTimeout)
			}
			if settings.TaskProtectionMinutes != nil {
				want.Protection = time.Duration(*settings.TaskProtectionMinutes) * time.Minute
			}
			if h := c.Profile.Heartbeat; h != nil {
				want.Heartbeat, want.Visibility = s(*h), s(*settings.VisibilityTimeout)
			}
			if c.Profile.Workload == shutdown.WebSocket {
				want.MaxConnectionAge = s(*c.Profile.LongestWork)
			}
			if full := c.Profile.WithDefaults(); full.DrainNotice != nil && *full.DrainNotice {
				want.DrainNotice, want.NoticeSpread = true, s(*full.NoticeSpread)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Read() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
