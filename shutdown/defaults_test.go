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
			taken := map[string]shutdown.Field{}
			for i, f := range shutdown.FieldsFor(full) { // The fields stand in the order of the struct.
				taken[v.Type().Field(i).Name] = f
			}
			for i := range v.NumField() {
				name := v.Type().Field(i).Name
				refused, none := taken[name].Refused, taken[name].Default == ""
				if v.Field(i).IsZero() && !refused && !none {
					t.Errorf("%s is not filled in", name)
				}
				if refused && !v.Field(i).IsZero() {
					t.Errorf("%s is filled in although the profile must not set it", name)
				}
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
