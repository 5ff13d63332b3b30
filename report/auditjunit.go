package report

import (
	"github.com/graceful-ecs/terraform-provider-graceful/audit"
)

// AuditJUnit writes an audit as a suite for each service with a case for each rule.
// Those that find something as bad as failOn, or worse, have failed; an empty one
// fails none.
func AuditJUnit(r *audit.Report, failOn audit.Severity) ([]byte, error) {
	var suites []suite
	for _, s := range r.Services {
		one := suite{name: s.Name}
		for _, rule := range audit.Rules() {
			c, open := testCase{class: s.Address, name: rule.ID}, false
			for _, f := range s.Findings {
				if f.Rule == rule.ID {
					c.take(auditNotice(s, f), failOn)
					open = open || f.Suppressed == nil
				}
			}
			if open { // Only some of it is suppressed, such as that under one choice.
				c.skipped = ""
			}
			one.cases = append(one.cases, c)
		}
		suites = append(suites, one)
	}
	if len(r.Remarks) > 0 {
		one := suite{name: "what is ignored"}
		for _, n := range auditNotices(&audit.Report{Remarks: r.Remarks}) {
			c := testCase{class: n.file, name: n.rule}
			c.take(n, failOn)
			one.cases = append(one.cases, c)
		}
		suites = append(suites, one)
	}
	return junit(suites)
}

// take notes in a case what was found.
func (c *testCase) take(n notice, failOn audit.Severity) {
	switch {
	case n.suppressed != nil:
		c.skipped = n.suppressed.By + ": " + n.suppressed.Reason
		fallthrough
	case failOn == "" || !n.severity.AtLeast(failOn):
		if c.out != "" {
			c.out += "\n"
		}
		c.out += string(n.severity) + ": " + n.whole()
	default:
		c.failed = append(c.failed, n)
	}
}
