package main

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestSettings_workedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range cases.Worked() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			path := file(t, "profile.yaml", c.YAML)
			table := cli(t, "", "settings", path)
			asJSON := cli(t, "", "settings", path, "--format", "json")
			if fromPipe := cli(t, c.YAML, "settings", "-", "--format", "json"); fromPipe.stdout != asJSON.stdout || fromPipe.status != asJSON.status {
				t.Errorf("standard input gives status %d and\n%s\nwant status %d and\n%s", fromPipe.status, fromPipe.stdout, asJSON.status, asJSON.stdout)
			}
			name := strings.ReplaceAll(c.Name, " ", "-") + ".txt"
			s, err := shutdown.Compute(c.Profile)
			if c.Rule != "" {
				golden(t, name, strings.ReplaceAll(table.stderr, path, "profile.yaml"))
				checkRefused(t, c, err, table, asJSON)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name, table.stdout)
			if table.status != exitOK || table.stderr != "" || asJSON.status != exitOK || asJSON.stderr != "" {
				t.Errorf("status %d and %d, standard error %q and %q", table.status, asJSON.status, table.stderr, asJSON.stderr)
			}
			want, err := report.JSON(s)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), asJSON.stdout); diff != "" {
				t.Errorf("settings --format json mismatch (-want +got):\n%s", diff)
			}
			got, err := cases.Printed([]byte(asJSON.stdout), c.Want)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.Want, got); diff != "" {
				t.Errorf("numbers and verdicts mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// checkRefused holds both forms of a fault to the model's words.
func checkRefused(t *testing.T, c cases.Case, err error, text, asJSON result) {
	t.Helper()
	var faults shutdown.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("Compute() error = %v, want faults", err)
	}
	if text.status != exitFaults || asJSON.status != exitFaults || text.stdout != "" || asJSON.stderr != "" {
		t.Errorf("status %d and %d, standard output %q, standard error %q", text.status, asJSON.status, text.stdout, asJSON.stderr)
	}
	for _, f := range faults {
		for _, line := range append(strings.Split(f.Detail(), "\n"), f.Path+": "+f.Title()) {
			if !strings.Contains(text.stderr, line) {
				t.Errorf("standard error does not have the line %q:\n%s", line, text.stderr)
			}
		}
	}
	var got struct{ Faults shutdown.Faults }
	if err := json.Unmarshal([]byte(asJSON.stdout), &got); err != nil {
		t.Fatalf("%v in %s", err, asJSON.stdout)
	}
	for i := range got.Faults {
		if got.Faults[i].Line == 0 || got.Faults[i].Column == 0 {
			t.Errorf("%s has no place", got.Faults[i].Path)
		}
		got.Faults[i].Line, got.Faults[i].Column = 0, 0
	}
	if diff := cmp.Diff(faults, got.Faults); diff != "" {
		t.Errorf("faults mismatch (-want +got):\n%s", diff)
	}
	if c.Path != faults[0].Path || c.Rule != faults[0].Rule {
		t.Errorf("fault %s at %s, want %s at %s", faults[0].Rule, faults[0].Path, c.Rule, c.Path)
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, c := range cases.Worked() {
		s, err := shutdown.Compute(c.Profile)
		if err != nil {
			continue
		}
		for args, want := range map[string]string{
			"settings - --format table":    report.Table(s),
			"settings - --format markdown": report.Markdown(s),
			"settings - --format env":      report.Env(s),
			"settings - --format hcl":      report.HCL(s),
			"settings - --color always":    report.TableStyle{Colour: true}.Table(s),
			"settings - --color never":     report.Table(s),
			"explain -":                    report.ExplanationText(s),
			"explain - --format markdown":  report.ExplanationMarkdown(s),
		} {
			got := cli(t, c.YAML, strings.Fields(args)...)
			if diff := cmp.Diff(result{exitOK, want, ""}, got, cmp.AllowUnexported(result{})); diff != "" || want == "" {
				t.Errorf("%s: %s mismatch (-want +got):\n%s", c.Name, args, diff)
			}
		}
		var got struct{ Explanation []shutdown.Explanation }
		out := cli(t, c.YAML, "explain", "-", "--format=json")
		if err := json.Unmarshal([]byte(out.stdout), &got); err != nil {
			t.Fatalf("%v in %s", err, out.stdout)
		}
		if diff := cmp.Diff(s.Explanation, got.Explanation); diff != "" {
			t.Errorf("%s: explain mismatch (-want +got):\n%s", c.Name, diff)
		}
	}
}
