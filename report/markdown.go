package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Markdown writes the settings for a pull request: the numbers, what survives
// each cause of a stop, what the container and the framework must be told, the
// reasons to open, and notes.
func Markdown(s shutdown.Settings) string {
	var b strings.Builder
	b.WriteString("### Shutdown settings\n\n")
	settings := newTable("Setting", "Value")
	lines, absent := rows(s)
	for _, r := range lines {
		settings.add(code(r.name), escape(r.quantity()))
	}
	b.WriteString(settings.String())
	if len(absent) > 0 {
		names := make([]string, len(absent))
		for i, name := range absent {
			names[i] = code(name)
		}
		b.WriteString("\nNot applicable: " + strings.Join(names, ", ") + ".\n")
	}
	b.WriteString("\n### What survives a stop\n\n" + guaranteesMarkdown(s))
	b.WriteString("\n" + estimatesMarkdown(s) + "\n")
	b.WriteString(notesMarkdown(s))
	for _, f := range told(s) {
		b.WriteString("\n### Framework " + code(string(f.settings.Name)) + ofMarkdown(f.container) + "\n\n" + frameworkMarkdown(*f.settings))
	}
	b.WriteString("\n" + details("Environment of the container", fenced("shell", Env(s))))
	if f := s.FrontSettings; f != nil {
		b.WriteString("\n" + details("Environment of the front "+escape(f.Name), fenced("shell", FrontEnv(s))))
	}
	b.WriteString("\n" + details("Why each number", ExplanationMarkdown(s)))
	return b.String()
}

func ofMarkdown(container string) string {
	if container == "" {
		return ""
	}
	return " of " + escape(container)
}

func guaranteesMarkdown(s shutdown.Settings) string {
	t := newTable("", "Cause", "Path", "Kept", "Because")
	for _, e := range s.Guarantees {
		g := e.Value
		t.add(symbols[toneOf(g.Kept)], code(e.Key), string(g.Path), escape(kept(g.Kept, g.UpTo)), escape(g.Because))
	}
	return t.String()
}

// symbols marks a verdict for a reader who skims; the word stands beside it.
var symbols = map[tone]string{toneGood: "✅", toneDoubt: "⚠️", toneBad: "❌", toneNeutral: "➖"}

func estimatesMarkdown(s shutdown.Settings) string {
	var parts []string
	for _, r := range estimates(s) {
		parts = append(parts, code(r.name)+" "+r.value+" s")
	}
	return "Estimates: " + strings.Join(parts, ", ") + "."
}

func notesMarkdown(s shutdown.Settings) string {
	if len(s.Notes) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n### Notes\n\n")
	for _, n := range s.Notes {
		mark := ""
		if n.Doubt {
			mark = symbols[toneDoubt] + " "
		}
		b.WriteString("- " + mark + code(n.Path) + ": " + escape(n.Message) + "\n")
	}
	return b.String()
}

func frameworkMarkdown(f shutdown.FrameworkSettings) string {
	t := newTable("Where", "What")
	if len(f.Arguments) > 0 {
		t.add("arguments", code(commandLine(f.Arguments)))
	}
	for _, e := range f.Environment {
		t.add("environment", code(e.Key+"="+e.Value))
	}
	for _, line := range f.Configuration {
		t.add("configuration", code(line))
	}
	closes := "no"
	if f.ListenersCloseAtOnce {
		closes = "yes"
	}
	t.add("listeners close at once", closes)
	return t.String()
}

// fenced is a block of code; its text ends in a line break.
func fenced(language, text string) string { return "```" + language + "\n" + text + "```\n" }
