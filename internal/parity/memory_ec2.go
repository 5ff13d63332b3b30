package parity

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"slices"
)

// rememberRule keeps the description of a rule that names a group or a prefix list;
// moto keeps only those of rules that name a network.
func (m *Memory) rememberRule(e *Exchange) {
	for _, p := range list(e.Request, "IpPermissions") {
		for _, g := range slices.Concat(list(p, "Groups"), list(p, "UserIdGroupPairs"), list(p, "PrefixListIds")) {
			for _, rule := range list(e.Response, e.Action+"Response", "securityGroupRuleSet") {
				m.descriptions[text(rule, "securityGroupRuleId")] = text(g, "Description")
			}
		}
	}
}

var ruleID = regexp.MustCompile(`<securityGroupRuleId>(sgr-[0-9a-f]+)</securityGroupRuleId>`)

// restoreRules adds the descriptions that were kept.
func (m *Memory) restoreRules(body []byte) []byte {
	return ruleID.ReplaceAllFunc(body, func(element []byte) []byte {
		description := m.descriptions[string(ruleID.FindSubmatch(element)[1])]
		if description == "" {
			return element
		}
		var b bytes.Buffer
		b.Write(element)
		b.WriteString("<description>")
		_ = xml.EscapeText(&b, []byte(description)) // A buffer does not fail.
		b.WriteString("</description>")
		return b.Bytes()
	})
}
