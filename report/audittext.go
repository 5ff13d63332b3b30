package report

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// Audit writes an audit for a terminal: for each service what it promises, and
// then what was found.
func (style TableStyle) Audit(list []audit.Service) string {
	var b strings.Builder
	for _, s := range list {
		where := s.Address
		if s.Source.File != "" {
			where += " in " + s.Source.File
		}
		style.heading(&b, safe.Line(s.Name)+", "+safe.Line(where))
		style.promised(&b, s)
		for _, f := range s.Findings {
			style.finding(&b, f)
		}
	}
	for _, n := range unjudged(list) {
		writeWrapped(&b, "Not judged in "+safe.Line(n.Service)+": ", strings.Join(n.Values, ", ")+", "+safe.Line(n.Why))
	}
	sum := summed(list)
	if len(list) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(print.Count(sum.Services, "service") + ": " + print.Count(sum.Errors, "error") + ", " + print.Count(sum.Warnings, "warning") + ", " + strconv.Itoa(sum.Infos) + " for information\n")
	return b.String()
}

// promised writes what survives, a line for the causes that are alike.
func (style TableStyle) promised(b *strings.Builder, s audit.Service) {
	list := promises(s.Assessment)
	for i := 0; i < len(list); {
		causes := []string{list[i].cause}
		next := i + 1
		for ; next < len(list) && list[next].sure == list[i].sure && list[next].because == list[i].because && list[next].refused == list[i].refused; next++ {
			causes = append(causes, list[next].cause)
		}
		text := list[i].sure
		if list[i].refused != "" {
			text += ", " + list[i].refused
		}
		writeWrapped(b, "  "+strings.Join(causes, ", ")+": ", text+" ("+list[i].because+")")
		i = next
	}
	for _, r := range answers(s.Assessment) {
		writeWrapped(b, "  "+r.name+": ", r.quantity())
	}
}

// finding writes a finding with its numbers and its fix.
func (style TableStyle) finding(b *strings.Builder, f audit.Finding) {
	b.WriteByte('\n')
	writeWrapped(b, "  "+string(f.Severity)+" "+f.Rule+": ", safe.Line(f.Message))
	for _, n := range f.Numbers {
		text := "unknown"
		if n.Value != nil {
			text = strconv.Itoa(*n.Value)
		}
		if n.State != "" {
			text += " (" + string(n.State) + ")"
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
