package profile

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// readYAML reads the file as YAML. It walks the nodes and decodes nothing, so
// that no value is turned into another on the way.
func (d *document) readYAML() {
	if where, ok := tabbed(d.data); ok {
		d.fail(d.tab(where, lineAt(d.data, where.line)))
		return
	}
	root, second, err := nodes(d.data)
	switch {
	case errors.Is(err, io.EOF): // Comments only.
		d.fail(d.empty())
		return
	case err != nil:
		d.invalidYAML(err)
		return
	case second != nil && isNull(root.Content[0]):
		d.fail(d.severalDocuments(place(second)))
		return
	case second != nil:
		d.add(*d.severalDocuments(place(second)), place(second))
	}
	d.yamlRoot(root.Content[0])
}

func (d *document) yamlRoot(n *yaml.Node) {
	switch {
	case n.Kind == yaml.MappingNode:
		d.decorations("", n)
		d.content = d.yamlMap("", n)
	case n.Kind == yaml.SequenceNode:
		d.fail(d.notMap(place(n), "a list"))
	case isNull(n):
		d.fail(d.empty())
	default:
		d.fail(d.notMap(place(n), "the text "+label(n.Value)))
	}
}

// yamlValue reads one value. What it cannot read for sure it hides behind a
// fault.
func (d *document) yamlValue(path string, n *yaml.Node) any {
	if !d.enter(path, place(n)) {
		return nil
	}
	if !d.decorations(path, n) {
		d.hide(path)
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		return d.yamlMap(path, n)
	case yaml.SequenceNode:
		list := make([]any, 0, min(len(n.Content), mostValues))
		for i, e := range n.Content {
			list = append(list, d.yamlValue(path+"["+strconv.Itoa(i)+"]", e))
			if d.broken {
				break
			}
		}
		return list
	default:
		v, fault := d.scalar(path, n)
		if fault != nil {
			d.add(*fault, place(n))
			d.hide(path)
		}
		return v
	}
}

func (d *document) yamlMap(path string, n *yaml.Node) map[string]any {
	m, seen, merged := map[string]any{}, map[string]position{}, false
	for i := 0; i+1 < len(n.Content) && !d.broken; i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := inside(path, key.Value)
		switch {
		case key.Kind != yaml.ScalarNode:
			d.add(d.construct(or(path, d.name), "a map, list or alias as a key", "such keys", "write the field's name"), place(key))
			continue
		case key.ShortTag() == "!!merge":
			d.add(d.construct(or(path, d.name), "<<", "merge keys", "write the fields out"), place(key))
			merged = true
			continue
		case !d.decorations(at, key):
			d.hide(at)
			continue
		}
		switch first := d.key(at, key.Value, place(key), seen); {
		case first && d.known(path, key.Value):
			m[key.Value] = d.yamlValue(at, value)
		case first:
			m[key.Value] = nil
			d.counted(place(key))
		}
	}
	if merged {
		d.hideMissing(path, m)
	}
	return m
}

// decorations faults anchors, aliases and tags. It is false when the node's own
// value cannot be trusted.
func (d *document) decorations(path string, n *yaml.Node) bool {
	path = or(path, d.name)
	switch {
	case n.Kind == yaml.AliasNode:
		d.add(d.construct(path, label("*"+n.Value), "aliases", "write the value out"), place(n))
		return false
	case n.Style&yaml.TaggedStyle != 0 || d.characterAt(place(n)) == '!':
		d.add(d.construct(path, label(n.Tag), "tags", "write the value without its tag"), place(n))
		return false
	case n.Anchor != "":
		d.add(d.construct(path, label("&"+n.Anchor), "anchors", "remove the anchor"), place(n))
	}
	return true
}

// characterAt is what stands at a place. The parser forgets the empty tag, a
// lone exclamation mark, which no untagged value can start with.
func (d *document) characterAt(where position) rune {
	if d.lines == nil {
		for line := range strings.Lines(strings.TrimPrefix(string(d.data), "\ufeff")) {
			d.lines = append(d.lines, []rune(line))
		}
	}
	if where.line > len(d.lines) || where.column > len(d.lines[where.line-1]) {
		return 0
	}
	return d.lines[where.line-1][where.column-1]
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

func place(n *yaml.Node) position { return position{max(1, n.Line), max(1, n.Column)} }

// tabbed finds the first line that is indented with a tab. YAML forbids it in
// some places only, and its readers differ on which.
func tabbed(data []byte) (position, bool) {
	line := 0
	for text := range bytes.Lines(data) {
		line++
		indent := len(text) - len(bytes.TrimLeft(text, " \t"))
		tab := bytes.IndexByte(text[:indent], '\t')
		if tab >= 0 && len(bytes.TrimSpace(text)) > 0 {
			return position{line, tab + 1}, true
		}
	}
	return position{}, false
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
