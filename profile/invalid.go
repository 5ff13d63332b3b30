package profile

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// nodes parses the file's first document, and says whether there is a second.
func nodes(data []byte) (first, second *yaml.Node, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	first, second = &yaml.Node{}, &yaml.Node{}
	if err := decoder.Decode(first); err != nil {
		return nil, nil, err
	}
	switch err := decoder.Decode(second); {
	case errors.Is(err, io.EOF):
		return first, nil, nil
	case err != nil:
		return nil, nil, err
	}
	return first, second, nil
}

var namedLine = regexp.MustCompile(`^line (\d+): `)

// invalidYAML places an error of the parser.
func (d *document) invalidYAML(err error) {
	problem := strings.TrimPrefix(err.Error(), "yaml: ")
	where := start
	if m := namedLine.FindStringSubmatch(problem); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			where.line = max(1, n)
		}
		problem = problem[len(m[0]):]
	}
	if n := brokenSince(d.data); n > 0 {
		where.line = n
	}
	text := lineAt(d.data, where.line)
	where.column += len([]rune(text)) - len([]rune(strings.TrimLeft(text, " ")))
	d.fail(d.notValid("YAML", where, text, problem, d.mendYAML(problem, text)))
}

// mostPlaced is how much is parsed again and again to place an error.
const mostPlaced = 1 << 16

// brokenSince is the line that breaks the file, or 0. The parser itself names
// that line, the one before, the one where the map around it began, or none;
// but it stops at the first error, so that the lines up to that one have it and
// fewer do not.
func brokenSince(data []byte) int {
	if len(data) > mostPlaced {
		return 0
	}
	lines := bytes.SplitAfter(bytes.TrimPrefix(data, []byte("\ufeff")), []byte{'\n'})
	whole := problemOf(lines)
	return 1 + sort.Search(len(lines)-1, func(i int) bool { return problemOf(lines[:i+1]) == whole })
}

// problemOf is what the parser says of some lines. With a comment before them
// none is the first, which the parser cannot tell from having no line to name.
func problemOf(lines [][]byte) string {
	_, _, err := nodes(append([]byte("#\n"), bytes.Join(lines, nil)...))
	if err == nil {
		return ""
	}
	return err.Error()
}

// mendYAML is a way out of what the parser complains of.
func (k *form) mendYAML(problem, line string) string {
	has := func(part string) bool { return strings.Contains(problem, part) }
	switch {
	case has("cannot start any token") && strings.Contains(line, "\t"):
		return "write spaces instead of the tab"
	case has("cannot start any token"), has("mapping values"):
		return "write one field on each line, fields of one map equally indented, and quotes around a value with a special character"
	case has("could not find expected ':'"):
		return "write a colon and a space between the field and its value"
	case has("',' or ']'"):
		return "close the bracket that is open"
	case has("',' or '}'"):
		return "close the brace that is open"
	case has("node content"):
		return "close every bracket, and write a value before each comma"
	case has("unexpected end of stream"):
		return "close the quote that is open"
	case has("escape character"):
		return "write the value in single quotes"
	case has("unknown anchor"):
		return "write the value out"
	case has("directive"), has("incompatible YAML document"):
		return "remove the line that begins with a percent sign"
	default:
		return "write one field on each line, such as " + k.example + ", and fields of one map equally indented"
	}
}

// mendJSON is a way out of what the decoder complains of.
func (k *form) mendJSON(problem string) string {
	has := func(part string) bool { return strings.Contains(problem, part) }
	switch {
	case has("'}' looking for beginning of object key"), has("']' looking for beginning of value"):
		return "remove the comma after the last value"
	case has("after object key:value pair"), has("after array element"):
		return "put a comma between two values"
	case has("beginning of object key"), has("beginning of value"):
		return "write field names and words in double quotes, or name the file .yaml"
	case has("unexpected end"):
		return "close every quote, bracket and brace"
	case has("after top-level value"):
		return "remove what follows the map"
	default:
		return "write the value as JSON has it, or name the file .yaml"
	}
}
