package profile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
)

// TestRead_invalid holds faults of syntax to the line that breaks the file, and
// to a way out of it.
func TestRead_invalid(t *testing.T) {
	t.Parallel()
	const sound = "# A comment, so that the map does not begin on the first line.\nworkload: http\nlongest_work: 10\n"
	const wordy = "a document of words alone"
	tests := map[string]struct {
		name, text string
		line       int
		way        string
	}{
		"no colon":                   {text: sound + "cleanup 5\n", line: 4, way: "a colon and a space"},
		"no space after the colon":   {text: sound + "cleanup:5\nmargin: 5\n", line: 4, way: "a colon and a space"},
		"indented":                   {text: sound + "cleanup: 5\n  margin: 5\nstartup: 1\n", line: 5, way: "equally indented"},
		"indented too little":        {text: sound + "sidecars:\n  - name: a\n   flush: 5\nmargin: 1\n", line: 6, way: "equally indented"},
		"a list in the map":          {text: sound + "- a\ncleanup: 5\n", line: 4, way: "one field on each line"},
		"a list goes on":             {text: sound + "sidecars:\n- name: a\nflush: 5\n- name: b\n", line: 7, way: "one field on each line"},
		"two on a line":              {text: sound + "cleanup: 5 margin: 5\n", line: 4, way: "one field on each line"},
		"an open bracket":            {text: sound + "require: [deployment\nmargin: 5\n", line: 4, way: "close the bracket"},
		"an open bracket at the end": {text: sound + "require: [deployment\n", line: 4, way: "close the bracket"},
		"a bracket after a list":     {text: sound + "require: [\n deployment\n]\nsidecars: [\n", line: 7, way: "close every bracket"},
		"an open brace":              {text: sound + "sidecars: [{name: a\n  ]\nmargin: 5\n", line: 4, way: "close the brace"},
		"an open quote":              {text: sound + "framework: 'go\nmargin: 5\n", line: 4, way: "close the quote"},
		"an open quote on line 1":    {text: "framework: 'go\nmargin: 5\n", line: 1, way: "close the quote"},
		"a comma alone":              {text: sound + "require: [,]\n", line: 4, way: "a value before each comma"},
		"an escape":                  {text: sound + "framework: \"\\q\"\n", line: 4, way: "single quotes"},
		"a reserved character":       {text: sound + "cleanup: @5\n", line: 4, way: "quotes around"},
		"a tab after a dash":         {text: sound + "sidecars:\n-\tname: a\n  flush: 5\n", line: 5, way: "spaces instead of the tab"},
		"an alias of nothing":        {text: sound + "cleanup: *a\nmargin: 5\n", line: 4, way: "write the value out"},
		"a version":                  {text: "%YAML 1.2\n---\n" + sound, line: 1, way: "percent sign"},
		"a directive":                {text: "# one\n%FOO\n---\n" + sound, line: 2, way: "percent sign"},
		"after the end":              {text: sound + "...\nfoo: 1\n", line: 5, way: "one field on each line"},
		"windows lines":              {text: strings.ReplaceAll(sound+"cleanup: @5\n", "\n", "\r\n"), line: 4, way: "quotes around"},
		"an empty first document":    {text: "---\n---\n" + sound, line: 2, way: "keep one document in each file"},
		"a mark twice":               {text: "\ufeff\ufeff" + sound, line: 1, way: "remove it"},
		"a mark inside":              {text: sound + "# \ufeff\n", line: 4, way: "remove it"},
		"a mark inside json":         {name: "p.json", text: "{\n\"workload\": \"\ufeffhttp\"}", line: 2, way: "remove it"},
		"words":                      {text: wordy, line: 1, way: "such as workload: http"},
		"a list":                     {text: "- workload\n", line: 1, way: "such as workload: http"},
		"too large":                  {text: strings.Repeat("#", profile.MaxBytes+1), line: 1, way: "a profile and nothing else"},
		"too many":                   {text: strings.Repeat("a: 1\n", 2000), line: 1001, way: "a profile and nothing else"},
		"json, a last comma":         {name: "p.json", text: "{\"workload\": \"http\",\n}", line: 2, way: "remove the comma"},
		"json, a last comma in list": {name: "p.json", text: "{\"require\": [\"deployment\",\n]}", line: 2, way: "remove the comma"},
		"json, no comma":             {name: "p.json", text: "{\"workload\": \"http\"\n\"margin\": 5}", line: 2, way: "put a comma"},
		"json, no quotes":            {name: "p.json", text: "{\nworkload: \"http\"}", line: 2, way: "double quotes"},
		"json, a bare word":          {name: "p.json", text: "{\n\"workload\": http}", line: 2, way: "double quotes"},
		"json, single quotes":        {name: "p.json", text: "{\n'workload': \"http\"}", line: 2, way: "double quotes"},
		"json, open":                 {name: "p.json", text: "{\n\"margin\": 5", line: 2, way: "close every quote"},
		"json, more":                 {name: "p.json", text: "{}\n{}", line: 2, way: "remove what follows"},
		"json, octal":                {name: "p.json", text: "{\n\"margin\": 05}", line: 2, way: "put a comma"},
		"json, not a number":         {name: "p.json", text: "{\n\"margin\": .5}", line: 2, way: "double quotes"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := tt.name
			if file == "" {
				file = "p.yaml"
			}
			_, err := profile.Read(file, []byte(tt.text))
			faults := faultsOf(t, err)
			if len(faults) != 1 || faults[0].Path != "profile" {
				t.Fatalf("Read() error = %v, want one fault of the file", err)
			}
			if f := faults[0]; f.Line != tt.line || len(f.WaysOut) != 1 || !strings.Contains(strings.ToLower(f.WaysOut[0]), tt.way) {
				t.Errorf("line %d, want %d with a way out like %q:\n%v", f.Line, tt.line, tt.way, err)
			}
		})
	}
}

// TestRead_merged: what a merge key may have set is not called missing.
func TestRead_merged(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]found{
		"<<: {longest_work: 10}\nworkload: http\n":                                           {{"profile", "syntax", 1, 1}},
		"<<: {longest_work: 10}\nworkload: htp\n":                                            {{"workload", "enum", 2, 11}, {"profile", "syntax", 1, 1}},
		"workload: http\nlongest_work: 10\nsidecars:\n- <<: {name: a}\n":                     {{"sidecars[0]", "syntax", 4, 3}},
		"workload: http\nlongest_work: 10\nsidecars:\n- <<: {name: a}\n  flush: x\n":         {{"sidecars[0]", "syntax", 4, 3}, {"sidecars[0].flush", "type", 5, 10}},
		"workload: http\nlongest_work: 10\nsidecars:\n- <<: {name: a}\n- flush: 1\n":         {{"sidecars[0]", "syntax", 4, 3}, {"sidecars[1].name", "required", 5, 3}},
		"workload: http\nlongest_work: 10\nsidecars:\n- name: a\n  flush: 1\n  \"<<\": {}\n": {{"sidecars[0].<<", "unknown-field", 6, 3}},
	} {
		_, err := profile.Read("p.yaml", []byte(text))
		if diff := cmp.Diff(want, where(faultsOf(t, err))); diff != "" {
			t.Errorf("%q faults mismatch (-want +got):\n%s", text, diff)
		}
	}
}

// TestRead_short: a fault repeats a little of what was given, however long it is.
func TestRead_short(t *testing.T) {
	t.Parallel()
	const sound, most = "workload: http\nlongest_work: 10\n", 1000
	for _, unit := range []string{"a", "1", "é", "\\n", "a.", "_", "-"} {
		long := strings.Repeat(unit, 50_000/len(unit))
		for name, texts := range map[string][]string{
			"p.yaml": {long, "*" + long, "cleanup: *" + long, "cleanup: &" + long + " 5", "cleanup: !" + long + " 5", "cleanup: !<" + long + "> 5", "%" + long, "%TAG ! " + long, "cleanup: 2026-01-01 00:00:00." + long,
				"framework: 2026-01-01 00:00:00." + long, "framework: " + long, "framework: \"" + long + "\"", "environment_prefix: " + long, "cleanup: 1e" + long, "cleanup: 0x" + long, "cleanup: ." + long, "? " + long + "\n: 1", "? \"" + long + "\"\n: 1\n? \"" + long + "\"\n: 2",
				"<<: *" + long, "sidecars: [{? \"" + long + "\" : 1, name: a, flush: 1}]", "sidecars: [{name: \"" + long + "\", flush: 1}]", "require: [\"" + long + "\"]", "'" + long, "[" + long, "? [" + long + "]\n: 1", "\"\\" + long + "\"", "--- " + long, "cleanup: |\n  " + long, "cleanup: |" + long},
			"p.json": {long, "\"" + long + "\"", "{\"" + long + "\": 1}", "{\"" + long + "\": 1, \"" + long + "\": 2}", "{\"cleanup\": 1" + long + "}", "{\"framework\": \"" + long + "\"}", "{" + long, "{\"cleanup\": 1}" + long, "{\"sidecars\": [{\"" + long + "\": 1}]}"},
		} {
			for _, text := range texts {
				before := ""
				if name == "p.yaml" && !strings.HasPrefix(text, "%") {
					before = sound
				}
				_, err := profile.Read(name, []byte(before+text+"\n"))
				for _, f := range faultsOf(t, err) {
					if n := len(f.Error()); n > most {
						t.Errorf("%s %.60q with many %q: the fault has %d bytes: %.200s", name, text, unit, n, f.Error())
					}
				}
			}
		}
	}
}

// TestRead_keys: a key shows in a path as it is where that is safe.
func TestRead_keys(t *testing.T) {
	t.Parallel()
	const sound = "workload: http\nlongest_work: 10\n"
	for text, want := range map[string][]found{
		sound + "a b: 1\n":                                      {{"a b", "unknown-field", 3, 1}},
		sound + "\"a\\n::error::b\": 1\n":                       {{`"a\n::error::b"`, "unknown-field", 3, 1}},
		sound + "\"::error::b\": 1\n":                           {{`"::error::b"`, "unknown-field", 3, 1}},
		sound + "\"::error::b\": 1\n\"::error::b\": 1\n":        {{`"::error::b"`, "unknown-field", 3, 1}, {`"::error::b"`, "duplicate-key", 4, 1}},
		sound + "\"##[error]b\": 1\n":                           {{`"\x23#[error]b"`, "unknown-field", 3, 1}},
		sound + "\"\": 1\n":                                     {{`""`, "unknown-field", 3, 1}},
		sound + "sidecars: [{\"a\\eb\": 1, name: a, flush: 1}]": {{`sidecars[0]."a\x1bb"`, "unknown-field", 3, 13}},
	} {
		_, err := profile.Read("p.yaml", []byte(text))
		if diff := cmp.Diff(want, where(faultsOf(t, err))); diff != "" {
			t.Errorf("%q faults mismatch (-want +got):\n%s", text, diff)
		}
		for line := range strings.Lines(err.Error()) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("%q: the report has a command of a build system: %s", text, line)
			}
		}
	}
}
