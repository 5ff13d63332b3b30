package report_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// drills are one that held, one with a warning, one that broke and one that nobody
// can judge.
func drills() []verdict.Result {
	warning := verdict.Finding{Rule: "late-exit", Message: "late", Fix: "earlier"}
	fault := verdict.Finding{Rule: "drops-in-flight", Message: "drops", Fix: "wait", Fault: true}
	return []verdict.Result{
		{Workload: shutdown.HTTP, Path: shutdown.Drained, Verdict: verdict.Held, OK: true},
		{Workload: shutdown.HTTP, Path: shutdown.Concurrent, Verdict: verdict.Held, OK: true, Findings: []verdict.Finding{warning}},
		{Workload: shutdown.HTTP, Path: shutdown.Drained, Balancer: "alb", Findings: []verdict.Finding{warning, fault}, Verdict: verdict.NotHeld},
		{Workload: shutdown.HTTP, Path: shutdown.Drained, Balancer: "nlb", Findings: []verdict.Finding{fault}, Verdict: verdict.NotJudged},
	}
}

// A drill is a case: it fails by its faults, and if that is asked for by warnings.
func TestDrillJUnit(t *testing.T) {
	for strict, want := range map[bool][]string{
		false: {"drained", "concurrent", "drained alb: failed", "drained nlb: skipped not judged"},
		true:  {"drained", "concurrent: failed", "drained alb: failed", "drained nlb: skipped not judged"},
	} {
		text, err := report.DrillJUnit(drills(), strict)
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Suites []struct {
				Cases []struct {
					Name    string    `xml:"name,attr"`
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
		var cases []string
		for _, c := range got.Suites[0].Cases {
			text := c.Name
			if c.Failure != nil {
				text += ": failed"
			}
			if c.Skipped != nil {
				text += ": skipped " + c.Skipped.Message
			}
			cases = append(cases, text)
		}
		if diff := cmp.Diff(want, cases); diff != "" {
			t.Errorf("strict %t (-want +got):\n%s", strict, diff)
		}
	}
}

// The faults come first, each with its way out.
func TestDrillGitHub(t *testing.T) {
	want := []string{"::error title=drops-in-flight in drained alb::drops; fix: wait", "::error title=drops-in-flight in drained nlb::drops; fix: wait",
		"::warning title=late-exit in concurrent::late; fix: earlier", "::warning title=late-exit in drained alb::late; fix: earlier", ""}
	if diff := cmp.Diff(want, strings.Split(report.DrillGitHub(drills()), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
