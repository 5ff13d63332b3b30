package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func profileFaults() shutdown.Faults {
	return shutdown.Faults{
		{Path: "longest_work", Rule: "spot-budget", Given: "85", Allowed: "at most 80", Message: "The stop takes 125 s.", WaysOut: []string{"set longest_work to 80", "set capacity to on_demand"}, Line: 2, Column: 15},
		{Rule: "syntax", Allowed: "a map", Message: "The file is no map."},
	}
}

func faultsIn(t *testing.T, format string, faults shutdown.Faults, notes []shutdown.Note) string {
	t.Helper()
	text, err := report.FaultsIn(format, "v1.2.3", "p.yaml", faults, notes)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const (
	faultLine = "Spot Budget Exceeded: The stop takes 125 s. Given: 85. Allowed: at most 80"
	faultWays = "set longest_work to 80; set capacity to on_demand"
)

func TestFaultsIn_markdown(t *testing.T) {
	t.Parallel()
	want := "### 2 faults in `p.yaml`\n\n- **Error** `spot-budget` in `longest_work` at line 2: " + faultLine + ". Way out: " + faultWays + ".\n" +
		"- **Error** `syntax`: Unreadable File: The file is no map. Given: nothing. Allowed: a map.\n"
	if diff := cmp.Diff(want, faultsIn(t, "markdown", profileFaults(), nil)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFaultsIn_github(t *testing.T) {
	t.Parallel()
	want := "::error file=p.yaml,line=2,title=spot-budget in longest_work::" + faultLine + "; fix: " + faultWays + "\n" +
		"::error file=p.yaml,title=syntax in p.yaml::Unreadable File: The file is no map. Given: nothing. Allowed: a map\n"
	if diff := cmp.Diff(want, faultsIn(t, "github", profileFaults(), nil)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFaultsIn_sarif(t *testing.T) {
	t.Parallel()
	notes := []shutdown.Note{{Path: "framework", Rule: "listeners-close-at-once", Message: "It closes.", Doubt: true}, {Path: "capacity", Rule: "spot-drain", Message: "It drains."}}
	for name, tt := range map[string]struct {
		faults shutdown.Faults
		notes  []shutdown.Note
		want   []string
	}{
		"faults": {profileFaults(), nil, []string{"error spot-budget longest_work: " + faultLine + "; fix: " + faultWays, "error syntax p.yaml: Unreadable File: The file is no map. Given: nothing. Allowed: a map"}},
		"notes":  {nil, notes, []string{"warning listeners-close-at-once framework: It closes", "note spot-drain capacity: It drains"}},
		"sound":  {nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := faultsIn(t, "sarif", tt.faults, tt.notes)
			v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := sarifSchema(t).Validate(v); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			var out struct{ Runs []run }
			if err := json.Unmarshal([]byte(text), &out); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range out.Runs[0].Results {
				if rules := out.Runs[0].Tool.Driver.Rules; r.RuleIndex < 0 || rules[r.RuleIndex].ID != r.RuleID {
					t.Errorf("the rule of %s is %d", r.RuleID, r.RuleIndex)
				}
				if r.Locations[0].PhysicalLocation.ArtifactLocation.URI != "p.yaml" {
					t.Errorf("%s stands at %+v", r.RuleID, r.Locations[0])
				}
				got = append(got, r.Level+" "+r.RuleID+" "+r.Message.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A profile is one case: it fails with its faults, and passes with its notes.
func TestFaultsIn_junit(t *testing.T) {
	t.Parallel()
	type suites struct {
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Name  string `xml:"name,attr"`
			Cases []struct {
				File    string `xml:"file,attr"`
				Line    int    `xml:"line,attr"`
				Out     string `xml:"system-out"`
				Failure struct {
					Message string `xml:"message,attr"`
					Text    string `xml:",chardata"`
				} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	read := func(faults shutdown.Faults, notes []shutdown.Note) suites {
		var out suites
		if err := xml.Unmarshal([]byte(faultsIn(t, "junit", faults, notes)), &out); err != nil || len(out.Suites) != 1 || len(out.Suites[0].Cases) != 1 {
			t.Fatalf("%+v, %v", out, err)
		}
		return out
	}
	failed := read(profileFaults(), nil)
	if c := failed.Suites[0].Cases[0]; failed.Failures != 1 || failed.Suites[0].Name != "p.yaml" || c.File != "p.yaml" || c.Line != 2 || c.Failure.Message != faultLine ||
		!strings.Contains(c.Failure.Text, faultWays) || !strings.Contains(c.Failure.Text, "The file is no map.") {
		t.Errorf("%+v", failed)
	}
	sound := read(nil, []shutdown.Note{{Path: "framework", Rule: "x", Message: "It closes.", Doubt: true}})
	if c := sound.Suites[0].Cases[0]; sound.Failures != 0 || c.Out != "warning: It closes" {
		t.Errorf("%+v", sound)
	}
}

// What comes from outside ends no line and is no command, in any format.
func TestFaultsIn_odd(t *testing.T) {
	t.Parallel()
	for _, format := range report.FaultFormats() {
		rapid.Check(t, func(t *rapid.T) {
			odd := rapid.SampledFrom([]string{"a\n::error::b", "##[error]x", "\x1b[2J", "<b>", "]]>", "\r\n- x", "a|b`"})
			f := shutdown.Fault{Path: odd.Draw(t, "path"), Rule: "unknown-field", Given: odd.Draw(t, "given"), Allowed: "x", Message: "m " + odd.Draw(t, "message"), WaysOut: []string{odd.Draw(t, "way")}}
			text, err := report.FaultsIn(format, "v1", odd.Draw(t, "file"), shutdown.Faults{f}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.ContainsAny(text, "\x1b\r") {
				t.Fatalf("%s: %q", format, text)
			}
			for line := range strings.Lines(string(text)) {
				if line = strings.TrimSpace(line); format != "github" && strings.HasPrefix(line, "::") || format == "github" && !strings.HasPrefix(line, "::error ") || strings.HasPrefix(line, "##[") {
					t.Fatalf("%s: the line %q", format, line)
				}
			}
		})
	}
}

// A fault without a file, such as of standard input, stands at its field.
func TestFaultsIn_noFile(t *testing.T) {
	t.Parallel()
	text, err := report.FaultsIn("sarif", "v1.2.3", "", profileFaults(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		Runs []struct {
			Results []struct {
				Locations []struct {
					PhysicalLocation any
					LogicalLocations []struct{ FullyQualifiedName, Kind string }
				}
			}
		}
	}
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	at := out.Runs[0].Results[0].Locations[0]
	if at.PhysicalLocation != nil || len(at.LogicalLocations) != 1 || at.LogicalLocations[0].FullyQualifiedName != "longest_work" || at.LogicalLocations[0].Kind != "property" {
		t.Errorf("%+v", at)
	}
}
