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
			have, err := cases.Printed(data, c.Want)
			if err != nil {
				t.Fatal(err)
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
