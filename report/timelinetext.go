package report

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TimelineText writes one stop for a terminal: the verdict, the events in
// order, what each actor spends its time on, and what is left of the budget.
func TimelineText(t shutdown.Timeline) string {
	var b strings.Builder
	b.WriteString(heading(t) + " (" + string(t.Path) + "): " + keeps(t) + "\n")
	for _, line := range wrap(t.Because, tableWidth-2) {
		b.WriteString("  " + line + "\n")
	}
	b.WriteByte('\n')
	at := widest(t.Events, func(e shutdown.Event) string { return strconv.Itoa(e.At) })
	actor := widest(t.Events, func(e shutdown.Event) string { return string(e.Actor) })
	name := widest(t.Events, func(e shutdown.Event) string { return e.Name })
	for _, e := range t.Events {
		b.WriteString("  " + print.PadLeft(strconv.Itoa(e.At), at) + " s  " + print.Pad(string(e.Actor), actor) + "  " +
			print.Pad(e.Name, name) + "  " + e.Detail + "\n")
	}
	if len(t.Spans) > 0 {
		b.WriteByte('\n')
		writeSpans(&b, t)
	}
	if bounded(t) {
		b.WriteString("\n  budget  " + stretch(t.Budget) + ", " + t.Budget.Name + ": " + budget(t) + "\n")
	}
	return b.String()
}

// writeSpans has one line for each actor, in the order of its lanes.
func writeSpans(b *strings.Builder, t shutdown.Timeline) {
	actors := lanes(t)
	width := widest(actors, func(a shutdown.Actor) string { return string(a) })
	for _, a := range actors {
		var parts []string
		for _, s := range t.Spans {
			if s.Actor == a {
				parts = append(parts, stretch(s)+" "+s.Name)
			}
		}
		if len(parts) > 0 {
			b.WriteString("  " + print.Pad(string(a), width) + "  " + strings.Join(parts, ", ") + "\n")
		}
	}
}

// stretch writes a span's times, such as "15–25 s".
func stretch(s shutdown.Span) string {
	return strconv.Itoa(s.From) + "–" + strconv.Itoa(s.To) + " s"
}

// lanes lists the actors of a timeline, from those who send work to those who
// stop last.
func lanes(t shutdown.Timeline) []shutdown.Actor {
	seen := make(map[shutdown.Actor]bool)
	for _, e := range t.Events {
		seen[e.Actor] = true
	}
	for _, s := range t.Spans {
		seen[s.Actor] = true
	}
	var out []shutdown.Actor
	for _, a := range []shutdown.Actor{shutdown.ActorLoadBalancer, shutdown.ActorCallers, shutdown.ActorECS, shutdown.ActorFront, shutdown.ActorApp, shutdown.ActorSidecars} {
		if seen[a] {
			out = append(out, a)
		}
	}
	return out
}
