package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// ExplanationText says of each number what it is, how it is computed, why, and
// which page the rule rests on.
func ExplanationText(s shutdown.Settings) string {
	var b strings.Builder
	for i, e := range explained(s) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.Setting + " = " + e.value + "\n")
		b.WriteString("  " + e.Formula + "\n")
		for _, line := range wrap(e.Because, tableWidth-2) {
			b.WriteString("  " + line + "\n")
		}
		b.WriteString("  " + e.Source + "\n")
	}
	return b.String()
}

// ExplanationMarkdown is [ExplanationText] as a table.
func ExplanationMarkdown(s shutdown.Settings) string {
	t := newTable("Setting", "Value", "Formula", "Because", "Source")
	for _, e := range explained(s) {
		t.add(code(e.Setting), escape(e.value), escape(e.Formula), escape(e.Because), link(e.Source))
	}
	return t.String()
}

// explanation is an explanation whose value has its unit.
type explanation struct {
	shutdown.Explanation
	value string
}

func explained(s shutdown.Settings) []explanation {
	lines, _ := rows(s)
	quantities := make(map[string]string, len(lines))
	for _, r := range lines {
		quantities[r.name] = r.quantity()
	}
	for _, r := range estimates(s) {
		quantities["estimates."+r.name] = r.quantity()
	}
	out := make([]explanation, len(s.Explanation))
	for i, e := range s.Explanation {
		out[i] = explanation{e, quantities[e.Setting]}
	}
	return out
}
