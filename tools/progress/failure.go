package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// So many failures are told again at the end, each in so many lines: who reads the end
// of a long log must find there why it is red.
const (
	repeated     = 5
	repeatedMost = 30
)

// failure is a test that failed, and what it said.
type failure struct {
	name   string
	output []string
}

// complaint is what t.Error prints: a file and a line before the words.
var complaint = regexp.MustCompile(`^\s*\S+_test\.go:\d+: `)

// again tells the failure from its first complaint on. One without any has a test
// inside it that failed, and is not told.
func (f failure) again(out io.Writer) {
	lines := strings.SplitAfter(strings.Join(f.output, ""), "\n")
	for i, line := range lines {
		if !complaint.MatchString(line) {
			continue
		}
		fmt.Fprintf(out, "failed: %s\n%s", f.name, strings.Join(lines[i:min(len(lines), i+repeatedMost)], ""))
		return
	}
}
