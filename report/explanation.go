package report

import (
	"strconv"
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
	units := make(map[string]string, len(lines))
	for _, r := range lines {
		units[r.name] = r.unit
	}
	for _, r := range estimates(s) {
		units["estimates."+r.name] = r.unit
	}
	out := make([]explanation, len(s.Explanation))
	for i, e := range s.Explanation {
		out[i] = explanation{e, strings.TrimSpace(strconv.Itoa(e.Value) + " " + units[e.Setting])}
	}
	return out
}
