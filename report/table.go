package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TableStyle says how [TableStyle.Table] looks. The zero value is plain text.
type TableStyle struct {
	// Colour marks headings and verdicts with ANSI colours, for a terminal.
	Colour bool
}

// Table writes the settings for a terminal, without colour.
func Table(s shutdown.Settings) string { return TableStyle{}.Table(s) }

// Table writes the settings for a terminal: the numbers, what survives each
// cause of a stop, estimates, what the framework must be told, and notes.
func (style TableStyle) Table(s shutdown.Settings) string {
	var b strings.Builder
	lines, absent := rows(s)
	style.heading(&b, "Settings")
	writeRows(&b, lines)
	if len(absent) > 0 {
		writeWrapped(&b, "  not applicable: ", strings.Join(absent, ", "))
	}
	style.heading(&b, "Environment")
	writePairs(&b, s.Environment)
	if f := s.FrontSettings; f != nil {
		style.heading(&b, "Environment of the front "+f.Name)
		writePairs(&b, f.Environment)
	}
	for _, f := range told(s) {
		style.framework(&b, f)
	}
	style.guarantees(&b, s.Guarantees)
	style.heading(&b, "Estimates")
	writeRows(&b, estimates(s))
	if len(s.Notes) > 0 {
		style.heading(&b, "Notes")
		for _, n := range s.Notes {
			writeWrapped(&b, "  "+n.Path+": ", n.Message)
		}
	}
	return b.String()
}

func (style TableStyle) framework(b *strings.Builder, t toldFramework) {
	f, title := *t.settings, "Framework "+string(t.settings.Name)
	if t.container != "" {
		title += " of " + t.container
	}
	style.heading(b, title)
	lines := []row{}
	if len(f.Arguments) > 0 {
		lines = append(lines, row{name: "arguments", value: commandLine(f.Arguments)})
	}
	for _, e := range f.Environment {
		lines = append(lines, row{name: "environment", value: e.Key + "=" + e.Value})
	}
	for _, line := range f.Configuration {
		lines = append(lines, row{name: "configuration", value: line})
	}
	closes := "no"
	if f.ListenersCloseAtOnce {
		closes = "yes"
	}
	writeRows(b, append(lines, row{name: "listeners_close_at_once", value: closes}))
}

func (style TableStyle) guarantees(b *strings.Builder, table shutdown.Table[shutdown.Guarantee]) {
	style.heading(b, "Guarantees")
	type entry = shutdown.Entry[shutdown.Guarantee]
	cause := widest(table, func(e entry) string { return e.Key })
	path := widest(table, func(e entry) string { return string(e.Value.Path) })
	verdict := widest(table, func(e entry) string { return kept(e.Value.Kept, e.Value.UpTo) })
	for i, e := range table {
		g := e.Value
		because := g.Because
		if i > 0 && because == table[i-1].Value.Because {
			because = "the same"
		}
		word := kept(g.Kept, g.UpTo)
		b.WriteString("  " + print.Pad(e.Key, cause) + "  " + print.Pad(string(g.Path), path) + "  " +
			style.paint(toneOf(g.Kept), word) + print.Pad("", verdict-len(word)))
		hang := 2 + cause + 2 + path + 2 + verdict + 2
		for i, line := range wrap(because, max(40, tableWidth-hang)) {
			if i > 0 {
				b.WriteString("\n" + print.Pad("", hang-2))
			}
			b.WriteString("  " + line)
		}
		b.WriteByte('\n')
	}
}

// tableWidth is where prose is broken, in characters.
const tableWidth = 100

// The ANSI sequences of a coloured table.
const (
	ansiReset = "\x1b[0m"
	ansiBold  = "\x1b[1m"
)

// ansi has the colour of each tone; none for a neutral one.
var ansi = map[tone]string{toneGood: "\x1b[32m", toneDoubt: "\x1b[33m", toneBad: "\x1b[31m"}

func (style TableStyle) paint(t tone, word string) string {
	if !style.Colour || ansi[t] == "" {
		return word
	}
	return ansi[t] + word + ansiReset
}

// heading starts a section, with a blank line before all but the first.
func (style TableStyle) heading(b *strings.Builder, title string) {
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	style.title(b, title)
}

func (style TableStyle) title(b *strings.Builder, title string) {
	if style.Colour {
		title = ansiBold + title + ansiReset
	}
	b.WriteString(title + "\n")
}

func writeRows(b *strings.Builder, lines []row) {
	name := widest(lines, func(r row) string { return r.name })
	number := 0
	for _, r := range lines {
		if r.unit != "" {
			number = max(number, len(r.value))
		}
	}
	for _, r := range lines {
		value := r.value
		if r.unit != "" {
			value = print.PadLeft(value, number) + " " + r.unit
		}
		b.WriteString("  " + print.Pad(r.name, name) + "  " + value + "\n")
	}
}

func writePairs(b *strings.Builder, table shutdown.Table[string]) {
	name := widest(table, func(e shutdown.Entry[string]) string { return e.Key })
	number := widest(table, func(e shutdown.Entry[string]) string { return e.Value })
	for _, e := range table {
		b.WriteString("  " + print.Pad(e.Key, name) + "  " + print.PadLeft(e.Value, number) + "\n")
	}
}

// writeWrapped writes a paragraph whose further lines are indented.
func writeWrapped(b *strings.Builder, lead, text string) {
	for i, line := range wrap(strings.TrimSpace(lead)+" "+text, tableWidth-4) {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString("  ")
		b.WriteString(line)
		b.WriteByte('\n')
	}
}

// commandLine joins arguments as a shell would take them.
func commandLine(arguments []string) string {
	quoted := make([]string, len(arguments))
	for i, a := range arguments {
		quoted[i] = a
		if a == "" || strings.ContainsFunc(a, unsafeInShell) {
			quoted[i] = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}

// safeInShell are the characters that a shell takes as they are.
const safeInShell = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,+@%"

func unsafeInShell(r rune) bool { return !strings.ContainsRune(safeInShell, r) }
