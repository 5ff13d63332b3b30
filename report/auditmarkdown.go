package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// AuditMarker is the first line of an audit in Markdown: whoever writes it into a pull
// request finds by it the comment that is to be replaced.
const AuditMarker = "<!-- graceful audit -->"

// AuditUnchanged is the second line where nothing changes, so that a comment is not
// begun to say so.
const AuditUnchanged = "<!-- graceful audit: unchanged -->"

// mostOfComment is what GitHub takes of a comment, less what ends it.
const mostOfComment = 65_536 - 2_000

// AuditMarkdown writes an audit as the one comment of a pull request. Where it was
// compared with what was before, only what changes is shown.
func AuditMarkdown(r *audit.Report) string {
	var b strings.Builder
	b.WriteString(AuditMarker + "\n")
	list := shownServices(r)
	if r.Compared && len(list)+len(r.Gone)+len(r.Remarks) == 0 {
		b.WriteString(AuditUnchanged + "\n### Nothing changes in what the services promise\n\n" + summed(r).String() + ".\n")
		return b.String()
	}
	b.WriteString("### What the services promise when tasks stop\n\n" + headline(r) + "\n")
	for i, s := range list {
		text := serviceMarkdown(s)
		if b.Len()+len(text) > mostOfComment {
			b.WriteString("\n" + print.Count(len(list)-i, "further service") + " found no room in this comment; `graceful audit` on the command line has them all.\n")
			break
		}
		b.WriteString(text)
	}
	b.WriteString(restMarkdown(r, mostOfComment-b.Len()))
	return b.String()
}

// shownServices are those that change, or all where nobody knows.
func shownServices(r *audit.Report) []audit.Service {
	var out []audit.Service
	for _, s := range r.Services {
		if s.Change == nil || s.Change.Kind != audit.IsSame {
			out = append(out, s)
		}
	}
	return out
}

// headline counts what changes, and then what there is.
func headline(r *audit.Report) string {
	if !r.Compared {
		return "**" + summed(r).String() + ".**"
	}
	services, findings := map[string]int{"gone": len(r.Gone)}, map[string]int{}
	for _, s := range r.Services {
		services[s.Change.Kind]++
		findings["gone"] += len(s.Change.Gone)
		for _, f := range s.Findings {
			if f.Suppressed == nil {
				findings[f.Change]++
			}
		}
	}
	var parts []string
	for _, p := range []struct {
		counts       map[string]int
		kind, thing  string
		once, severe string
	}{
		{services, audit.IsChanged, "service", "changes", "change"}, {services, audit.IsNew, "service", "is new", "are new"}, {services, "gone", "service", "is gone", "are gone"},
		{findings, audit.IsNew, "finding", "is new", "are new"}, {findings, "gone", "finding", "is gone", "are gone"},
	} {
		if n := p.counts[p.kind]; n == 1 {
			parts = append(parts, print.Count(n, p.thing)+" "+p.once)
		} else if n > 1 {
			parts = append(parts, print.Count(n, p.thing)+" "+p.severe)
		}
	}
	return "**" + print.Sentence(strings.Join(parts, ", ")) + ".** In all " + summed(r).String() + "."
}

// serviceMarkdown is the part of a service.
func serviceMarkdown(s audit.Service) string {
	var b strings.Builder
	b.WriteString("\n#### " + code(s.Name))
	if s.Change != nil {
		b.WriteString(", " + s.Change.Kind)
	}
	if s.Address != s.Name {
		b.WriteString(" (" + code(s.Address) + ")")
	}
	b.WriteString(under(", ", s.When))
	b.WriteString("\n\n" + promisesMarkdown(s) + valuesMarkdown(s) + findingsMarkdown(s))
	if list, err := s.Judged.Timelines(); err == nil && len(list) > 0 && len(list[0].Spans) > 0 {
		b.WriteString("\n" + details("A stop with these values, second by second", fenced("mermaid", TimelineMermaid(list[0]))))
	}
	return b.String()
}

// promisesMarkdown are the promises of a service; of one that changes, those that do.
func promisesMarkdown(s audit.Service) string {
	compared := s.Change != nil && s.Change.Before != nil
	t := newTable("", "When a task stops for", "sure to survive", "because")
	if compared {
		t = newTable("", "When a task stops for", "before", "after", "because")
	}
	rows := t.promises("", changed(s), compared)
	for _, p := range s.LowerPromises() {
		rows += t.promises(under(" ", p.When), changedFrom(p.Promises, p.Before), compared)
	}
	switch {
	case rows == 0 && compared:
		return "What it promises stays as it is.\n"
	case rows == 0:
		return "It promises nothing: AWS would not take its values.\n"
	}
	return t.String()
}

// promises adds a row for the causes that are alike, with when they are so; of what was
// compared, for those that change.
func (t *markdownTable) promises(when string, list []changedPromise, compared bool) (rows int) {
	for i := 0; i < len(list); {
		p, causes := list[i], []string{code(list[i].cause)}
		for i++; i < len(list) && list[i].alike(p); i++ {
			causes = append(causes, code(list[i].cause))
		}
		switch cause := strings.Join(causes, ", ") + when; {
		case compared && p.changes():
			t.add(symbols[p.tone], cause, escape(p.before), "**"+escape(p.now())+"**", escape(p.because))
		case compared:
			continue
		default:
			t.add(symbols[p.tone], cause, escape(p.now()), escape(p.because))
		}
		rows++
	}
	return rows
}

// under says under which choices something is so; empty where it is by default.
func under(lead, when string) string {
	if when == "" {
		return ""
	}
	return lead + "if " + escape(when)
}

// valuesMarkdown are the values that change, and what follows from them.
func valuesMarkdown(s audit.Service) string {
	if s.Change == nil || s.Change.Before == nil {
		return ""
	}
	before, rows := s.Change.Before, 0
	t := newTable("Value", "before", "after", "where")
	add := func(name, was, is, where string) {
		if was != is {
			t.add(code(name), escape(was), "**"+escape(is)+"**", where)
			rows++
		}
	}
	for _, e := range s.Values {
		was := "not there"
		if old, ok := before.Values.Get(e.Key); ok {
			if was = numberText(old); old.Value != nil && e.Value.Value != nil && *old.Value == *e.Value.Value {
				continue // Only how it came to be.
			}
		}
		add(e.Key, was, numberText(e.Value), code(e.Value.Where))
	}
	for _, e := range before.Values {
		if _, ok := s.Values.Get(e.Key); !ok {
			add(e.Key, numberText(e.Value), "not there", code(e.Value.Where))
		}
	}
	was := map[string]string{}
	for _, r := range answers(before.Assessment) {
		was[r.name] = r.quantity()
	}
	for _, r := range answers(s.Assessment) {
		add(r.name, was[r.name], r.quantity(), "")
	}
	if rows == 0 {
		return ""
	}
	return "\n" + t.String()
}

// findingsMarkdown are the findings: of a service that was there before, what is new
// and gone is open and the rest folded.
func findingsMarkdown(s audit.Service) string {
	var open, folded, suppressed strings.Builder
	for _, f := range s.Findings {
		into := &open
		switch {
		case f.Suppressed != nil:
			suppressed.WriteString(findingMarkdown(f, "") + " Suppressed by " + escape(suppressedBy(*f.Suppressed)) + ": " + escape(f.Suppressed.Reason) + ".\n")
			continue
		case f.Change == audit.IsSame:
			into = &folded
		}
		into.WriteString(findingMarkdown(f, f.Change) + "\n")
	}
	if s.Change != nil {
		for _, f := range s.Change.Gone {
			open.WriteString("- Gone: ~~" + string(f.Severity) + "~~ " + code(f.Rule) + under(" ", f.When) + ": " + escape(f.Message) + ".\n")
		}
	}
	out := ""
	if open.Len() > 0 {
		out += "\n" + open.String()
	}
	if folded.Len() > 0 {
		out += "\n" + details("Findings that were there before", folded.String())
	}
	if suppressed.Len() > 0 {
		out += "\n" + details("Suppressed", suppressed.String())
	}
	return out
}

func findingMarkdown(f audit.Finding, change string) string {
	lead := string(f.Severity)
	if change == audit.IsNew {
		lead = "new " + lead
	}
	n := notice{rule: f.Rule, message: f.Message}
	out := n.markdown(lead, under(" ", f.When))
	for i, n := range f.Fix {
		if n.Value == nil {
			continue
		}
		if i == 0 {
			out += " Fix: "
		} else {
			out += ", "
		}
		out += code(n.Name) + " " + print.Number(float64(*n.Value))
		if n.Where != "" {
			out += " at " + code(n.Where)
		}
		if i == len(f.Fix)-1 {
			out += "."
		}
	}
	if f.Source != "" {
		out += " " + link(f.Source)
	}
	return out
}

// known is the choice under which a finding of a baseline was, if it was under one.
func known(k audit.Known) string {
	if k.Choice == "" {
		return ""
	}
	return " under " + code(k.Choice)
}

// restMarkdown is what belongs to no service, as far as there is room.
func restMarkdown(r *audit.Report, room int) string {
	var lines []string
	for _, s := range r.Gone {
		lines = append(lines, "- Gone: the service "+code(s.Name)+" ("+code(s.Address)+").\n")
	}
	for _, k := range r.Fixed {
		lines = append(lines, "- Gone since the baseline: "+code(k.Rule)+" in "+code(k.Service)+known(k)+".\n")
	}
	for _, n := range auditNotices(&audit.Report{Remarks: r.Remarks}) {
		lines = append(lines, n.markdown(string(n.severity), "")+"\n")
	}
	for _, n := range unjudged(shownServices(r)) {
		lines = append(lines, "- Not judged in "+code(n.Service)+": "+escape(strings.Join(n.shortly(), ", ")+", "+n.Why)+".\n")
	}
	if !r.Compared { // Where it was, they are no news.
		for _, e := range notOnFargate(r.Elsewhere) {
			lines = append(lines, "- Not judged, for "+escape(e.why)+": "+escape(strings.Join(e.names, ", "))+".\n")
		}
	}
	out := ""
	for _, line := range lines {
		if room -= len(line); room > 0 {
			out += line
		}
	}
	if out == "" {
		return ""
	}
	return "\n" + out
}
