package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func causeNames() []string {
	var names []string
	for _, c := range shutdown.Causes() {
		names = append(names, string(c))
	}
	return names
}

// wrapped lists words in lines that fit the help.
func wrapped(words []string) string {
	text, column := "", len("The causes are ")
	for i, w := range words {
		switch {
		case i == 0:
		case column+len(w) > 76:
			text, column = text+",\n", 0
		default:
			text, column = text+", ", column+2
		}
		text, column = text+w, column+len(w)
	}
	return text
}

// readingNames lists the orders of a Spot interruption as words of the command
// line.
func readingNames() []string {
	var names []string
	for _, r := range shutdown.Readings() {
		names = append(names, slug(r))
	}
	return names
}

// slug is a reading as one word.
func slug(reading string) string { return strings.ReplaceAll(reading, " ", "-") }

// alike merges neighbours that differ in their cause only, naming them all.
func alike(list []shutdown.Timeline) []shutdown.Timeline {
	var out []shutdown.Timeline
	for _, group := range report.Alike(list) {
		t := group[0]
		for _, other := range group[1:] {
			t.Cause += ", " + other.Cause
		}
		out = append(out, t)
	}
	return out
}

// joined draws timelines one after the other, a blank line between two.
func joined(list []shutdown.Timeline, draw func(shutdown.Timeline) string) string {
	drawings := make([]string, len(list))
	for i, t := range list {
		drawings[i] = draw(t)
	}
	return strings.Join(drawings, "\n")
}

var extensions = map[string]string{"text": ".txt", "mermaid": ".mmd", "svg": ".svg", "markdown": ".md", "json": ".json"}

// writeTimelines writes a file for each timeline and prints their names.
func writeTimelines(cmd *cobra.Command, dir, format string, list []shutdown.Timeline) error {
	if dir == "" {
		return fmt.Errorf("--output needs a DIR")
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return cannotWrite(dir, err)
	}
	var names strings.Builder
	for _, t := range list {
		base := string(t.Cause)
		if t.Reading != "" {
			base += "-" + slug(t.Reading)
		}
		name := filepath.Join(dir, base+extensions[format])
		text, err := drawn([]shutdown.Timeline{t}, format)
		if err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			return cannotWrite(name, err)
		}
		names.WriteString(safe.Name(name) + "\n")
	}
	return write(cmd, names.String())
}
