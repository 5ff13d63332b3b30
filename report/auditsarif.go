package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
)

// AuditSARIF writes an audit in SARIF 2.1.0, as code scanning reads it.
func AuditSARIF(version string, r *audit.Report) ([]byte, error) {
	var rules []ruleText
	for _, rule := range append(audit.Rules(), audit.Remarks()...) {
		rules = append(rules, ruleText{rule.ID, rule.Doc, rule.Source, rule.Severity})
	}
	var said []string
	for _, n := range unjudged(r.Services) {
		said = append(said, "not judged in "+n.Service+": "+strings.Join(n.Values, ", ")+", "+n.said())
	}
	return sarif(version, rules, auditNotices(r), said, r.Compared || r.Fixed != nil)
}
