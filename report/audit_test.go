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
	for format, text := range map[string]string{"text": report.TableStyle{}.Audit(r), "github": report.AuditGitHub(r), "signals": report.TableStyle{}.Signals(signals)} {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			if strings.Contains(line, "\x1b") || strings.HasPrefix(strings.TrimSpace(line), "::error::") || format == "github" && i > 0 && line != "" {
				t.Errorf("%s, line %d: %q", format, i+1, line)
			}
		}
	}
}
