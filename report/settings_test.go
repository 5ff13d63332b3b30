package report_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// scalars lists the settings of the JSON by dotted name, and those that are
// null. What has a part of the table for itself is left out.
func scalars(t fataler, s shutdown.Settings) (values map[string]string, null []string) {
	t.Helper()
	data, err := report.JSON(s)
	if err != nil {
		t.Fatal(err)
	}
	values = make(map[string]string)
	var walk func(name string, v any)
	walk = func(name string, v any) {
		switch v := v.(type) {
		case nil:
			null = append(null, name)
		case map[string]any:
			for key, inner := range v {
				switch key {
				case "environment", "framework_settings", "sidecar_framework_settings", "guarantees", "estimates", "explanation", "notes":
				default:
					walk(strings.TrimPrefix(name+"."+key, "."), inner)
				}
			}
		case []any:
			words := []string{}
			for _, e := range v {
				if provider, ok := e.(map[string]any); ok {
					values[name+"."+written(provider["name"])] = "base " + written(provider["base"]) + ", weight " + written(provider["weight"])
				} else {
					words = append(words, written(e))
				}
			}
			if name != "capacity_providers" {
				values[name] = orElse(strings.Join(words, ", "), "none")
			}
		default:
			values[name] = written(v)
		}
	}
	walk("", decoded(t, data))
	slices.Sort(null)
	return values, null
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

func written(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.Itoa(int(f))
	}
	text, _ := json.Marshal(v)
	return strings.Trim(string(text), `"`)
}

// unitOf is the unit that a setting has by the table of outputs.
func unitOf(name string) string {
	parent := name[:max(0, strings.LastIndexByte(name, '.'))]
	for _, o := range shutdown.Outputs() {
		if o.Name == name || o.Name == parent && parent == "sidecar_stop_timeouts" {
			return o.Unit
		}
	}
	return ""
}

// TestTable_everySetting reads the table back and compares it with the JSON.
func TestTable_everySetting(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := anySettings(r)
		want, null := scalars(r, s)
		text := report.Table(s)
		section, _, _ := strings.Cut(text, "\nEnvironment\n")
		section, absent, _ := strings.Cut(section, "  not applicable: ")
		got := make(map[string]string)
		for line := range strings.Lines(section) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
			if value = strings.TrimSpace(value); value != "" {
				got[name] = value
			}
		}
		for name, value := range want {
			if unit := unitOf(name); unit != "" {
				want[name] = value + " " + unit
			}
			if value == "1" {
				want[name] = strings.TrimSuffix(want[name], "s")
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatalf("Table() mismatch with JSON() (-want +got):\n%s", diff)
		}
		names := split(absent)
		slices.Sort(names)
		if diff := cmp.Diff(null, names); diff != "" {
			r.Fatalf("not applicable mismatch (-want +got):\n%s", diff)
		}
		for line := range strings.Lines(text) {
			if strings.TrimRight(line, " \n") != strings.TrimSuffix(line, "\n") {
				r.Fatalf("the line %q ends in spaces", line)
			}
		}
	})
}

// split takes a list apart that may be broken over lines.
func split(list string) []string {
	list = strings.Join(strings.Fields(list), " ")
	if list == "" {
		return nil
	}
	return strings.Split(list, ", ")
}

// TestTable_plain has no colour unless asked for, and says the same with it.
func TestTable_plain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := anySettings(r)
		text, coloured := report.Table(s), report.TableStyle{Colour: true}.Table(s)
		if strings.Contains(text, "\x1b") {
			r.Fatal("Table() has colour")
		}
		if !strings.Contains(coloured, "\x1b[31mnone\x1b[0m") && !strings.Contains(coloured, "\x1b[32mredelivered\x1b[0m") {
			r.Fatal("no verdict has a colour")
		}
		if diff := cmp.Diff(text, regexp.MustCompile("\x1b\\[[0-9]*m").ReplaceAllString(coloured, "")); diff != "" {
			r.Fatalf("coloured table mismatch (-want +got):\n%s", diff)
		}
	})
}

// TestReports_verdicts looks for the verdict of each cause of every worked
// example in the table and the Markdown.
func TestReports_verdicts(t *testing.T) {
	t.Parallel()
	for _, c := range cases.Worked() {
		if c.Rule != "" {
			continue
		}
		s := compute(t, c.Profile)
		table, markdown := report.Table(s), report.Markdown(s)
		for cause, kept := range c.Want.Kept {
			word := string(kept)
			if upTo, ok := c.Want.UpTo[cause]; ok {
				word += " " + strconv.Itoa(upTo) + " s"
			}
			row := regexp.MustCompile(`(?m)^  ` + string(cause) + ` +(drained|concurrent|sudden) +` + word + `  +\S`)
			if !row.MatchString(table) {
				t.Errorf("%s: Table() has no row for %s with %q:\n%s", c.Name, cause, word, table)
			}
			cell := regexp.MustCompile("(?m)^\\| \\S+ \\| `" + string(cause) + "` \\| (drained|concurrent|sudden) \\| " + word + " \\| .+ \\|$")
			if !cell.MatchString(markdown) {
				t.Errorf("%s: Markdown() has no row for %s with %q:\n%s", c.Name, cause, word, markdown)
			}
		}
	}
}

// TestEnv_asDocker reads the lines as docker's --env-file does.
func TestEnv_asDocker(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := anySettings(r)
		want := s.Environment.Map()
		if s.FrameworkSettings != nil {
			for _, e := range s.FrameworkSettings.Environment {
				want[e.Key] = e.Value
			}
		}
		got := make(map[string]string)
		for line := range strings.Lines(report.Env(s)) {
			name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			if !ok || name == "" || strings.ContainsAny(name, " \t#") || !strings.HasSuffix(line, "\n") {
				r.Fatalf("docker refuses the line %q", line)
			}
			got[name] = value
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatalf("Env() mismatch (-want +got):\n%s", diff)
		}
	})
}

// TestExplanations_complete looks for each part of each explanation.
func TestExplanations_complete(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := anySettings(r)
		text := strings.Join(strings.Fields(report.ExplanationText(s)), " ")
		markdown := report.ExplanationMarkdown(s)
		for _, e := range s.Explanation {
			want := e.Setting + " = " + strconv.Itoa(e.Value)
			for _, part := range []string{want, e.Formula, strings.Join(strings.Fields(e.Because), " "), e.Source} {
				if !strings.Contains(text, part) {
					r.Fatalf("ExplanationText() lacks %q:\n%s", part, text)
				}
			}
			for _, part := range []string{"`" + e.Setting + "` | " + strconv.Itoa(e.Value), "](" + e.Source + ")"} {
				if !strings.Contains(markdown, part) {
					r.Fatalf("ExplanationMarkdown() lacks %q:\n%s", part, markdown)
				}
			}
		}
		if got := strings.Count(markdown, "\n") - 2; got != len(s.Explanation) {
			r.Fatalf("ExplanationMarkdown() has %d rows, want %d", got, len(s.Explanation))
		}
	})
}

// TestMarkdown_renders has a renderer read every table: none falls apart.
func TestMarkdown_renders(t *testing.T) {
	t.Parallel()
	github := goldmark.New(goldmark.WithExtensions(extension.Table))
	rapid.Check(t, func(r *rapid.T) {
		p := anyProfile(r)
		v, err := shutdown.Prove(p)
		if err != nil {
			r.Skip(err)
		}
		for _, text := range []string{report.Markdown(v.Explained()), report.TimelinesMarkdown(v.Timelines())} {
			var b bytes.Buffer
			if err := github.Convert([]byte(text), &b); err != nil {
				r.Fatal(err)
			}
			tables, rows := 0, 0
			for line := range strings.Lines(text) {
				switch {
				case strings.HasPrefix(line, "| --- |"):
					tables++
				case strings.HasPrefix(line, "| "):
					rows++
				}
			}
			if got := [2]int{strings.Count(b.String(), "<table>"), strings.Count(b.String(), "<tr>")}; tables == 0 || got != [2]int{tables, rows} {
				r.Fatalf("%v tables and rows are shown, want %v:\n%s", got, [2]int{tables, rows}, text)
			}
		}
	})
}
