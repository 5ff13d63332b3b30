package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// choosing is a service named api that drains so long by default, and less if Env is
// prod, where a finding is there alone.
func choosing(t *testing.T, drain, prod int) audit.Service {
	t.Helper()
	s, there := assessed(t, drain), assessed(t, prod)
	choice := service.Choice{Input: "Env", Value: "prod"}
	deployment, _ := there.Promises.Get("deployment")
	s.PromisesWhen = []audit.PromisesWhen{{When: choice.String(), Under: []service.Choice{choice}, Promises: shutdown.Table[shutdown.Promise]{{Key: "deployment", Value: deployment}}}}
	f := finding("cannot-roll", audit.Error)
	f.When, f.Choices, f.Each = choice.String(), []string{choice.Key()}, []audit.Occurrence{{Choice: choice, Message: f.Message}}
	s.Findings = append([]audit.Finding{f}, s.Findings...)
	return s
}

// What is so under a choice alone says so in the comment, with what it was.
func TestAuditMarkdown_choices(t *testing.T) {
	const (
		now    = "| ➖ | `deployment` if Env is prod | 15 s | 30 s of draining, of which the first 15 s still bring new work |"
		change = "| ➖ | `deployment` if Env is prod | 15 s | **5 s** | 20 s of draining, of which the first 15 s still bring new work |"
		found  = "- **Error** `cannot-roll` if Env is prod: cannot-roll happens. [cannot-roll](https://aws.example/cannot-roll)"
	)
	there := choosing(t, 45, 30)
	there.When = "Other is a|b"
	for name, tt := range map[string]struct {
		report    *audit.Report
		want, not []string
	}{
		"as it is":       {&audit.Report{Services: []audit.Service{choosing(t, 45, 30)}}, []string{now, found}, nil},
		"as it was":      {since([]audit.Service{choosing(t, 45, 30)}, []audit.Service{choosing(t, 60, 30)}), []string{"| 30 s | **45 s** |", "Findings that were there before"}, []string{"if Env is prod |"}},
		"lower there":    {since([]audit.Service{choosing(t, 45, 30)}, []audit.Service{choosing(t, 45, 20)}), []string{change}, []string{"What it promises stays"}},
		"gone":           {since([]audit.Service{choosing(t, 45, 30)}, []audit.Service{assessed(t, 45)}), []string{"| `deployment` if Env is prod | 15 s | **30 s** |", "- Gone: ~~error~~ `cannot-roll` if Env is prod: cannot-roll happens."}, nil},
		"there under it": {&audit.Report{Services: []audit.Service{there}}, []string{"#### `api` (`aws_ecs_service.api`), if Other is a\\|b\n"}, nil},
		"new":            {since([]audit.Service{assessed(t, 45)}, []audit.Service{choosing(t, 45, 30)}), []string{"- **New error** `cannot-roll` if Env is prod: ", "| `deployment` if Env is prod | 30 s | **15 s** |"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			text := report.AuditMarkdown(tt.report)
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in:\n%s", want, text)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(text, not) {
					t.Errorf("%q in:\n%s", not, text)
				}
			}
		})
	}
}

// Each other format says the choice too, of a finding and of a service that is there
// under one alone.
func TestAudit_choices(t *testing.T) {
	there := assessed(t, 45)
	there.Name, there.Address, there.When = "other", "Other", "B is x"
	suppressed := choosing(t, 45, 30)
	suppressed.Findings = append([]audit.Finding{suppressed.Findings[0]}, suppressed.Findings...)
	suppressed.Findings[0].When, suppressed.Findings[0].Suppressed = "A is 1", &audit.Suppression{By: "config", Reason: "why"}
	r := &audit.Report{Services: []audit.Service{suppressed, there}}
	junit, err := report.AuditJUnit(r, audit.Error)
	if err != nil {
		t.Fatal(err)
	}
	for format, text := range map[string]string{"text": auditText(t, r), "github": report.AuditGitHub(r), "junit": string(junit), "svg": report.AuditSVG(r)} {
		for want, not := range map[string]string{"if Env is prod": "", "if B is x": "", "": "::if A is 1"} {
			if !strings.Contains(text, want) || not != "" && strings.Contains(text, not) {
				t.Errorf("%s has no %q, or %q:\n%s", format, want, not, text)
			}
		}
	}
	if text := string(junit); !strings.Contains(text, `<failure message="if Env is prod: cannot-roll happens"`) || strings.Contains(text, "<skipped") {
		t.Errorf("what is decided for one choice hides the others:\n%s", text)
	}
	var told []string
	for _, x := range sarifOf(t, r).Results {
		told = append(told, x.RuleID+": "+x.Message.Text+" "+strings.Repeat("suppressed", len(x.Suppressions)))
	}
	want := []string{"cannot-roll: api: if A is 1: cannot-roll happens suppressed", "cannot-roll: api: if Env is prod: cannot-roll happens ",
		"circuit-breaker-off: api: circuit-breaker-off happens ", "circuit-breaker-off: other: if B is x: circuit-breaker-off happens "}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is suppressed under one choice skips no case of a build server in which the rest
// counts, however little.
func TestAuditJUnit_suppressedChoice(t *testing.T) {
	for name, tt := range map[string]struct {
		rest    bool
		skipped int
	}{"the rest counts": {true, 0}, "there is no rest": {false, 1}} {
		s := assessed(t, 45)
		f := s.Findings[0]
		f.When, f.Suppressed = "A is 1", &audit.Suppression{By: "config", Reason: "why"}
		if s.Findings = append(s.Findings, f); !tt.rest {
			s.Findings = s.Findings[1:]
		}
		text, err := report.AuditJUnit(&audit.Report{Services: []audit.Service{s}}, audit.Error)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(string(text), "<skipped") != tt.skipped || !strings.Contains(string(text), "warning: if A is 1: circuit-breaker-off happens") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}

// A finding of a baseline that is gone names the choice under which it was.
func TestAudit_goneChoice(t *testing.T) {
	r := &audit.Report{Fixed: []audit.Known{{Fingerprint: "x", Rule: "cannot-roll", Service: "S", Choice: "A=1"}, {Fingerprint: "x", Rule: "cannot-roll", Service: "S"}}}
	for text, want := range map[string]string{auditText(t, r): "Gone since the baseline: cannot-roll in S under A=1\n", report.AuditMarkdown(r): "- Gone since the baseline: `cannot-roll` in `S` under `A=1`.\n"} {
		if !strings.Contains(text, want) || strings.Count(text, "under") != 1 {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}
