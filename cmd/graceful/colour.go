package main

import (
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// addColour gives every command the flag --color.
func addColour(root *cobra.Command) {
	c := &choice{value: "auto", words: []string{"auto", "always", "never"}}
	root.PersistentFlags().Var(c, "color", "colour the output; auto does on a terminal, unless NO_COLOR is set")
	mustComplete(root, "color", c.words)
}

// colourOn says whether to colour what goes to w.
func colourOn(cmd *cobra.Command, w io.Writer) bool {
	flag := cmd.Flag("color")
	if flag == nil {
		return false
	}
	switch flag.Value.String() {
	case "always":
		return true
	case "never":
		return false
	}
	if s, ok := w.(*sink); ok {
		w = s.to
	}
	file, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}

// boldHeads marks the lines that are not indented, each the head of a fault.
func boldHeads(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if head := strings.TrimSuffix(line, "\n"); head != "" && head[0] != ' ' {
			line = "\x1b[1;31m" + head + "\x1b[0m\n"
		}
		b.WriteString(line)
	}
	return b.String()
}
