package profile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// found is a fault as a table row names it.
type found struct {
	Path, Rule   string
	Line, Column int
}

func faultsOf(t *testing.T, err error) shutdown.Faults {
	t.Helper()
	var faults shutdown.Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatalf("error is a %T, want shutdown.Faults: %v", err, err)
	}
	return faults
}

func where(faults shutdown.Faults) []found {
	var out []found
	for _, f := range faults {
		out = append(out, found{f.Path, f.Rule, f.Line, f.Column})
	}
	return out
}

func TestRead_workedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range cases.Worked() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			got, err := profile.Read("profile.yaml", []byte(c.YAML))
			if c.Rule != "" {
				faults := faultsOf(t, err)
				if len(faults) != 1 || faults[0].Rule != c.Rule || faults[0].Path != c.Path || faults[0].Allowed != c.Allowed {
					t.Errorf("Read() error = %v, want one fault of rule %s at %s", err, c.Rule, c.Path)
				}
				return
			}
			if err != nil {
				t.Fatalf("Read() error = %v", err)
			}
			if diff := cmp.Diff(c.Profile, got); diff != "" {
				t.Errorf("Read() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRead_formatsAgree(t *testing.T) {
	t.Parallel()
	want := shutdown.Profile{
		Workload: shutdown.HTTP, LongestWork: new(10), Singleton: new(true), DesiredCount: new(1),
		Sidecars: []shutdown.Sidecar{{Name: "log-router", Flush: new(0)}}, Require: []shutdown.Cause{}, Framework: "go",
	}
	yamlText := "# A comment.\nworkload: \"http\"\nlongest_work: 10.0\nsingleton: True\ndesired_count: 1\nsidecars: [{name: log-router, flush: -0}]\nrequire: []\nframework: 'go'\ncleanup: ~\n"
	jsonText := "{\"workload\": \"http\",\n\t\"longest_work\": 1e1, \"singleton\": true, \"desired_count\": 1,\t\"sidecars\": [{\"name\": \"log-router\", \"flush\": 0}], \"require\": [], \"framework\": \"go\", \"cleanup\": null}"
	for name, text := range map[string]string{
		"profile.yaml": yamlText, "profile.yml": "---\n" + yamlText + "...\n", "-": "\r\n" + strings.ReplaceAll(yamlText, "\n", "\r\n"),
		"profile.json": jsonText, "PROFILE.JSON": "\n\t" + jsonText, "profile": " " + jsonText, "json.yaml": jsonText,
		"flow": "{workload: http, longest_work: 10, singleton: true, desired_count: 1, sidecars: [{name: log-router, flush: 0}], require: [], framework: go}",
	} {
		got, err := profile.Read(name, []byte(text))
		if err != nil {
			t.Errorf("Read(%s) error = %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Read(%s) mismatch (-want +got):\n%s", name, diff)
		}
	}
}

func TestRead_faults(t *testing.T) {
	t.Parallel()
	const sound = "workload: http\nlongest_work: 10\n"
	file := func(rule string, line, column int) []found { return []found{{"profile", rule, line, column}} }
	tests := map[string]struct {
		name, text string
		want       []found
		says       string
	}{
		"empty":                   {text: "", want: file("syntax", 1, 1), says: "The file is empty."},
		"empty json":              {name: "p.json", text: " \n", want: file("syntax", 1, 1), says: "set at least workload and longest_work"},
		"only a comment":          {text: "# nothing\n", want: file("syntax", 1, 1), says: "The file is empty."},
		"only a document start":   {text: "---\n", want: file("syntax", 1, 1), says: "The file is empty."},
		"null":                    {text: "null\n", want: file("syntax", 1, 1), says: "The file is empty."},
		"null json":               {name: "p.json", text: "null", want: file("type", 1, 1), says: "not null"},
		"a list":                  {text: "- workload\n", want: file("type", 1, 1), says: "not a list"},
		"a list in json":          {name: "p.json", text: " [1]", want: file("type", 1, 2), says: "not a list"},
		"a word":                  {text: "http\n", want: file("type", 1, 1), says: `"http"`},
		"a number in json":        {name: "p.json", text: "10", want: file("type", 1, 1), says: "not a number"},
		"an alias as the root":    {text: "*a\n", want: file("syntax", 1, 1), says: "unknown anchor"},
		"too large":               {text: strings.Repeat("#", profile.MaxBytes+1), want: file("syntax", 1, 1), says: "too large"},
		"as large as may be":      {text: sound + "#" + strings.Repeat("x", profile.MaxBytes-len(sound)-1)},
		"a megabyte of letters":   {text: strings.Repeat("garbage ", 131072), want: file("type", 1, 1)},
		"a megabyte of brackets":  {text: strings.Repeat("[", 1<<20), want: file("syntax", 1, 1)},
		"a megabyte of json":      {name: "p.json", text: strings.Repeat("[", 1<<20), want: file("syntax", 1, 10001), says: "exceeded max depth"},
		"a megabyte of values":    {text: sound + "require: [" + strings.Repeat("a,", 1<<18) + "]", want: file("syntax", 3, 2005), says: "too many values"},
		"a megabyte of bytes":     {text: strings.Repeat("\x00\xff", 1<<19), want: file("syntax", 1, 1), says: "U+0000"},
		"not utf-8":               {text: "workload: h\xffttp\n", want: file("syntax", 1, 12), says: "0xff"},
		"utf-16":                  {text: "\xff\xfew\x00", want: file("syntax", 1, 1), says: "not UTF-8"},
		"a control character":     {text: "é: 1\nworkload: h\x1b[31m", want: file("syntax", 2, 12), says: "U+001B"},
		"a tab":                   {text: "workload: http\n\tlongest_work: 10\n", want: file("syntax", 2, 1), says: "Line 2 is indented with a tab"},
		"a tab after spaces":      {text: "sidecars:\n  - name: a\n  \tflush: 3\n", want: file("syntax", 3, 3), says: "Line 3"},
		"a tab in an empty line":  {text: sound + " \t\n"},
		"a tab after a colon":     {text: "workload:\thttp\nlongest_work: 10\t# seconds\n"},
		"two documents":           {text: sound + "---\n" + sound, want: file("syntax", 3, 1), says: "more than one document"},
		"two documents in json":   {name: "p.json", text: `{"workload": "http"} {}`, want: file("syntax", 1, 22), says: "after top-level value"},
		"broken yaml":             {text: sound + "a: b: c\n", want: file("syntax", 3, 1), says: "mapping values are not allowed"},
		"broken second document":  {text: sound + "---\n[\n", want: file("syntax", 4, 1)},
		"an open quote":           {text: "workload: \"http\n", want: file("syntax", 1, 1), says: "close the quote"},
		"broken json":             {name: "p.json", text: "{\n  \"workload\": \"http\",\n}", want: file("syntax", 3, 1), says: "looking for beginning of object key"},
		"a mark before json":      {name: "p.json", text: "\ufeff{}", want: file("syntax", 1, 1), says: "byte order mark"},
		"a mark before yaml":      {text: "\ufeffworkload: http\nlongest_work: x\n", want: []found{{"longest_work", "type", 2, 15}}},
		"cut json":                {name: "p.json", text: "{\"workload\":", want: file("syntax", 1, 12), says: "unexpected end"},
		"anchor":                  {text: "workload: &w http\nlongest_work: 10\n", want: []found{{"workload", "syntax", 1, 11}}, says: "anchors"},
		"alias":                   {text: "workload: http\nlongest_work: &a 10\ncleanup: *a\n", want: []found{{"longest_work", "syntax", 2, 15}, {"cleanup", "syntax", 3, 10}}, says: "aliases"},
		"anchor on the root":      {text: "&a\nworkload: http\nlongest_work: 10\n", want: file("syntax", 1, 1), says: "anchors"},
		"merge key":               {text: sound + "<<: {cleanup: 3}\n", want: file("syntax", 3, 1), says: "merge keys"},
		"tag":                     {text: "workload: !!str http\nlongest_work: 10\n", want: []found{{"workload", "syntax", 1, 11}}, says: "tags"},
		"tagged key":              {text: sound + "!!str cleanup: 3\n", want: []found{{"cleanup", "syntax", 3, 1}}, says: "tags"},
		"text block":              {text: "workload: |-\n  http\nlongest_work: 10\n", want: []found{{"workload", "syntax", 1, 11}}, says: "text blocks"},
		"a list as a key":         {text: sound + "? [a]\n: b\n", want: file("syntax", 3, 3), says: "such keys"},
		"duplicate key":           {text: sound + "longest_work: 20\n", want: []found{{"longest_work", "duplicate-key", 3, 1}}, says: "the first is on line 2"},
		"duplicate key in json":   {name: "p.json", text: "{\"workload\": \"http\", \"longest_work\": 10,\n \"workload\": \"http\"}", want: []found{{"workload", "duplicate-key", 2, 2}}, says: "the first is on line 1"},
		"three of a key":          {name: "p.json", text: "{\"workload\": \"http\", \"longest_work\": \"x\",\n \"longest_work\": {\"a\": [1]},\n \"longest_work\": 10,\n \"é\": 1, \"cleanup\": \"y\"}", want: []found{{"longest_work", "type", 1, 38}, {"longest_work", "duplicate-key", 2, 2}, {"longest_work", "duplicate-key", 3, 2}, {"cleanup", "type", 4, 21}, {"é", "unknown-field", 4, 2}}},
		"a megabyte of one key":   {name: "p.json", text: "{" + strings.Repeat("\"a\":1,", 1<<17) + "\"a\":1}", want: file("syntax", 1, 6002), says: "too many values"},
		"an alias in a list":      {text: "workload: http\nlongest_work: &a 10\nsidecars: [*a]\nrequire: [*a]\n", want: []found{{"longest_work", "syntax", 2, 15}, {"sidecars[0]", "syntax", 3, 12}, {"require[0]", "syntax", 4, 11}}},
		"duplicate in a sidecar":  {text: sound + "sidecars:\n  - name: a\n    flush: 1\n    name: b\n", want: []found{{"sidecars[0].name", "duplicate-key", 6, 5}}},
		"the first value counts":  {text: "workload: http\nlongest_work: x\nlongest_work: 10\n", want: []found{{"longest_work", "type", 2, 15}, {"longest_work", "duplicate-key", 3, 1}}},
		"a flag as yes":           {text: sound + "singleton: yes\n", want: []found{{"singleton", "type", 3, 12}}, says: "write true or false"},
		"a flag as on":            {text: sound + "singleton: on\n", want: []found{{"singleton", "type", 3, 12}}},
		"a flag as a word":        {text: sound + "singleton: \"true\"\n", want: []found{{"singleton", "type", 3, 12}}, says: "not a string"},
		"a flag as a number":      {text: sound + "singleton: 1\n", want: []found{{"singleton", "type", 3, 12}}},
		"a prefix as YES":         {text: sound + "environment_prefix: YES\n", want: []found{{"environment_prefix", "type", 3, 21}}, says: `write "YES" in quotes`},
		"a name as a date":        {text: sound + "sidecars: [{name: 2026-01-01, flush: 1}]\n", want: []found{{"sidecars[0].name", "type", 3, 19}}, says: "a date"},
		"a name as a number":      {text: sound + "sidecars: [{name: 10, flush: 1}]\n", want: []found{{"sidecars[0].name", "type", 3, 19}}, says: "not a number"},
		"a word as a number":      {text: "workload: 5\nlongest_work: 10\n", want: []found{{"workload", "type", 1, 11}}},
		"a number as a word":      {text: "workload: http\nlongest_work: \"10\"\n", want: []found{{"longest_work", "type", 2, 15}}, says: "not a string"},
		"a number as a list":      {text: "workload: http\nlongest_work: [10]\n", want: []found{{"longest_work", "type", 2, 15}}, says: "not a list"},
		"a number as a map":       {text: "workload: http\nlongest_work: {a: 10}\n", want: []found{{"longest_work", "type", 2, 15}}, says: "not a map"},
		"a list as a word":        {text: sound + "require: deployment\n", want: []found{{"require", "type", 3, 10}}},
		"a sidecar as a word":     {text: sound + "sidecars: [envoy]\n", want: []found{{"sidecars[0]", "type", 3, 12}}},
		"a null in a list":        {text: sound + "require: [~]\n", want: []found{{"require[0]", "type", 3, 11}}, says: "not null"},
		"missing fields":          {text: "cleanup: 5\n", want: []found{{"workload", "required", 1, 1}, {"longest_work", "required", 1, 1}}},
		"missing in a sidecar":    {text: sound + "sidecars:\n  - name: a\n", want: []found{{"sidecars[0].flush", "required", 4, 5}}},
		"an empty value":          {text: "longest_work: 10\nworkload:\n", want: []found{{"workload", "required", 2, 10}}},
		"unknown field":           {text: sound + "clean_up: 5\n", want: []found{{"clean_up", "unknown-field", 3, 1}}, says: `write "cleanup"`},
		"unknown field of a map":  {text: sound + "x: {a: 1, a: 2}\n", want: []found{{"x", "unknown-field", 3, 1}}},
		"unknown field with date": {text: sound + "x: &a 2026-01-01\n", want: []found{{"x", "unknown-field", 3, 1}}},
		"alias of an unknown one": {text: sound + "x: &a 3\ncleanup: *a\n", want: []found{{"cleanup", "syntax", 4, 10}, {"x", "unknown-field", 3, 1}}},
		"unknown field in json":   {name: "p.json", text: `{"workload": "http", "longest_work": 10, "x": {"a": [1, {}], "a": 2}, "cleanup": "y"}`, want: []found{{"cleanup", "type", 1, 82}, {"x", "unknown-field", 1, 42}}},
		"unknown in a sidecar":    {text: sound + "sidecars: [{name: a, flush: 1, port: {b: yes}}]\n", want: []found{{"sidecars[0].port", "unknown-field", 3, 32}}},
		"unknown word":            {text: "workload: htpp\nlongest_work: 10\n", want: []found{{"workload", "enum", 1, 11}}, says: `write "http"`},
		"unknown cause":           {text: sound + "require: [deployment, scale-in]\n", want: []found{{"require[1]", "enum", 3, 23}}, says: `write "scale_in"`},
		"a key of control in it":  {name: "p.json", text: `{"workload": "http", "longest_work": 10, "a\u001b[31m": 1}`, want: []found{{`"a\x1b[31m"`, "unknown-field", 1, 42}}},
		"a budget":                {text: "workload: http\nlongest_work: 85\ncapacity: spot\n", want: []found{{"longest_work", "spot-budget", 2, 15}}, says: "at most 80"},
		"a budget by default":     {text: "workload: http\nlongest_work: 10\nmargin: 60\ncleanup: 100\n", want: []found{{"cleanup", "stop-budget", 4, 10}}},
		"does not fit":            {text: "workload: batch\nlongest_work: 10\nload_balancer: alb\npropagation: 3\n", want: []found{{"load_balancer", "workload-load-balancer", 3, 16}, {"propagation", "workload-propagation", 4, 14}}},
		"shape and meaning":       {text: "foo: 1\ncleanup: 500\nlongest_work: 1\nlongest_work: 2\nworkload: htp\n", want: []found{{"workload", "enum", 5, 11}, {"longest_work", "duplicate-key", 4, 1}, {"cleanup", "range", 2, 10}, {"foo", "unknown-field", 1, 1}}},
		"a million":               {text: "workload: http\nlongest_work: 1000000\n", want: []found{{"longest_work", "range", 2, 15}}},
		"a negative":              {text: sound + "cleanup: -1\n", want: []found{{"cleanup", "range", 3, 10}}},
		"a fraction":              {text: sound + "cleanup: 1.5\n", want: []found{{"cleanup", "type", 3, 10}}, says: "not a fraction"},
		"a fraction too fine":     {text: sound + "cleanup: 1.00000000000000000000001\n", want: []found{{"cleanup", "type", 3, 10}}, says: "not a fraction"},
		"a huge power":            {text: sound + "cleanup: 1e999999999\n", want: []found{{"cleanup", "range", 3, 10}}},
		"a huge power in json":    {name: "p.json", text: `{"workload": "http", "longest_work": 1e999999999}`, want: []found{{"longest_work", "range", 1, 38}}},
		"a huge number":           {text: sound + "cleanup: 123456789012345678901234567890\n", want: []found{{"cleanup", "range", 3, 10}}},
		"infinite":                {text: sound + "cleanup: .inf\n", want: []found{{"cleanup", "type", 3, 10}}, says: "another notation"},
		"no number":               {text: sound + "cleanup: .nan\n", want: []found{{"cleanup", "type", 3, 10}}},
		"octal":                   {text: sound + "cleanup: 010\n", want: []found{{"cleanup", "type", 3, 10}}, says: "another notation"},
		"octal with o":            {text: sound + "cleanup: 0o10\n", want: []found{{"cleanup", "type", 3, 10}}},
		"leading zero":            {text: sound + "cleanup: 08\n", want: []found{{"cleanup", "type", 3, 10}}},
		"hexadecimal":             {text: sound + "cleanup: 0x10\n", want: []found{{"cleanup", "type", 3, 10}}},
		"binary":                  {text: sound + "cleanup: 0b1\n", want: []found{{"cleanup", "type", 3, 10}}},
		"underscores":             {text: sound + "cleanup: 1_0\n", want: []found{{"cleanup", "type", 3, 10}}},
		"a plus":                  {text: sound + "cleanup: +10\n", want: []found{{"cleanup", "type", 3, 10}}},
		"no leading digit":        {text: sound + "cleanup: .5e1\n", want: []found{{"cleanup", "type", 3, 10}}},
		"no trailing digit":       {text: sound + "cleanup: 5.\n", want: []found{{"cleanup", "type", 3, 10}}},
		"minutes and seconds":     {text: sound + "cleanup: 1:30\n", want: []found{{"cleanup", "type", 3, 10}}},
		"a unit":                  {text: sound + "cleanup: 10s\n", want: []found{{"cleanup", "type", 3, 10}}, says: "not a string"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := tt.name
			if file == "" {
				file = "p.yaml"
			}
			p, err := profile.Read(file, []byte(tt.text))
			faults := faultsOf(t, err)
			if diff := cmp.Diff(tt.want, where(faults)); diff != "" {
				t.Fatalf("Read() faults mismatch (-want +got):\n%s\n%v", diff, err)
			}
			if err == nil {
				return
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("Read() error = %v, want it to say %q", err, tt.says)
			}
			if diff := cmp.Diff(shutdown.Profile{}, p); diff != "" {
				t.Errorf("Read() gave a profile beside its faults (-want +got):\n%s", diff)
			}
			if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' && r != '\n' }) {
				t.Errorf("Read() error has control characters: %q", err)
			}
		})
	}
}

// TestRead_limits walks every numeric field over its limits, in both formats.
func TestRead_limits(t *testing.T) {
	t.Parallel()
	check := func(path string, f shutdown.Field, text func(value string) (name, file string)) {
		for value, rule := range map[string]string{
			fmt.Sprint(f.Min - 1): "range", fmt.Sprint(f.Min): "", fmt.Sprint(f.Min + 1): "",
			fmt.Sprint(f.Max - 1): "", fmt.Sprint(f.Max): "", fmt.Sprint(f.Max + 1): "range",
			"1000000": "range", "-1000000": "range", fmt.Sprint(f.Max) + ".5": "type", `"10"`: "type", "true": "type",
		} {
			name, file := text(value)
			_, err := profile.Read(name, []byte(file))
			got := ""
			for _, fault := range faultsOf(t, err) {
				if fault.Path == path && (fault.Rule == "range" || fault.Rule == "type") {
					got = fault.Rule
					if fault.Line != strings.Count(file[:strings.Index(file, value)], "\n")+1 {
						t.Errorf("%s: %s %s: line %d\n%s", name, path, value, fault.Line, file)
					}
				}
			}
			if got != rule {
				t.Errorf("%s: %s %s: rule %q, want %q", name, path, value, got, rule)
			}
		}
	}
	var sidecars shutdown.Field
	for _, f := range shutdown.Fields() {
		if f.Name == "sidecars" {
			sidecars = f
		}
		if f.Type == shutdown.Number {
			check(f.Name, f, func(v string) (string, string) { return "p.yaml", "workload: http\n" + f.Name + ": " + v + "\n" })
			check(f.Name, f, func(v string) (string, string) {
				return "p.json", "{\"workload\": \"http\",\n\"" + f.Name + "\": " + v + "}"
			})
		}
	}
	for _, f := range sidecars.Fields {
		if f.Type == shutdown.Number {
			check("sidecars[0]."+f.Name, f, func(v string) (string, string) {
				return "p.yaml", "workload: http\nsidecars:\n  - " + f.Name + ": " + v + "\n"
			})
		}
	}
}

// TestRead_sameWords holds the reader to the model's own words.
func TestRead_sameWords(t *testing.T) {
	t.Parallel()
	text := []byte(`{"workload": "htpp", "longest_work": 0, "cleanup": "x", "sidecars": [{"name": "", "flsh": 1}], "require": ["all"], "foo": 1}`)
	var document map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&document); err != nil {
		t.Fatal(err)
	}
	_, wantErr := shutdown.Parse(document)
	_, gotErr := profile.Read("p.json", text)
	want, got := faultsOf(t, wantErr), faultsOf(t, gotErr)
	for i := range got {
		if got[i].Line != 1 || got[i].Column < 1 {
			t.Errorf("%s stands at %d:%d", got[i].Path, got[i].Line, got[i].Column)
		}
		got[i].Line, got[i].Column = 0, 0
	}
	byPath := func(a, b shutdown.Fault) int { return strings.Compare(a.Path+a.Rule, b.Path+b.Rule) }
	slices.SortFunc(want, byPath)
	slices.SortFunc(got, byPath)
	if diff := cmp.Diff(want, got); diff != "" || len(got) < 7 {
		t.Errorf("%d faults, mismatch (-want +got):\n%s", len(got), diff)
	}
}
