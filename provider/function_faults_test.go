package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestSettingsFunction_faults checks that all faults of a profile come at once,
// at the argument, in the words of the stop model.
func TestSettingsFunction_faults(t *testing.T) {
	t.Parallel()
	requireFunctions(t)
	// shapes are profiles that a typed attribute would not let through.
	shapes := []map[string]any{
		{},
		{"workload": "http", "longest_work": "30"},
		{"workload": "http", "longest_wrk": 30},
		{"workload": "htpp", "longest_work": 10.5, "margin": 61, "sidecars": []any{map[string]any{"nam": "x", "flush": 3}}},
		{"workload": 5, "longest_work": true, "sidecars": "log-router", "require": "deployment", "singleton": "no"},
		{"workload": "http", "longest_work": 10, "sidecars": []any{"log-router", nil}, "require": []any{1}},
		{"workload": "queue", "longest_work": 10, "load_balancer": "alb", "propagation": 5, "on_interrupt": "close"},
	}
	for _, row := range append(limits(), lists()...) {
		if len(row.faults(t)) > 0 {
			shapes = append(shapes, row.profile())
		}
	}
	var config strings.Builder
	var want []found
	for i, profile := range shapes {
		_, err := shutdown.Parse(profile)
		var faults shutdown.Faults
		if !errors.As(err, &faults) {
			t.Fatalf("%v has no fault", profile)
		}
		text, err := json.Marshal(profile)
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprintf("output \"row_%d\" { value = provider::graceful::settings(%s) }", i, text)
		config.WriteString(line + "\n")
		// Terraform ends the text with a full stop of its own.
		want = append(want, found{line, "Invalid function argument", strings.TrimSuffix(faults.Error(), ".") + "."})
	}
	got := seen(config.String(), newWorkspace(t, config.String()).validate())
	if diff := cmp.Diff(sorted(want), got); diff != "" {
		t.Errorf("faults mismatch (-want +got):\n%s", diff)
	}
}

func TestSettingsFunction_notAMap(t *testing.T) {
	t.Parallel()
	requireFunctions(t)
	rows := map[string]string{
		`null`:                 "null",
		`[1]`:                  "a list",
		`tolist(["http"])`:     "a list",
		`toset(["http"])`:      "a list",
		`"workload: http"`:     "a string",
		`5`:                    "a number",
		`true`:                 "true or false",
		`yamldecode("- a")`:    "a list",
		`jsondecode("\"a\"")`:  "a string",
		`tomap(null)`:          "null",
		`[for s in ["a"] : s]`: "a list",
	}
	var config strings.Builder
	var want []found
	for value, kind := range rows {
		line := fmt.Sprintf("output \"row_%d\" { value = provider::graceful::settings(%s) }", len(want), value)
		config.WriteString(line + "\n")
		want = append(want, found{line, "Invalid function argument",
			"profile: Wrong Type\nA profile is a map of fields, not " + kind + ".\nGiven: " + kind + ". Allowed: a map of profile fields."})
	}
	got := seen(config.String(), newWorkspace(t, config.String()).validate())
	if diff := cmp.Diff(sorted(want), got); diff != "" {
		t.Errorf("faults mismatch (-want +got):\n%s", diff)
	}
}

// TestSettingsFunction_faultsBesideUnknown checks that what is known is checked
// while the rest is not.
func TestSettingsFunction_faultsBesideUnknown(t *testing.T) {
	t.Parallel()
	requireFunctions(t)
	const config = `
resource "terraform_data" "late" { input = "alb" }
output "settings" { value = provider::graceful::settings({ workload = terraform_data.late.output, longest_work = 0, sidecars = [terraform_data.late.output] }) }
`
	got := seen(config, newWorkspace(t, config).plan())
	const detail = "longest_work: Value Out Of Range\nlongest_work is out of range.\nGiven: 0. Allowed: a whole number from 1 to 172800.\nWays out:\n  - set longest_work to a whole number from 1 to 172800."
	if len(got) != 1 || got[0].Detail != detail {
		t.Errorf("plan reports %+v, want only %q", got, detail)
	}
}
