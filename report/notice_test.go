package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// sarifSchema is that of SARIF 2.1.0.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/sarif-2.1.0.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type (
	physical struct {
		ArtifactLocation struct{ URI, URIBaseID string }
		Region           *struct{ StartLine int }
	}
	location struct {
		PhysicalLocation *physical
		LogicalLocations []struct{ Name, FullyQualifiedName string }
		Message          struct{ Text string }
	}
	result struct {
		RuleID, Level, BaselineState string
		RuleIndex                    int
		Message                      struct{ Text string }
		Locations, RelatedLocations  []location
		PartialFingerprints          map[string]string
		Suppressions                 []struct{ Kind, Justification, Status string }
	}
	run struct {
		Tool struct {
			Driver struct {
				Version string
				Rules   []struct {
					ID, HelpURI string
					Help        struct{ Text, Markdown string }
				}
			}
		}
		Invocations []struct {
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
		Results []result
	}
)

// sarifOf is an audit in SARIF, as the schema takes it.
func sarifOf(t *testing.T, r *audit.Report) run {
	t.Helper()
	text, err := report.AuditSARIF("v1.2.3", r)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(text) < 1<<20 { // A large one has the same parts again.
		if err := sarifSchema(t).Validate(v); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
	var out struct{ Runs []run }
	if err := json.Unmarshal(text, &out); err != nil || len(out.Runs) != 1 {
		t.Fatalf("%d runs, %v", len(out.Runs), err)
	}
	return out.Runs[0]
}

func valued(name string, value int, at service.Where) audit.Number {
	return audit.Number{Name: name, Value: &value, State: service.Set, Where: at.String(), At: at}
}

// finding is one with a fingerprint of its rule.
func finding(rule string, severity audit.Severity, numbers ...audit.Number) audit.Finding {
	return audit.Finding{Rule: rule, Severity: severity, Fingerprint: "f-" + rule, Message: rule + " happens", Numbers: numbers, Source: "https://aws.example/" + rule}
}

// audited has an error and a warning in a file with lines, and an information on a
// plan, which has none.
func audited() *audit.Report {
	line := 22
	alb, ecs := service.Where{File: `infra\alb 1.tf`, Line: 84, Address: "aws_lb.x"}, service.Where{File: "ecs.tf", Address: "aws_ecs_service.x"}
	stop := finding("cannot-roll", audit.Error, valued("maximum_percent", 100, ecs), valued("deregistration_delay", 30, alb))
	stop.Fix = []audit.Number{valued("maximum_percent", 200, ecs)}
	return &audit.Report{Services: []audit.Service{
		{Name: "api", Address: "aws_ecs_service.x", Source: audit.Source{File: "ecs.tf", Line: &line}, Findings: []audit.Finding{finding("circuit-breaker-off", audit.Warning), stop}},
		{Name: "b", Address: `module.b["k"].x`, Source: audit.Source{File: "/abs/plan.json"}, Findings: []audit.Finding{finding("drain-by-default", audit.Info)}},
	}}
}

func TestAuditSARIF(t *testing.T) {
	r := audited()
	r.Services[1].Unjudged = map[string]string{"stop_timeout": "the containers are known after apply"}
	r.Remarks = []audit.Remark{{Rule: "ignore-invalid", Severity: audit.Warning, Message: "m", Source: audit.Source{File: ".graceful.yaml"}}}
	got := sarifOf(t, r)
	if len(got.Tool.Driver.Rules) != len(audit.Rules())+len(audit.Remarks()) || got.Tool.Driver.Version != "v1.2.3" {
		t.Errorf("%d rules of %s", len(got.Tool.Driver.Rules), got.Tool.Driver.Version)
	}
	var lines []string
	for _, x := range got.Results {
		if rule := got.Tool.Driver.Rules[x.RuleIndex]; rule.ID != x.RuleID || rule.Help.Text == "" || rule.Help.Markdown == "" {
			t.Errorf("the rule of %s is %+v", x.RuleID, rule)
		}
		l := x.Locations[0]
		text := x.Level + " " + x.Message.Text + " at " + l.PhysicalLocation.ArtifactLocation.URIBaseID + " " + l.PhysicalLocation.ArtifactLocation.URI
		if l.PhysicalLocation.Region != nil {
			text += ":" + service.Written(float64(l.PhysicalLocation.Region.StartLine))
		}
		for _, logical := range l.LogicalLocations {
			text += " " + logical.FullyQualifiedName
		}
		for _, other := range x.RelatedLocations {
			text += ", " + other.Message.Text
		}
		lines = append(lines, text)
	}
	want := []string{
		"error api: cannot-roll happens; fix: maximum_percent 200 at %SRCROOT% infra/alb%201.tf:84 aws_ecs_service.x, maximum_percent is 100 (set), deregistration_delay is 30 (set)",
		"warning api: circuit-breaker-off happens at %SRCROOT% ecs.tf:22 aws_ecs_service.x",
		"warning .graceful.yaml: m at %SRCROOT% .graceful.yaml",
		`note b: drain-by-default happens at  file:///abs/plan.json module.b["k"].x`,
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := got.Invocations[0].ToolExecutionNotifications; len(n) != 1 || !strings.Contains(n[0].Message.Text, "stop_timeout, the containers are known after apply") {
		t.Errorf("not judged: %+v", n)
	}
}

// What is suppressed is there, and says by whom; what is compared says whether it is
// new; two of one fingerprint are told apart.
func TestAuditSARIF_states(t *testing.T) {
	until := "2027-01-31"
	r := audited()
	r.Services[0].Findings[0].Suppressed = &audit.Suppression{By: "comment", Reason: "why", Until: &until, Where: "ecs.tf:20"}
	r.Services[1].Findings[0].Suppressed = &audit.Suppression{By: "baseline", Reason: "before"}
	r.Services = append(r.Services, r.Services[1])
	tell := func() []string {
		var out []string
		for _, x := range sarifOf(t, r).Results {
			text := x.RuleID + " " + x.BaselineState + " " + x.PartialFingerprints["primaryLocationLineHash"] + " " + x.PartialFingerprints["graceful/v1"]
			if x.Suppressions == nil {
				t.Errorf("%s does not say that it is not suppressed", x.RuleID)
			}
			for _, s := range x.Suppressions {
				text += " " + s.Kind + " " + s.Justification
			}
			out = append(out, text)
		}
		return out
	}
	want := []string{"cannot-roll  f-cannot-roll:1 f-cannot-roll", "circuit-breaker-off  f-circuit-breaker-off:1 f-circuit-breaker-off inSource why",
		"drain-by-default  f-drain-by-default:1 f-drain-by-default external before", "drain-by-default  f-drain-by-default:2 f-drain-by-default external before"}
	if diff := cmp.Diff(want, tell()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	r.Services = r.Services[:2]
	r.Fixed = []audit.Known{{Fingerprint: "f-old", Rule: "no-drain", Service: "x"}}
	want = []string{"cannot-roll new f-cannot-roll:1 f-cannot-roll", "circuit-breaker-off new f-circuit-breaker-off:1 f-circuit-breaker-off inSource why",
		"drain-by-default unchanged f-drain-by-default:1 f-drain-by-default external before", "no-drain absent f-old:1 f-old"}
	if diff := cmp.Diff(want, tell()); diff != "" {
		t.Errorf("against a baseline (-want +got):\n%s", diff)
	}
}

// A run has no more results than are taken, and says so.
func TestAuditSARIF_many(t *testing.T) {
	r := audited()
	for range 25_000 {
		r.Services[0].Findings = append(r.Services[0].Findings, r.Services[0].Findings[0])
	}
	got := sarifOf(t, r)
	if n := got.Invocations[0].ToolExecutionNotifications; len(got.Results) != 25_000 || got.Results[0].Level != "error" || len(n) != 1 || !strings.Contains(n[0].Message.Text, "of 25003 the worst are here") {
		t.Errorf("%d results, %+v", len(got.Results), n)
	}
}

func TestAuditJUnit(t *testing.T) {
	for failOn, want := range map[audit.Severity]string{
		"":            "",
		audit.Error:   "cannot-roll",
		audit.Warning: "cannot-roll circuit-breaker-off",
		audit.Info:    "cannot-roll circuit-breaker-off",
	} {
		r := audited()
		r.Services[1].Findings[0].Suppressed = &audit.Suppression{By: "config", Reason: "why"}
		text, err := report.AuditJUnit(r, failOn)
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Skipped  int `xml:"skipped,attr"`
			Suites   []struct {
				Name  string `xml:"name,attr"`
				Cases []struct {
					Class   string    `xml:"classname,attr"`
					Name    string    `xml:"name,attr"`
					Line    int       `xml:"line,attr"`
					Failure *struct{} `xml:"failure"`
					Skipped *struct {
						Message string `xml:"message,attr"`
					} `xml:"skipped"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		var failed, skipped []string
		cases := 0
		for _, s := range got.Suites {
			cases += len(s.Cases)
			for _, c := range s.Cases {
				if c.Failure != nil {
					failed = append(failed, c.Name)
				}
				if c.Skipped != nil {
					skipped = append(skipped, s.Name+" "+c.Class+" "+c.Name+" "+c.Skipped.Message)
				}
			}
		}
		if strings.Join(failed, " ") != want || got.Failures != len(failed) || got.Tests != cases || cases != 2*len(audit.Rules()) || got.Skipped != 1 {
			t.Errorf("from %q: %v failed, %d of %d, %d skipped", failOn, failed, got.Failures, got.Tests, got.Skipped)
		}
		if diff := cmp.Diff([]string{`b module.b["k"].x drain-by-default config: why`}, skipped); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// GitHub shows ten of a kind, so the eleventh is a line of the log; what is
// suppressed is not said.
func TestAuditGitHub_most(t *testing.T) {
	for n, commands := range map[int]int{9: 9, 10: 10, 11: 10} {
		r := audited()
		s := &r.Services[0]
		s.Findings = s.Findings[:1]
		for len(s.Findings) < n {
			s.Findings = append(s.Findings, s.Findings[0])
		}
		r.Services[1].Findings[0].Suppressed = &audit.Suppression{}
		text := report.AuditGitHub(r)
		if got := strings.Count(text, "::warning "); got != commands || strings.Contains(text, "::notice") || strings.Contains(text, "\nwarning circuit-breaker-off in api: ") != (n > 10) {
			t.Errorf("%d of %d:\n%s", got, n, text)
		}
	}
}

// Whatever a name holds, SARIF stays valid, XML whole, and every format free of what
// moves a terminal's cursor.
func TestAudit_names(t *testing.T) {
	schema := sarifSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("\x1b\x00\x07\u2028\n<>&]\"':#[|`*_%\u202e")))).Draw(t, "name")
		if rapid.Bool().Draw(t, "cut") {
			name += "\xff"
		}
		f := finding("no-drain", audit.Error, valued("stop_timeout", 1, service.Where{File: name, Line: 1, Address: name}))
		f.Message = name
		f.Suppressed = rapid.SampledFrom([]*audit.Suppression{nil, {By: "tag", Reason: name, Where: name}}).Draw(t, "suppressed")
		r := &audit.Report{Services: []audit.Service{{Name: name, Address: name, Source: audit.Source{File: name}, Findings: []audit.Finding{f}}}, Fixed: []audit.Known{{Rule: name, Service: name}}}
		text, err := report.AuditSARIF("v", r)
		if err != nil {
			t.Fatal(err)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			t.Fatal(err)
		}
		tests, err := report.AuditJUnit(r, audit.Error)
		if err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal(tests, new(struct{})); err != nil {
			t.Fatalf("%v\n%s", err, tests)
		}
		for format, text := range map[string]string{"text": auditText(t, r), "sarif": string(text), "junit": string(tests), "github": report.AuditGitHub(r), "markdown": report.AuditMarkdown(r)} {
			if strings.ContainsAny(text, "\x1b\x00\x07\u202e\u2028") {
				t.Fatalf("%s has what cannot be seen of %q", format, name)
			}
		}
	})
}
