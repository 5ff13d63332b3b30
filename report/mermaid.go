package report

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TimelineMermaid writes one stop as a Mermaid gantt diagram, which GitHub and
// GitLab draw inside Markdown: one section for each actor, the seconds as axis.
func TimelineMermaid(t shutdown.Timeline) string {
	var b strings.Builder
	b.WriteString("gantt\n")
	b.WriteString("  title " + mermaidText(heading(t)+" - "+keeps(t)) + "\n")
	// The only plain numbers that a gantt takes are times since the epoch. They
	// are milliseconds, because Mermaid 11 reads a start so even where the
	// format says seconds, and then draws every bar from 0.
	b.WriteString("  dateFormat x\n  axisFormat %s s\n  todayMarker off\n")
	for _, a := range lanes(t) {
		b.WriteString("  section " + mermaidText(string(a)) + "\n")
		for _, s := range t.Spans {
			if s.Actor == a {
				mermaidTask(&b, s.Name+" "+strconv.Itoa(s.To-s.From)+" s", "", s.From, s.To)
			}
		}
		for _, e := range t.Events {
			if e.Actor == a {
				tags := "milestone, "
				if fatal(e.Name) {
					tags = "crit, milestone, "
				}
				mermaidTask(&b, words(e.Name)+" at "+strconv.Itoa(e.At)+" s", tags, e.At, e.At)
			}
		}
	}
	if bounded(t) {
		b.WriteString("  section budget\n")
		used := min(t.Budget.To, t.Budget.To-t.Left)
		if t.Left < 0 {
			mermaidTask(&b, budget(t), "crit, ", t.Budget.From, used)
		} else {
			mermaidTask(&b, strconv.Itoa(used-t.Budget.From)+" s used", "done, ", t.Budget.From, used)
		}
		if t.Left > 0 {
			mermaidTask(&b, strconv.Itoa(t.Left)+" s left", "active, ", used, t.Budget.To)
		}
	}
	return b.String()
}

func mermaidTask(b *strings.Builder, name, tags string, from, to int) {
	b.WriteString("  " + mermaidText(name) + " :" + tags + strconv.Itoa(1000*from) + ", " + strconv.Itoa(1000*to) + "\n")
}

// fatal says that the event ends the task by force.
func fatal(event string) bool {
	return event == shutdown.EventKill || event == shutdown.EventReclaim || event == shutdown.EventHostLost
}

// mermaidMarks are the characters that end a name or begin a comment, as the
// entities that Mermaid knows.
var mermaidMarks = strings.NewReplacer("#", "#35;", ";", "#59;", ":", "#58;", "%%", "%#8203;%", "\n", " ", "\r", " ")

// mermaidText makes text safe as the title, a section or the name of a task.
func mermaidText(text string) string { return mermaidMarks.Replace(text) }

// words writes an identifier as words.
func words(id string) string { return strings.ReplaceAll(id, "_", " ") }
