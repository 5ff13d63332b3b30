package shutdown_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A profile with its defaults written out is the same profile.
func TestWithDefaults_sameSettings(t *testing.T) {
	for _, c := range cases.Worked() {
		if c.Rule != "" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			full := c.Profile.WithDefaults()
			v := reflect.ValueOf(full)
			for i := range v.NumField() {
				name := v.Type().Field(i).Name
				if name != "Sidecars" && name != "Framework" && name != "Propagation" && v.Field(i).IsZero() {
					t.Errorf("%s is not filled in", name)
				}
			}
			if got, want := full.Propagation != nil, shutdown.TakesPropagation(full.Workload); got != want {
				t.Errorf("Propagation is filled in: %v, want %v", got, want)
			}
			want, err := shutdown.Compute(c.Profile)
			if err != nil {
				t.Fatal(err)
			}
			if c.Profile.InterruptTime == nil { // Setting it where it has no effect makes a note.
				full.InterruptTime = nil
			}
			got, err := shutdown.Compute(full)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("settings mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
