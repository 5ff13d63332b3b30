package report

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TimelinesMarkdown writes timelines for a pull request: a heading with the
// verdict, a Mermaid diagram, and the events to open. Causes that stop a task
// in the same way share one.
func TimelinesMarkdown(timelines []shutdown.Timeline) string {
	var b strings.Builder
	for i, group := range Alike(timelines) {
		if i > 0 {
			b.WriteByte('\n')
		}
		t := group[0]
		names := make([]string, len(group))
		for j, other := range group {
			names[j] = code(string(other.Cause))
		}
		b.WriteString("### " + strings.Join(names, ", "))
		if t.Reading != "" {
			b.WriteString(", " + escape(t.Reading))
		}
		b.WriteString(": " + escape(keeps(t)) + "\n\n")
		b.WriteString(symbols[verdictTone(t)] + " " + escape(print.Sentence(t.Because)) + ".")
		if bounded(t) {
			b.WriteString(" Of " + escape(t.Budget.Name) + ": " + budget(t) + ".")
		}
		b.WriteString("\n")
		if len(t.Spans) > 0 {
			t := t
			if len(group) > 1 {
				t.Cause = shutdown.Cause(strings.Join(causes(group), ", "))
			}
			b.WriteString("\n" + fenced("mermaid", TimelineMermaid(t)))
		}
		b.WriteString("\n" + details("Events", eventsMarkdown(t)))
	}
	return b.String()
}

func eventsMarkdown(t shutdown.Timeline) string {
	table := newTable("Second", "Actor", "Event", "Meaning")
	for _, e := range t.Events {
		table.add(strconv.Itoa(e.At), escape(string(e.Actor)), code(e.Name), escape(e.Detail))
	}
	return table.String()
}

// Alike groups neighbouring timelines that differ in nothing but their cause.
func Alike(timelines []shutdown.Timeline) [][]shutdown.Timeline {
	var groups [][]shutdown.Timeline
	for _, t := range timelines {
		last := len(groups) - 1
		if last >= 0 {
			other := groups[last][0]
			other.Cause = t.Cause
			if reflect.DeepEqual(other, t) {
				groups[last] = append(groups[last], t)
				continue
			}
		}
		groups = append(groups, []shutdown.Timeline{t})
	}
	return groups
}

func causes(timelines []shutdown.Timeline) []string {
	out := make([]string, len(timelines))
	for i, t := range timelines {
		out[i] = string(t.Cause)
	}
	return out
}
