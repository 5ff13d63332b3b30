package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// containersText lists how each container of a whole task stopped.
func containersText(b *strings.Builder, r verdict.Result) {
	if r.Task == nil {
		return
	}
	name := 11
	for _, c := range r.Containers {
		name = max(name, len(c.Name)+2)
	}
	b.WriteString("\n  Containers in the order of their stop, in seconds from its start\n")
	b.WriteString("    " + print.Pad("container", name) + print.Pad("role", 10) + print.Pad("signal", 11) + print.PadLeft("at", 8) + print.PadLeft("lived on", 10) + print.PadLeft("stop timeout", 14) + "  exit\n")
	for _, c := range r.Containers {
		at, after := containerTimes(c)
		b.WriteString("    " + print.Pad(c.Name, name) + print.Pad(string(c.Role), 10) + print.Pad(string(c.Signal), 11) + print.PadLeft(at, 8) + print.PadLeft(after, 10) +
			print.PadLeft(c.StopTimeout.String(), 14) + "  " + containerExit(c) + "\n")
	}
	b.WriteString("    " + taskText(*r.Task) + "\n")
}

// containerTimes are when a container was told to stop and how long it then lived.
func containerTimes(c verdict.ContainerResult) (at, after string) {
	at, after = "–", "–"
	if c.Signalled != nil {
		at = about(*c.Signalled)
	}
	if c.After != nil {
		after = about(*c.After)
	}
	return at, after
}

// containerExit is how a container ended.
func containerExit(c verdict.ContainerResult) string {
	switch {
	case c.Ended == nil:
		return "its turn never came"
	case c.Signalled == nil:
		return c.Text + ", before it was told to stop"
	case c.After == nil && *c.Ended < *c.Signalled:
		return c.Text + ", " + (*c.Signalled - *c.Ended).String() + " before its turn"
	}
	return c.Text
}

// taskText is how the whole task did.
func taskText(t verdict.TaskResult) string {
	text := "the whole task: not every container had its turn"
	if t.Took != nil {
		text = "the whole task: " + t.Took.String() + " from the first signal to the last end"
	}
	if t.Estimate != nil {
		text += "; by the profile's settings at most " + t.Estimate.String()
	}
	if len(t.Missing) > 0 {
		text += "; not played, as no command was given: " + strings.Join(t.Missing, ", ")
	}
	return text
}

// containersMarkdown is the same for a page.
func containersMarkdown(b *strings.Builder, r verdict.Result) {
	if r.Task == nil {
		return
	}
	b.WriteString("\n| container | role | signal | at | lived on | stop timeout | exit |\n|---|---|---|--:|--:|--:|---|\n")
	for _, c := range r.Containers {
		at, after := containerTimes(c)
		b.WriteString("| `" + c.Name + "` | " + strings.Join([]string{string(c.Role), string(c.Signal), at, after, c.StopTimeout.String(), cell(containerExit(c))}, " | ") + " |\n")
	}
	b.WriteString("\n" + print.Sentence(taskText(*r.Task)) + ".\n")
}

// outputText is the end of what was written, by each container that wrote any.
func outputText(b *strings.Builder, r verdict.Result) {
	show := func(whose, text string) {
		if text == "" {
			return
		}
		b.WriteString("\n  The end of " + whose + "'s output\n")
		for _, line := range strings.Split(safe.Text(strings.TrimRight(text, "\n")), "\n") {
			b.WriteString("    | " + line + "\n")
		}
	}
	for _, c := range r.Containers {
		show(c.Name, c.Output)
	}
	if r.Task == nil {
		show("the app", r.Output)
	}
}

// isolationText says whether what was started was PID 1.
func isolationText(r verdict.Result) string {
	switch {
	case r.Isolation == "pid 1" && r.Task != nil:
		return "each container is PID 1"
	case r.Isolation == "pid 1":
		return "the app is PID 1"
	case r.Task != nil:
		return "no container is PID 1: a signal that it does not handle ends it, where in a container it would do nothing"
	}
	return "the app is not PID 1: a signal that it does not handle ends it, where in a container it would do nothing"
}

// trackHeight is how high the track of a container is.
const trackHeight = 20.0

// tracks draws below the axis how long each container ran: until its signal, and
// on to its end, which SIGKILL marks.
func (p *plot) tracks() {
	if p.Task == nil {
		return
	}
	top := p.base + 66
	for i, c := range p.Containers {
		y := top + float64(i)*trackHeight
		ended := p.to
		if c.Ended != nil {
			ended = min(c.Ended.Float(), p.to)
		}
		told := ended
		if c.Signalled != nil {
			told = min(c.Signalled.Float(), ended)
		}
		p.span(p.from, told, y, "runs")
		class := "stops"
		if c.Killed {
			class = "cut"
		}
		p.span(told, ended, y, class)
		p.text(plotMargin, y+11, "tick", "start", short(c.Name, 8))
		p.text(p.x(p.from)+6, y+11, "flag", "start", string(c.Role)+", "+string(c.Signal)+trackExit(c))
	}
	p.text(plotLeft, top+float64(len(p.Containers))*trackHeight+12, "prose", "start", print.Sentence(taskText(*p.Task))+". Blue until its signal, orange from then on, red where SIGKILL came.")
	p.top = top + float64(len(p.Containers))*trackHeight + 28
}

// trackExit is how a container ended, in short.
func trackExit(c verdict.ContainerResult) string {
	if c.Ended == nil {
		return ""
	}
	return ", exit " + strings.SplitN(c.Text, ",", 2)[0]
}

// span is a stretch of a container's track.
func (p *plot) span(from, to, y float64, class string) {
	if to > from {
		p.body.WriteString(`<rect x="` + px(p.x(from)) + `" y="` + px(y) + `" width="` + px(p.x(to)-p.x(from)) + `" height="14" class="` + class + `"/>` + "\n")
	}
}
