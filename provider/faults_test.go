package provider

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// bad is one row: a value of a field, beside a sound rest.
type bad struct {
	field string
	value any
	// rule is what faults the value itself; empty when the value is sound.
	rule string
	// offers is the word that the fault must offer.
	offers string
}

// limits are the rows that follow from the fields: each number around its
// limits, each word misspelt.
func limits() []bad {
	var rows []bad
	for _, f := range shutdown.Fields() {
		switch {
		case f.Type == shutdown.Number:
			rows = append(rows,
				bad{f.Name, f.Min - 1, "range", ""}, bad{f.Name, f.Min, "", ""},
				bad{f.Name, f.Max, "", ""}, bad{f.Name, f.Max + 1, "range", ""},
				bad{f.Name, 1_000_000, "range", ""}, bad{f.Name, -1_000_000, "range", ""}, bad{f.Name, 1e30, "range", ""},
				bad{f.Name, float64(f.Min) + 0.5, "type", ""})
		case f.Type == shutdown.Text && f.Values != nil:
			word := f.Values[0]
			rows = append(rows, bad{f.Name, word, "", ""}, bad{f.Name, word + "e", "enum", word}, bad{f.Name, "", "enum", ""}, bad{f.Name, strings.Repeat("x", 200), "enum", ""})
		case f.Type == shutdown.Text:
			rows = append(rows, bad{f.Name, "APP_", "", ""}, bad{f.Name, "app_", "pattern", ""}, bad{f.Name, "", "pattern", ""})
		}
	}
	return rows
}

// lists are the rows of what stands in lists, with the path that is faulted.
func lists() []bad {
	sidecar := func(name any, flush any) []any { return []any{map[string]any{"name": name, "flush": flush}} }
	return []bad{
		{"sidecars", sidecar("log-router", -1), "range", ""},
		{"sidecars", sidecar("log-router", 0), "", ""},
		{"sidecars", sidecar("log-router", 115), "", ""},
		{"sidecars", sidecar("log-router", 116), "range", ""},
		{"sidecars", sidecar("log-router", 1.5), "type", ""},
		{"sidecars", sidecar("log router", 1), "pattern", ""},
		{"sidecars", append(sidecar("a", 1), sidecar("a", 1)...), "duplicate", ""},
		{"require", []any{"deployment", "deploymnt"}, "enum", "deployment"},
		{"require", []any{"deployment", "deployment"}, "duplicate", ""},
		{"require", []any{nil}, "type", ""},
		{"require", []any{}, "", ""},
	}
}

// profile is the row's profile as a file would hold it.
func (b bad) profile() map[string]any {
	p := map[string]any{"workload": "http", "longest_work": 10}
	p[b.field] = b.value
	return p
}

// faults is what the stop model says to the row, once it is sure that this is
// the fault the row is about.
func (b bad) faults(t *testing.T) shutdown.Faults {
	t.Helper()
	_, err := shutdown.Parse(b.profile())
	var faults shutdown.Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatal(err)
	}
	i := slices.IndexFunc(faults, func(f shutdown.Fault) bool { return f.Path == b.field || strings.HasPrefix(f.Path, b.field+"[") })
	own := []string{"range", "type", "enum", "pattern", "duplicate"}
	switch {
	case b.rule == "" && i >= 0 && slices.Contains(own, faults[i].Rule):
		t.Fatalf("%s = %v is sound, but is faulted: %v", b.field, b.value, faults[i])
	case b.rule != "" && (i < 0 || faults[i].Rule != b.rule):
		t.Fatalf("%s = %v has faults %v, want one by rule %s", b.field, b.value, faults, b.rule)
	case b.offers != "" && faults[i].Allowed == "nothing": // No word at all fits the rest.
		if diff := cmp.Diff([]string{"remove " + b.field}, faults[i].WaysOut); diff != "" {
			t.Fatalf("%s = %v: ways out (-want +got):\n%s", b.field, b.value, diff)
		}
	case b.offers != "" && !strings.Contains(faults[i].Detail(), `write "`+b.offers+`"`):
		t.Fatalf("%s = %v is not offered %s: %v", b.field, b.value, b.offers, faults[i])
	}
	return faults
}

// found is a fault as Terraform shows it: where, and in which words.
type found struct {
	Line            string
	Summary, Detail string
}

// seen reads the diagnostics with the text of the line that each points at.
func seen(config string, diagnostics []diagnostic) []found {
	lines := strings.Split(header+config, "\n")
	out := make([]found, len(diagnostics))
	for i, d := range diagnostics {
		// Terraform puts what it was calling in front of a function's own words.
		_, detail, ok := strings.Cut(d.Detail, `Invalid value for "profile" parameter: `)
		if !ok {
			detail = d.Detail
		}
		out[i] = found{lines[max(1, d.Range.Start.Line)-1], d.Summary, detail}
	}
	return sorted(out)
}

func sorted(list []found) []found {
	return slices.SortedFunc(slices.Values(list), func(a, b found) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
}

// TestFaults_everyField tries every row in one configuration: each fault must
// be at its attribute's line, with the words of the stop model, and once.
func TestFaults_everyField(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"data", "resource"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			var config strings.Builder
			var want []found
			for i, row := range append(limits(), lists()...) {
				lines := map[string]string{}
				for _, name := range slices.Sorted(maps.Keys(row.profile())) {
					// The comment makes each line the only one of its kind.
					lines[name] = strings.TrimSuffix(argumentLines(t, map[string]any{name: row.profile()[name]}), "\n") + fmt.Sprintf(" # row %d", i)
				}
				head := fmt.Sprintf("data \"graceful_settings\" \"row_%d\" {", i)
				if kind == "resource" {
					head = fmt.Sprintf("resource \"graceful_service\" \"row_%d\" {\n  name = \"row-%d\"", i, i)
				}
				fmt.Fprintf(&config, "%s\n%s\n}\n", head, strings.Join(slices.Sorted(maps.Values(lines)), "\n"))
				for _, f := range row.faults(t) {
					field, _, _ := strings.Cut(f.Path, "[")
					line, ok := lines[field]
					if !ok {
						// The fault is about a field that is left out.
						line, _, _ = strings.Cut(head, "\n")
					}
					want = append(want, found{line, f.Title(), f.Detail()})
				}
			}
			got := seen(config.String(), newWorkspace(t, config.String()).validate())
			if diff := cmp.Diff(sorted(want), got); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFaults_element checks that a fault inside a list of several lines is at
// the element's own line.
func TestFaults_element(t *testing.T) {
	t.Parallel()
	const config = `
data "graceful_settings" "api" {
  workload     = "http"
  longest_work = 10
  sidecars = [
    { name = "log-router", flush = 5 },
    { name = "agent", flush = 116 },
  ]
  require = [
    "deployment",
    "sclae_in",
  ]
}
`
	var lines []string
	for _, f := range seen(config, newWorkspace(t, config).validate()) {
		lines = append(lines, strings.TrimSpace(f.Line)+" "+f.Summary)
	}
	want := []string{`"sclae_in", Unknown Word`, `{ name = "agent", flush = 116 }, Value Out Of Range`}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("lines mismatch (-want +got):\n%s", diff)
	}
}

// What Terraform itself finds is not said a second time; an explicit null is left
// to us.
func TestFaults_terraformsOwn(t *testing.T) {
	t.Parallel()
	const config = `
data "graceful_settings" "missing" { longest_work = 10 }
data "graceful_settings" "null" {
  workload     = null
  longest_work = 10
}
data "graceful_settings" "string" {
  workload     = "http"
  longest_work = "long"
}
data "graceful_settings" "misspelt" {
  workload     = "http"
  longest_work = 10
  clean_up     = 5
}
`
	var summaries []string
	for _, f := range seen(config, newWorkspace(t, config).validate()) {
		summaries = append(summaries, strings.TrimSpace(f.Line)+": "+f.Summary)
	}
	want := []string{
		`clean_up     = 5: Unsupported argument`,
		`longest_work = "long": Incorrect attribute value type`,
		`workload     = null: Missing Value`,
		`data "graceful_settings" "missing" { longest_work = 10 }: Missing required argument`,
	}
	if diff := cmp.Diff(want, summaries); diff != "" {
		t.Errorf("diagnostics mismatch (-want +got):\n%s", diff)
	}
}

// A fault of a value that is only known when planning is reported then, once.
func TestFaults_variable(t *testing.T) {
	t.Parallel()
	const config = `
variable "seconds" { type = number }
data "graceful_settings" "api" {
  workload     = "http"
  longest_work = var.seconds
  capacity     = "spot"
}
resource "graceful_service" "api" {
  name         = "api"
  workload     = "http"
  longest_work = var.seconds
}
`
	w := newWorkspace(t, config)
	if got := w.validate(); len(got) > 0 {
		t.Errorf("validate finds %+v before the value is known", got)
	}
	got := seen(config, w.plan("-var", "seconds=172801"))
	const detail = "longest_work is out of range.\nGiven: 172801. Allowed: a whole number from 1 to 172800.\nWays out:\n  - set longest_work to a whole number from 1 to 172800"
	one := found{"  longest_work = var.seconds", "Value Out Of Range", detail}
	if diff := cmp.Diff([]found{one, one}, got); diff != "" {
		t.Errorf("plan mismatch (-want +got):\n%s", diff)
	}
}

// A fault of a value that is only known when applying stops the apply, once,
// and leaves nothing behind.
func TestFaults_late(t *testing.T) {
	t.Parallel()
	const config = `
resource "terraform_data" "seconds" { input = 172801 }
data "graceful_settings" "api" {
  workload     = "http"
  longest_work = terraform_data.seconds.output
}
resource "graceful_service" "api" {
  name         = "api"
  workload     = "http"
  longest_work = terraform_data.seconds.output
}
`
	w := newWorkspace(t, config)
	out, code := w.run("apply", "-auto-approve", "-no-color")
	if n := strings.Count(out, "longest_work is out of range."); code != 1 || n != 2 {
		t.Errorf("apply exits with %d and reports the fault %d times, want 1 and twice:\n%s", code, n, out)
	}
	if out, _ := w.run("state", "list"); strings.TrimSpace(out) != "terraform_data.seconds" {
		t.Errorf("the state has\n%s", out)
	}
}
