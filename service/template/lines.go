package template

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// located has the lines of a template's resources, and of their properties by path.
type located struct {
	resources  map[string]int
	properties map[string]map[string]int
	// comments are those of a resource that say what an audit is to pass over.
	comments map[string][]comment
}

func newLocated() located {
	return located{resources: map[string]int{}, properties: map[string]map[string]int{}, comments: map[string][]comment{}}
}

// locate goes through a template in JSON once more for the places of its values. It
// has been decoded already, so that it is whole.
func locate(text []byte) (located, error) {
	l := locator{in: json.NewDecoder(bytes.NewReader(text)), text: text, line: 1, out: newLocated()}
	l.value(nil)
	if l.deep {
		return located{}, fmt.Errorf("line %d: its values stand in each other more than %d deep", l.line, mostDepth)
	}
	return l.out, nil
}

type locator struct {
	in   *json.Decoder
	text []byte
	// line is that of the byte at.
	at, line int
	out      located
	// deep says that values stand too deep in each other.
	deep bool
}

// here is the line of what was read last.
func (l *locator) here() int {
	to := min(int(l.in.InputOffset()), len(l.text))
	l.line += bytes.Count(l.text[l.at:to], []byte("\n"))
	l.at = to
	return l.line
}

// value reads a value that stands at a path, and says whether there was one.
func (l *locator) value(path []string) bool {
	token, err := l.in.Token()
	if l.deep = l.deep || len(path) > mostDepth; err != nil || l.deep {
		return false
	}
	if len(path) > 0 && strings.HasPrefix(path[len(path)-1], "[") {
		l.out.note(path, l.here())
	}
	switch token {
	case json.Delim('{'):
		for l.in.More() {
			key, err := l.in.Token()
			if err != nil {
				return false
			}
			below := append(path[:len(path):len(path)], fmt.Sprint(key))
			l.out.note(below, l.here())
			if !l.value(below) {
				return false
			}
		}
		_, err = l.in.Token()
	case json.Delim('['):
		for i := 0; l.in.More(); i++ {
			if !l.value(append(path[:len(path):len(path)], fmt.Sprintf("[%d]", i))) {
				return false
			}
		}
		_, err = l.in.Token()
	}
	return err == nil
}

// longestPath bounds what the lines of properties take: each path has the names of
// all that it stands in.
const longestPath = 1000

// note keeps the line of a resource or of one of its properties.
func (l *located) note(path []string, line int) {
	if len(path) < 2 || path[0] != "Resources" {
		return
	}
	id := path[1]
	switch {
	case len(path) == 2:
		l.resources[id] = line
	case path[2] == "Properties" && len(path) > 3:
		if l.properties[id] == nil {
			l.properties[id] = map[string]int{}
		}
		size := 0
		for _, name := range path {
			size += len(name)
		}
		if size <= longestPath {
			l.properties[id][strings.ReplaceAll(strings.Join(path[3:], "."), ".[", "[")] = line
		}
	}
}
