package provider

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestUpgrade_firstEdition plans and applies over a state that the first
// edition wrote: nothing is replaced, and the plan shows what that edition
// computed differently and no number that it did not keep.
func TestUpgrade_firstEdition(t *testing.T) {
	t.Parallel()
	w := workspace{t, t.TempDir()}
	for from, to := range map[string]string{"main.tf": "main.tf", "state.json": "terraform.tfstate"} {
		text, err := os.ReadFile(filepath.Join("testdata/first-edition", from))
		if err != nil {
			t.Fatal(err)
		}
		w.write(to, string(text))
	}
	out, code := w.run("plan", "-detailed-exitcode", "-no-color", "-out", "upgrade.tfplan")
	if code != 2 || !strings.Contains(out, "0 to add, 2 to change, 0 to destroy") {
		t.Fatalf("plan exits with %d:\n%s", code, out)
	}
	want := map[string][]string{
		"graceful_service.api":    {"estimates.deployment_seconds"},
		"graceful_service.worker": {"estimates.deployment_seconds", "estimates.stop_seconds", "notes"},
	}
	if diff := cmp.Diff(want, w.changes("upgrade.tfplan")); diff != "" {
		t.Errorf("changes mismatch (-want +got):\n%s", diff)
	}
	if out, code := w.run("apply", "-no-color", "upgrade.tfplan"); code != 0 {
		t.Fatal(out)
	}
	if out, code := w.run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
		t.Errorf("second plan exits with %d:\n%s", code, out)
	}
}

// changes lists the paths that a plan changes, by resource.
func (w workspace) changes(plan string) map[string][]string {
	w.t.Helper()
	text, code := w.run("show", "-json", plan)
	var shown struct {
		Changes []struct {
			Address string
			Change  struct{ Before, After map[string]any }
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(text), &shown); err != nil || code != 0 {
		w.t.Fatalf("terraform show: %v\n%s", err, text)
	}
	out := map[string][]string{}
	for _, c := range shown.Changes {
		out[c.Address] = differing("", c.Change.Before, c.Change.After)
	}
	return out
}

// differing lists the paths at which two objects differ, in order.
func differing(prefix string, before, after map[string]any) (paths []string) {
	for _, name := range slices.Sorted(maps.Keys(after)) {
		inside, ok := before[name].(map[string]any)
		insideAfter, also := after[name].(map[string]any)
		switch {
		case ok && also:
			paths = append(paths, differing(prefix+name+".", inside, insideAfter)...)
		case !cmp.Equal(before[name], after[name]):
			paths = append(paths, prefix+name)
		}
	}
	return paths
}

// A state that only an import has written has no profile to compute from.
func TestUpgrade_imported(t *testing.T) {
	t.Parallel()
	w := workspace{t, t.TempDir()}
	w.write("main.tf", apiTen)
	w.write("terraform.tfstate", `{"version": 4, "terraform_version": "1.5.7", "serial": 1, "lineage": "5a0f8c1e-0000-4000-8000-000000000002", "outputs": {},
  "resources": [{"mode": "managed", "type": "graceful_service", "name": "api", "provider": "provider[\"`+address+`\"]",
    "instances": [{"schema_version": 0, "attributes": {"name": "api", "workload": null, "guarantees": null}}]}]}`)
	out, code := w.run("plan", "-detailed-exitcode", "-no-color")
	if code != 2 || !strings.Contains(out, "+ stop_timeout") || !strings.Contains(out, "0 to add, 1 to change, 0 to destroy") {
		t.Errorf("plan exits with %d:\n%s", code, out)
	}
}
