package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// promisesTitle says what the seconds are.
const promisesTitle = "The longest work that is sure to survive, wherever in its life the stop finds it"

// Assessment writes what values promise for a terminal, without colour.
func Assessment(v shutdown.Values, a shutdown.Assessment) string {
	return TableStyle{}.Assessment(v, a)
}

// Assessment writes what values promise for a terminal: first what survives each
// cause of a stop, then how deployments go, then what was not typed in.
func (style TableStyle) Assessment(v shutdown.Values, a shutdown.Assessment) string {
	var b strings.Builder
	style.heading(&b, promisesTitle)
	list := promises(a.Promises)
	cause := widest(list, func(p promise) string { return p.cause })
	sure := widest(list, func(p promise) string { return p.sure })
	refused := widest(list, func(p promise) string { return p.refused })
	hang := 2 + cause + 2 + sure + 2
	if refused > 0 {
		hang += refused + 2
	}
	for i, p := range list {
		because := p.because
		if i > 0 && because == list[i-1].because && p.sure == list[i-1].sure {
			because = "the same"
		}
		b.WriteString("  " + print.Pad(p.cause, cause) + "  " + style.paint(p.tone, p.sure) + print.Pad("", sure-len(p.sure)))
		if refused > 0 {
			b.WriteString("  " + print.Pad(p.refused, refused))
		}
		for i, line := range wrap(because, max(40, tableWidth-hang)) {
			if i > 0 {
				b.WriteString("\n" + print.Pad("", hang-2))
			}
			b.WriteString("  " + line)
		}
		b.WriteByte('\n')
	}
	style.heading(&b, "Deployments and failing tasks")
	writeRows(&b, answers(a))
	style.heading(&b, "Not typed in")
	for _, o := range origins(v, a) {
		writeWrapped(&b, "  "+o.title+": ", o.text)
	}
	return b.String()
}

// AssessmentMarkdown writes what values promise for a pull request.
func AssessmentMarkdown(v shutdown.Values, a shutdown.Assessment) string {
	var b strings.Builder
	b.WriteString("### What these numbers promise\n\n" + promisesTitle + ".\n\n")
	t := newTable("", "Cause", "Sure", "New work", "Because")
	for _, p := range promises(a.Promises) {
		t.add(symbols[p.tone], code(p.cause), escape(p.sure), escape(p.refused), escape(p.because))
	}
	b.WriteString(t.String() + "\n")
	t = newTable("Question", "Answer")
	for _, r := range answers(a) {
		t.add(code(r.name), escape(r.quantity()))
	}
	b.WriteString(t.String())
	for _, o := range origins(v, a) {
		b.WriteString("\n" + print.Sentence(o.title) + ": " + escape(o.text) + ".\n")
	}
	return b.String()
}
