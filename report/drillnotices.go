package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// drillName tells a drill from others of a run.
func drillName(r verdict.Result) string {
	return strings.Join(strings.Fields(string(r.Path)+" "+string(r.Balancer)+" "+r.Settings), " ")
}

// drillNotices are the findings of a drill: one that it failed by is an error.
func drillNotices(r verdict.Result) []notice {
	var out []notice
	for _, f := range r.Findings {
		n := notice{rule: f.Rule, severity: audit.Warning, message: f.Message, fix: f.Fix, subject: drillName(r)}
		if f.Fault {
			n.severity = audit.Error
		}
		out = append(out, n)
	}
	return out
}

// DrillJUnit writes drills as cases of one suite. Strict has those fail that have
// warnings too; one that shows nothing, or cannot be judged, is skipped.
func DrillJUnit(results []verdict.Result, strict bool) ([]byte, error) {
	failOn := audit.Error
	if strict {
		failOn = audit.Warning
	}
	one := suite{name: "stop drill"}
	for _, r := range results {
		c := testCase{class: "stop drill", name: drillName(r)}
		unsure := r.Verdict == verdict.NotJudged || r.Verdict == verdict.NotShown
		for _, n := range drillNotices(r) {
			if unsure {
				n.severity = audit.Info
			}
			c.take(n, failOn)
		}
		if unsure {
			c.skipped = strings.ToLower(r.Verdict.Words())
		} else if !r.OK && len(c.failed) == 0 {
			c.failed = []notice{{severity: audit.Error, message: drillLine(r)}}
		}
		one.cases = append(one.cases, c)
	}
	return junit([]suite{one})
}

// DrillGitHub writes the findings of drills as workflow commands of GitHub.
func DrillGitHub(results []verdict.Result) string {
	var list []notice
	for _, r := range results {
		list = append(list, drillNotices(r)...)
	}
	return annotations(list)
}
