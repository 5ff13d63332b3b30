package report_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// assessed is a service named api behind a load balancer that drains so long, with a
// warning.
func assessed(t *testing.T, drain int) audit.Service {
	t.Helper()
	v := shutdown.Values{LoadBalancer: shutdown.ALB, DeregistrationDelay: &drain, StopTimeout: new(30), App: &shutdown.AppValues{Delay: new(15), Drain: new(10), Cleanup: new(5)}}
	a, err := shutdown.Assess(v)
	if err != nil {
		t.Fatal(err)
	}
	at := service.Where{File: "alb.tf", Line: 8}
	return audit.Service{Name: "api", Address: "aws_ecs_service.api", Judged: v, Assessment: a, Findings: []audit.Finding{finding("circuit-breaker-off", audit.Warning)},
		Values: shutdown.Table[audit.Number]{{Key: "deregistration_delay", Value: valued("deregistration_delay", drain, at)}}}
}

// since compares a service with what it was.
func since(before, after []audit.Service) *audit.Report {
	r := &audit.Report{Services: after}
	r.Since(&audit.Report{Services: before})
	return r
}

// without takes out what a reader opens, and blank lines.
func without(text string) []string {
	var out []string
	open := false
	for line := range strings.SplitSeq(text, "\n") {
		open = open || line == "<details>"
		if !open && line != "" {
			out = append(out, line)
		}
		open = open && line != "</details>"
	}
	return out
}

// A comment has only what changes, with what was there before.
func TestAuditMarkdown(t *testing.T) {
	one := func(s audit.Service) []audit.Service { return []audit.Service{s} }
	other := assessed(t, 60)
	other.Findings = []audit.Finding{finding("no-drain", audit.Error, valued("deregistration_delay", 0, service.Where{}))}
	other.Findings[0].Fix = []audit.Number{valued("deregistration_delay", 25, service.Where{File: "alb.tf", Line: 8})}
	for name, tt := range map[string]struct {
		report *audit.Report
		want   []string
	}{
		"nothing to compare with": {&audit.Report{Services: one(assessed(t, 45))}, []string{
			"<!-- graceful audit -->",
			"### What the services promise when tasks stop",
			"**1 service: 0 errors, 1 warning, 0 for information.**",
			"#### `api` (`aws_ecs_service.api`)",
			"|  | When a task stops for | sure to survive | because |",
			"| --- | --- | --- | --- |",
			"| ➖ | `deployment`, `scale_in`, `az_rebalance`, `unhealthy`, `retirement` | 30 s | 45 s of draining, of which the first 15 s still bring new work |",
			"| ➖ | `stop_task` | 10 s | work that arrives 15 s after the signal has until 25 s |",
			"| ➖ | `spot_interruption` | does not happen | on-demand tasks are not interrupted |",
			"| ❌ | `host_failure` | 0 s | no signal comes: what is in flight on the host is lost |",
			"- **Warning** `circuit-breaker-off`: circuit-breaker-off happens. [circuit-breaker-off](https://aws.example/circuit-breaker-off)",
		}},
		"nothing changes": {since(one(assessed(t, 45)), one(assessed(t, 45))), []string{
			"<!-- graceful audit -->",
			"<!-- graceful audit: unchanged -->",
			"### Nothing changes in what the services promise",
			"1 service: 0 errors, 1 warning, 0 for information.",
		}},
		"a promise, and a finding for another": {since(one(assessed(t, 45)), one(other)), []string{
			"<!-- graceful audit -->",
			"### What the services promise when tasks stop",
			"**1 service changes, 1 finding is new, 1 finding is gone.** In all 1 service: 1 error, 0 warnings, 0 for information.",
			"#### `api`, changed (`aws_ecs_service.api`)",
			"|  | When a task stops for | before | after | because |",
			"| --- | --- | --- | --- | --- |",
			"| ➖ | `deployment`, `scale_in`, `az_rebalance`, `unhealthy`, `retirement` | 30 s | **45 s** | 60 s of draining, of which the first 15 s still bring new work |",
			"| Value | before | after | where |",
			"| --- | --- | --- | --- |",
			"| `deregistration_delay` | 45 (set) | **60 (set)** | `alb.tf:8` |",
			"| `rollout.seconds` | 180 seconds | **195 seconds** |  |",
			"- **New error** `no-drain`: no-drain happens. Fix: `deregistration_delay` 25 at `alb.tf:8`. [no-drain](https://aws.example/no-drain)",
			"- Gone: ~~warning~~ `circuit-breaker-off`: circuit-breaker-off happens.",
		}},
		"a service that is gone": {since(one(assessed(t, 45)), nil), []string{
			"<!-- graceful audit -->",
			"### What the services promise when tasks stop",
			"**1 service is gone.** In all 0 services: 0 errors, 0 warnings, 0 for information.",
			"- Gone: the service `api` (`aws_ecs_service.api`).",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			text := report.AuditMarkdown(tt.report)
			if diff := cmp.Diff(tt.want, without(text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if strings.Contains(text, "#### ") != strings.Contains(text, "```mermaid\ngantt") {
				t.Errorf("a service has no timeline:\n%s", text)
			}
		})
	}
}

// What is suppressed and what was there before is folded.
func TestAuditMarkdown_folded(t *testing.T) {
	after := assessed(t, 60)
	after.Findings = append(after.Findings, finding("no-drain", audit.Error))
	after.Findings[1].Suppressed = &audit.Suppression{By: "config", Reason: "why", Where: ".graceful.yaml:3"}
	text := report.AuditMarkdown(since([]audit.Service{assessed(t, 45)}, []audit.Service{after}))
	for _, want := range []string{"<summary>Findings that were there before</summary>\n\n- **Warning** `circuit-breaker-off`", "<summary>Suppressed</summary>\n\n- **Error** `no-drain`: no-drain happens. [no-drain](https://aws.example/no-drain) Suppressed by config at .graceful.yaml:3: why.\n", "**1 service changes.**"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

// A comment is no longer than GitHub takes, however many services there are and
// however long their names.
func TestAuditMarkdown_long(t *testing.T) {
	for _, n := range []int{10, 100, 1000} {
		r := &audit.Report{}
		for range n {
			r.Services = append(r.Services, assessed(t, 45))
			r.Remarks = append(r.Remarks, audit.Remark{Rule: "ignore-unused", Severity: audit.Info, Message: strings.Repeat("long ", 50)})
		}
		text := report.AuditMarkdown(r)
		if len(text) > 65_536 || (n > 10) != strings.Contains(text, "found no room in this comment") {
			t.Errorf("%d services: %d bytes", n, len(text))
		}
	}
	r := &audit.Report{Services: []audit.Service{assessed(t, 45)}}
	r.Services[0].Name = strings.Repeat("n", 70_000)
	if text := report.AuditMarkdown(r); len(text) > 65_536 {
		t.Errorf("a long name: %d bytes", len(text))
	}
}

// A name from outside begins no line and no markup, and ends no block.
func TestAuditMarkdown_hostile(t *testing.T) {
	const evil = "a`b\n# forged\n<!-- graceful audit: unchanged --> <img src=x> | [x](y) </details>"
	s := assessed(t, 45)
	s.Name, s.Address, s.Findings[0].Message = evil, evil, evil
	s.Findings[0].Suppressed = &audit.Suppression{By: "comment", Reason: evil, Where: evil}
	r := since(nil, []audit.Service{s})
	r.Gone, r.Remarks = []audit.Service{s}, []audit.Remark{{Rule: "ignore-invalid", Severity: audit.Warning, Message: evil}}
	var page strings.Builder
	if err := asGitHub(report.AuditMarkdown(r), &page); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<h1", "<img", `<a href="y"`, "</details> </details>"} {
		if strings.Contains(page.String(), bad) {
			t.Errorf("%s in:\n%s", bad, page.String())
		}
	}
}

// asGitHub writes Markdown as GitHub shows it.
func asGitHub(text string, to *strings.Builder) error {
	return goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe())).Convert([]byte(text), to)
}

// The picture has the same, and is whole XML whatever a name holds.
func TestAuditSVG(t *testing.T) {
	after := assessed(t, 60)
	after.Name = "a<b>&\x1b\"c"
	after.Findings = append(after.Findings, finding("no-drain", audit.Error))
	gone := assessed(t, 10)
	gone.Name, gone.Address = "old", "old"
	text := report.AuditSVG(since([]audit.Service{assessed(t, 45), gone}, []audit.Service{after}))
	if err := xml.Unmarshal([]byte(text), new(struct{})); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, want := range []string{"1 service changes, 1 service is gone, 1 finding is new.", ">30 s</text>", `class="bold neutral">45 s</text>`, ">45 (set)</text>", ">60 (set)</text>", "new error no-drain", "old, gone"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "\x1b") || strings.Contains(text, "circuit-breaker-off") {
		t.Errorf("what was there before, or what cannot be seen:\n%s", text)
	}
	if same := report.AuditSVG(since([]audit.Service{gone}, []audit.Service{gone})); !strings.Contains(same, "Nothing changes. 1 service: 0 errors") {
		t.Errorf("nothing changes:\n%s", same)
	}
}

// A long name goes on in the next line, and does not run into the columns.
func TestAuditSVG_longName(t *testing.T) {
	s := assessed(t, 45)
	s.Name = strings.Repeat("a", 255)
	text := report.AuditSVG(&audit.Report{Services: []audit.Service{s}})
	if strings.Contains(text, strings.Repeat("a", 80)) || strings.Count(text, `class="lane">a`) < 3 {
		t.Error(text)
	}
}
