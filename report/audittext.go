package report

import (
	"io"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// Audit writes an audit for a terminal: for each service what it promises, and
// then what was found; where it was compared, with what was before. It is written
// service by service, since that of ten thousand is of 30 MB.
func (style TableStyle) Audit(w io.Writer, r *audit.Report) error {
	var b strings.Builder
	for i, s := range r.Services {
		if i > 0 {
			b.WriteByte('\n')
		}
		where := s.Address
		if s.Source.File != "" {
			where += " in " + s.Source.File
		}
		if s.When != "" {
			where += ", if " + s.When
		}
		title := safe.Line(s.Name) + ", " + safe.Line(where)
		if s.Change != nil {
			title += ", " + s.Change.Kind
		}
		style.title(&b, title)
		style.promised(&b, s)
		for _, f := range s.Findings {
			style.finding(&b, f)
		}
		if s.Change != nil {
			for _, f := range s.Change.Gone {
				b.WriteByte('\n')
				writeWrapped(&b, "  gone "+string(f.Severity)+" "+f.Rule+": ", safe.Line(f.Told()))
			}
		}
		if err := drain(w, &b); err != nil {
			return err
		}
	}
	for _, s := range r.Gone {
		writeWrapped(&b, "Gone: ", safe.Line(s.Name)+", "+safe.Line(s.Address))
	}
	for _, e := range notOnFargate(r.Elsewhere) {
		writeWrapped(&b, "Not judged, for "+safe.Line(e.why)+": ", strings.Join(e.names, ", "))
	}
	for _, n := range unjudged(r.Services) {
		writeWrapped(&b, "Not judged in "+safe.Line(n.Service)+": ", strings.Join(n.shortly(), ", ")+", "+safe.Line(n.said()))
	}
	for _, k := range r.Fixed {
		text := k.Rule + " in " + k.Service
		if k.Choice != "" {
			text += " under " + k.Choice
		}
		writeWrapped(&b, "Gone since the baseline: ", safe.Line(text))
	}
	for _, m := range r.Remarks {
		at := ""
		if m.Source.Line != nil {
			at = " at " + safe.Line(m.Source.File) + ":" + strconv.Itoa(*m.Source.Line)
		}
		writeWrapped(&b, string(m.Severity)+" "+m.Rule+": ", safe.Line(m.Message)+at)
	}
	if b.Len() > 0 || len(r.Services) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(summed(r).String() + "\n")
	return drain(w, &b)
}

// drain writes what is in b, and empties it.
func drain(w io.Writer, b *strings.Builder) error {
	_, err := io.WriteString(w, b.String())
	b.Reset()
	return err
}

// promised writes what survives, and what less of it does under choices.
func (style TableStyle) promised(b *strings.Builder, s audit.Service) {
	writePromises(b, "", changed(s))
	for _, p := range s.LowerPromises() {
		writePromises(b, " if "+safe.Line(p.When), changedFrom(p.Promises, p.Before))
	}
	if s.Evidence != "" {
		writeWrapped(b, "  app: ", safe.Line(s.Evidence))
	}
	for _, r := range answers(s.Assessment) {
		writeWrapped(b, "  "+r.name+": ", r.quantity())
	}
}

// writePromises writes a line for the causes that are alike, with when they are so.
func writePromises(b *strings.Builder, when string, list []changedPromise) {
	for i := 0; i < len(list); {
		causes := []string{list[i].cause}
		next := i + 1
		for ; next < len(list) && list[next].alike(list[i]); next++ {
			causes = append(causes, list[next].cause)
		}
		text := list[i].now()
		if list[i].changes() {
			text += ", was " + list[i].before
		}
		writeWrapped(b, "  "+strings.Join(causes, ", ")+when+": ", text+" ("+list[i].because+")")
		i = next
	}
}

// finding writes a finding with its numbers and its fix.
func (style TableStyle) finding(b *strings.Builder, f audit.Finding) {
	b.WriteByte('\n')
	lead := string(f.Severity) + " " + f.Rule
	if f.When != "" {
		lead += " if " + safe.Line(f.When)
	}
	lead += ": "
	if f.Change == audit.IsNew {
		lead = "new " + lead
	}
	if s := f.Suppressed; s != nil {
		writeWrapped(b, "  suppressed "+lead, safe.Line(f.Message))
		b.WriteString("      by " + suppressedBy(*s) + ": " + safe.Line(s.Reason) + "\n")
		return
	}
	writeWrapped(b, "  "+lead, safe.Line(f.Message))
	for _, n := range f.Numbers {
		text := numberText(n)
		if n.Value == nil && n.State != "" {
			text = string(n.State)
		}
		if n.Where != "" {
			text += " at " + safe.Line(n.Where)
		}
		for _, fix := range f.Fix {
			if fix.Name == n.Name {
				text += ", to " + strconv.Itoa(*fix.Value)
			}
		}
		b.WriteString("      " + n.Name + ": " + text + "\n")
	}
	b.WriteString("      " + f.Source + "\n")
}

// suppressedBy says who decided, and until when.
func suppressedBy(s audit.Suppression) string {
	out := s.By
	if s.Where != "" {
		out += " at " + safe.Line(s.Where)
	}
	if s.Until != nil {
		out += " until " + *s.Until
	}
	return out
}
