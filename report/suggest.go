package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
	"github.com/graceful-ecs/terraform-provider-graceful/suggest"
)

// Suggestion writes a suggested profile as a profile file: each field under what shows it,
// questions with a mark, and at the end what would change.
func Suggestion(s suggest.Suggestion) string {
	var b commented
	b.line(s.Name + ", " + s.Address + inFile(s.File))
	b.line("What its configuration shows. Answer each question, which begins with \"?\", before you use it.")
	for _, e := range s.Entries {
		b.WriteByte('\n')
		b.shown(e)
		b.WriteString(yamlEntry(e))
	}
	b.asked(s.Asked)
	b.changes(s)
	return b.String()
}

func inFile(file string) string {
	if file == "" {
		return ""
	}
	return " in " + file
}

// commented is a file whose comments begin with a number sign.
type commented struct{ strings.Builder }

// line writes a comment, over several lines where it is long.
func (b *commented) line(text string) { b.hanging("", text) }

// hanging writes a comment whose further lines are indented under its lead.
func (b *commented) hanging(lead, text string) {
	for _, line := range wrap(safe.Line(text), tableWidth-2-len(lead)) {
		b.WriteString(strings.TrimRight("# "+lead+line, " ") + "\n")
		lead = strings.Repeat(" ", len(lead))
	}
}

// shown writes what shows an entry, and its question.
func (b *commented) shown(e suggest.Entry) {
	because := e.Because
	if e.Where != "" {
		because += ": " + e.Where
	}
	b.line(because)
	if e.Ask != "" {
		b.hanging("? ", question(e.Ask))
	}
}

// question ends with its mark; what follows a mark inside ends as it is.
func question(ask string) string {
	if strings.Contains(ask, "?") {
		return ask
	}
	return ask + "?"
}

// asked writes the questions on fields that stay at their defaults.
func (b *commented) asked(list []suggest.Entry) {
	if len(list) == 0 {
		return
	}
	b.WriteString("\n# Not written here, and worth an answer:\n")
	for _, e := range list {
		b.hanging("  ", e.Field+" ("+e.Because+")")
		b.hanging("  ? ", question(e.Ask))
	}
}

// changes writes what would be otherwise with the profile, or why it has no settings.
func (b *commented) changes(s suggest.Suggestion) {
	b.WriteByte('\n')
	if len(s.Refused) > 0 {
		b.line("This profile has no settings yet:")
		for _, f := range s.Refused {
			for line := range strings.Lines(f.Error()) {
				b.hanging("  ", strings.TrimRight(line, "\n"))
			}
		}
		return
	}
	switch {
	case s.NotCompared != "":
		b.line("What would change was not looked for: " + s.NotCompared + ".")
	case len(s.Changes) == 0:
		b.line("With this profile nothing would change, as far as is known.")
	default:
		b.line("With this profile these would change:")
	}
	for _, c := range s.Changes {
		text := c.Setting + ": " + c.Today + ", then " + c.Then
		if c.Where != "" {
			text += " (" + c.Where + ")"
		}
		b.hanging("  ", text)
	}
	if s.TodayRefused != nil {
		return
	}
	longest := *s.Proven.Profile().LongestWork
	b.line("The longest work that survives, today, and then of work of up to " + strconv.Itoa(longest) + " s:")
	now := map[string]string{}
	for _, p := range promises(s.Today.Promises) {
		now[p.cause] = p.sure
	}
	for _, g := range s.Proven.Settings().Guarantees {
		text := g.Key + ": " + now[g.Key] + ", then " + kept(g.Value.Kept, g.Value.UpTo)
		if today := surely(s.Today, g.Key); today != nil && *today > longest {
			text += ", which is less than today: is the longest work really so short?"
		}
		b.hanging("  ", text)
	}
}

// surely is the longest work that surely survives a cause, nil where it is not known.
func surely(a shutdown.Assessment, cause string) *int {
	for _, p := range a.Promises {
		if p.Key == cause {
			return p.Value.SureSeconds
		}
	}
	return nil
}

// yamlEntry is a field as it stands in a profile file.
func yamlEntry(e suggest.Entry) string {
	names, is := e.Value.([]string)
	if !is {
		return e.Field + ": " + yamlValue(e.Value) + "\n"
	}
	text := e.Field + ":\n"
	for _, name := range names {
		text += "  - name: " + yamlValue(name) + "\n    flush: " + strconv.Itoa(suggest.Flush) + "\n"
	}
	return text
}

// yamlValue writes the model's own words as they are, and quotes what is from outside.
func yamlValue(v any) string {
	if text, is := v.(string); is && !slices.ContainsFunc(shutdown.Fields(), func(f shutdown.Field) bool { return slices.Contains(f.Values, text) }) {
		return strconv.Quote(text)
	}
	return fmt.Sprint(v)
}
