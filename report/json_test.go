package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestJSON_cases reads back what it wrote and compares it with every worked
// example, through nothing but the names of the keys.
func TestJSON_cases(t *testing.T) {
	t.Parallel()
	for _, c := range cases.Worked() {
		if c.Rule != "" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			data, err := report.JSON(compute(t, c.Profile))
			if err != nil {
				t.Fatal(err)
			}
			var got struct {
				StopTimeout         int  `json:"stop_timeout"`
				ShutdownDeadline    int  `json:"shutdown_deadline"`
				ShutdownDelay       int  `json:"shutdown_delay"`
				DrainTimeout        int  `json:"drain_timeout"`
				DeregistrationDelay *int `json:"deregistration_delay"`
				HealthCheck         *struct {
					Interval           int `json:"interval"`
					Timeout            int `json:"timeout"`
					UnhealthyThreshold int `json:"unhealthy_threshold"`
					GracePeriod        int `json:"grace_period"`
				} `json:"health_check"`
				Deployment struct {
					MinimumHealthyPercent int `json:"minimum_healthy_percent"`
					MaximumPercent        int `json:"maximum_percent"`
				} `json:"deployment"`
				SidecarStopTimeouts   map[string]int `json:"sidecar_stop_timeouts"`
				TaskProtectionMinutes *int           `json:"task_protection_minutes"`
				VisibilityTimeout     *int           `json:"visibility_timeout"`
				Guarantees            map[shutdown.Cause]struct {
					Kept shutdown.Kept `json:"kept"`
					UpTo *int          `json:"up_to"`
				} `json:"guarantees"`
			}
			if err := json.Unmarshal(data, &got); err != nil {
				t.Fatal(err)
			}
			have := cases.Want{
				StopTimeout: got.StopTimeout, Deadline: got.ShutdownDeadline, Delay: got.ShutdownDelay, Drain: got.DrainTimeout,
				DeregistrationDelay:   got.DeregistrationDelay,
				MinimumHealthyPercent: got.Deployment.MinimumHealthyPercent, MaximumPercent: got.Deployment.MaximumPercent,
				TaskProtectionMinutes: got.TaskProtectionMinutes, VisibilityTimeout: got.VisibilityTimeout,
				Kept: map[shutdown.Cause]shutdown.Kept{},
			}
			if h := got.HealthCheck; h != nil {
				have.Interval, have.Timeout, have.Unhealthy, have.Grace = &h.Interval, &h.Timeout, &h.UnhealthyThreshold, &h.GracePeriod
			}
			for cause, g := range got.Guarantees {
				have.Kept[cause] = g.Kept
				if g.UpTo != nil {
					if have.UpTo == nil {
						have.UpTo = map[shutdown.Cause]int{}
					}
					have.UpTo[cause] = *g.UpTo
				}
			}
			if c.Want.Sidecars != nil {
				have.Sidecars = got.SidecarStopTimeouts
			}
			if diff := cmp.Diff(c.Want, have); diff != "" {
				t.Errorf("JSON() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestJSON_keysInOrder compares the keys with the list of outputs, which the
// documentation and the other surfaces are made from.
func TestJSON_keysInOrder(t *testing.T) {
	t.Parallel()
	var want []string
	for _, o := range shutdown.Outputs() {
		if !strings.Contains(o.Name, ".") {
			want = append(want, o.Name)
		}
	}
	for _, s := range samples() {
		data, err := report.JSON(compute(t, s.profile))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, topKeys(t, data)); diff != "" {
			t.Errorf("%s: keys mismatch (-want +got):\n%s", s.name, diff)
		}
		if !bytes.HasPrefix(data, []byte("{\n  \"stop_timeout\": ")) || !bytes.HasSuffix(data, []byte("\n}\n")) {
			t.Errorf("%s: not indented by two spaces, or no line break at the end", s.name)
		}
		if bytes.Contains(data, []byte(`\u00`)) {
			t.Errorf("%s: a character that people read is escaped", s.name)
		}
	}
}

// topKeys lists the keys of an object in the order in which they stand.
func topKeys(t *testing.T, data []byte) []string {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, fmt.Sprint(key))
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

func TestFaultsJSON(t *testing.T) {
	t.Parallel()
	for _, c := range cases.Worked() {
		if c.Rule == "" {
			continue
		}
		_, err := shutdown.Compute(c.Profile)
		var faults shutdown.Faults
		if !errors.As(err, &faults) {
			t.Fatalf("%s: Compute() error = %v, want faults", c.Name, err)
		}
		data, err := report.FaultsJSON(faults)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, strings.ReplaceAll(c.Name, " ", "-")+"-faults.json", string(data))
		golden(t, strings.ReplaceAll(c.Name, " ", "-")+"-faults.txt", report.Faults("profile.yaml", faults))
	}
}

func TestFaultsJSON_neverNull(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		faults shutdown.Faults
		want   string
	}{
		"none": {nil, "{\n  \"faults\": []\n}\n"},
		"no way out": {shutdown.Faults{{Path: "workload", Rule: "enum", Given: `"<a>"`}}, `{
  "faults": [
    {
      "path": "workload",
      "rule": "enum",
      "given": "\"<a>\"",
      "allowed": "",
      "message": "",
      "ways_out": []
    }
  ]
}
`},
	}
	for name, tt := range tests {
		got, err := report.FaultsJSON(tt.faults)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, string(got)); diff != "" {
			t.Errorf("%s: FaultsJSON() mismatch (-want +got):\n%s", name, diff)
		}
	}
}
