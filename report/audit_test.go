package report_test

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// Names from outside forge neither a line of a terminal nor a command of GitHub.
func TestAudit_hostile(t *testing.T) {
	const evil = "a\n::error::forged\x1b[2J,b%:c"
	one := 1
	list := []audit.Service{{Name: evil, Address: evil, Source: audit.Source{File: evil}, Findings: []audit.Finding{
		{Rule: "no-drain", Severity: audit.Error, Message: evil, Numbers: []audit.Number{{Name: "deregistration_delay", Value: &one, Where: evil}}}}}}
	r := &audit.Report{Services: list}
	signals := []audit.StopSignal{{Service: evil, Container: evil, Signal: evil, Because: evil, Program: "x", By: evil, Why: evil, StopTimeout: &audit.Number{Why: evil}, Bound: &audit.Bound{By: evil, Why: evil}}}
	for format, text := range map[string]string{"text": auditText(t, r), "github": report.AuditGitHub(r), "signals": report.TableStyle{}.Signals(signals)} {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			if strings.Contains(line, "\x1b") || strings.HasPrefix(strings.TrimSpace(line), "::error::") || format == "github" && i > 0 && line != "" {
				t.Errorf("%s, line %d: %q", format, i+1, line)
			}
		}
	}
}

// A load balancer that was not read is one thing that is not judged, whatever it has.
func TestAudit_notJudged(t *testing.T) {
	const why = "it is elsewhere"
	list := []audit.Service{{Name: "api", Address: "S", Unjudged: map[string]string{"load_balancer": why, "deregistration_delay": why, "health_check.interval": why, "idle_timeout": why, "desired_count": why}},
		{Name: "web", Address: "T", Unjudged: map[string]string{"deregistration_delay": why, "health_check.interval": why}}}
	text := auditText(t, &audit.Report{Services: list})
	for _, want := range []string{"Not judged in S: desired_count, load_balancer, it is elsewhere\n", "Not judged in T: deregistration_delay, health_check.interval, it is elsewhere\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}

// Services that do not run on Fargate are named once for each reason, but not in what is
// told of a change.
func TestAudit_elsewhere(t *testing.T) {
	r := &audit.Report{Elsewhere: []audit.Elsewhere{{Name: "a|b", Why: "its launch type is EC2"}, {Name: "c", Why: "its launch type is EC2"}}}
	for text, want := range map[string]string{auditText(t, r): "Not judged, for its launch type is EC2: a|b, c\n", report.AuditMarkdown(r): "- Not judged, for its launch type is EC2: a\\|b, c.\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	r.Compared = true
	if text := report.AuditMarkdown(r); strings.Contains(text, "EC2") {
		t.Errorf("a comment on a change tells of what did not change:\n%s", text)
	}
}

// auditText is an audit as a terminal shows it.
func auditText(t interface{ Fatal(...any) }, r *audit.Report) string {
	var b strings.Builder
	if err := (report.TableStyle{}).Audit(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
