// Package safe makes text from outside safe to show: names of files and
// fields, values, words of a command line, errors of the system, and what an
// app wrote. Such text can hold characters that move a terminal's cursor, and
// lines that a build system takes for its own commands, such as ::error:: of
// GitHub Actions or ##vso[…] of Azure Pipelines.
package safe

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// mostOfName is beyond the longest path that a system takes.
const mostOfName = 5000

// Name is text from outside as a part of a line, such as the name of a file. It
// stays as it is where that is safe, and is quoted as in Go where it is not.
func Name(s string) string {
	s = Cut(s, mostOfName)
	if s != "" && Line(s) == s {
		return s
	}
	return defused(strconv.Quote(s))
}

// fieldOfMap takes a path apart whose last part alone is from outside: what is
// before it are names of the model's own. Nothing of the model is nested deeper.
// A program that shows no path carries neither this nor the package regexp.
func fieldOfMap() *regexp.Regexp {
	compileFieldOfMap.Do(func() {
		compiledFieldOfMap = regexp.MustCompile(`(?s)^((?:[a-z_]{1,40}(?:\[\d{1,9}\])?\.){1,3})(.*)$`)
	})
	return compiledFieldOfMap
}

var (
	compileFieldOfMap  sync.Once
	compiledFieldOfMap *regexp.Regexp
)

// Path is the path of a field whose name is from outside. It is cut to a
// readable length.
func Path(path string) string {
	if m := fieldOfMap().FindStringSubmatch(path); m != nil {
		return m[1] + Name(Cut(m[2], mostOfWord))
	}
	return Name(Cut(path, mostOfWord))
}

// mostOfWord is what still reads well inside a sentence.
const mostOfWord = 60

// Word is a value from outside in quotes, cut to a readable length.
func Word(s string) string { return defused(strconv.Quote(Cut(s, mostOfWord))) }

// Cut keeps at most so many characters and says that there were more.
func Cut(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// Text is text of several lines with nothing in it but what can be seen, tabs,
// and line breaks. None of its lines is a command to a build system.
func Text(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	for line := range strings.Lines(s) {
		text, ended := strings.CutSuffix(line, "\n")
		for i, part := range strings.Split(text, "\t") {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(visible(part))
		}
		if ended {
			b.WriteByte('\n')
		}
	}
	return defused(b.String())
}

// Line is [Text] on one line: its line breaks and tabs are escaped too.
func Line(s string) string { return defused(visible(s)) }

// Visible is [Line] for formats in which no line is a command: what cannot be seen is
// escaped, and nothing else.
func Visible(s string) string { return visible(s) }

// visible escapes what cannot be seen, as Go writes it inside quotes.
func visible(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 || !unicode.IsPrint(r) {
			quoted := strconv.Quote(s[:size])
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// defused breaks what a build system would take for a command. GitHub Actions
// takes a line that begins with two colons, after spaces, for one. Its older form,
// and those of Azure Pipelines and TeamCity, count anywhere in a line.
func defused(s string) string {
	if !strings.Contains(s, "::") && !strings.Contains(s, "##") {
		return s
	}
	var b strings.Builder
	atStart := true // of a line, spaces apart
	for i, r := range s {
		switch {
		case atStart && strings.HasPrefix(s[i:], "::"):
			b.WriteString(`\x3a`)
		case opensCommand(s[i:]):
			b.WriteString(`\x23`)
		default:
			b.WriteString(s[i : i+width(s[i:], r)])
		}
		atStart = r == '\n' || atStart && (strings.ContainsRune("\t\f\r ", r) || unicode.Is(unicode.Z, r))
	}
	return b.String()
}

// width is how many bytes a character takes; one that is none takes one.
func width(s string, r rune) int {
	if r == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(s)
		return n
	}
	return utf8.RuneLen(r)
}

// opensCommand says whether s begins with "##", letters and a bracket.
func opensCommand(s string) bool {
	rest, ok := strings.CutPrefix(s, "##")
	return ok && strings.HasPrefix(strings.TrimLeft(rest, letters), "[")
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
