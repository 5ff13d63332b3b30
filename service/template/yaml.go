package template

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	// mostNodes bounds what aliases may blow a template up to; CloudFormation takes
	// templates of a megabyte.
	mostNodes = 250_000
	mostDepth = 200
)

// fromYAML reads a template in YAML as if it were JSON, with the short forms of
// functions written out, and the lines of its values.
func fromYAML(text []byte) (any, located, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var root yaml.Node
	if err := decoder.Decode(&root); err != nil {
		return nil, located{}, err
	}
	r := yamlReader{out: newLocated()}
	v, err := r.value(&root, nil)
	return v, r.out, err
}

type yamlReader struct {
	nodes int
	// merged is how deep it is in what << stands for.
	merged int
	out    located
}

func (r *yamlReader) value(n *yaml.Node, path []string) (any, error) {
	if r.nodes++; r.nodes > mostNodes {
		return nil, fmt.Errorf("it has more than %d values, aliases counted each time", mostNodes)
	}
	if len(path) > mostDepth {
		return nil, fmt.Errorf("line %d: its values stand in each other more than %d deep", n.Line, mostDepth)
	}
	r.out.note(path, n.Line)
	r.out.comment(path, n)
	function := functionOf(n.Tag)
	if function != "" {
		path = append(path[:len(path):len(path)], function)
	}
	v, err := r.plain(n, path)
	if err != nil {
		return nil, err
	}
	return written(function, v), nil
}

// plain is the value without its tag.
func (r *yamlReader) plain(n *yaml.Node, path []string) (any, error) {
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 0 {
			return nil, nil
		}
		return r.value(n.Content[0], path)
	case yaml.AliasNode:
		// It stands in itself nowhere: the parser refuses that.
		return r.value(n.Alias, path)
	case yaml.MappingNode:
		out := make(map[string]any, len(n.Content)/2)
		if err := r.merges(n, path, out); err != nil {
			return nil, err
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode {
				return nil, fmt.Errorf("line %d: a key is no text", key.Line)
			}
			if key.ShortTag() == "!!merge" {
				continue
			}
			below := append(path[:len(path):len(path)], key.Value)
			r.out.comment(below, key)
			v, err := r.value(n.Content[i+1], below)
			if err != nil {
				return nil, err
			}
			r.out.note(below, key.Line)
			out[key.Value] = v
		}
		return out, nil
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		for i, item := range n.Content {
			var err error
			if out[i], err = r.value(item, append(path[:len(path):len(path)], "["+strconv.Itoa(i)+"]")); err != nil {
				return nil, err
			}
		}
		return out, nil
	case yaml.ScalarNode:
		return scalar(n)
	}
	return nil, errors.New("it is no YAML that a template may be")
}

// scalar is a value as JSON would have it; a date is a text.
func scalar(n *yaml.Node) (any, error) {
	switch n.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool":
		return strconv.ParseBool(strings.ToLower(n.Value))
	case "!!str":
		if is, truth := yaml11(n); truth {
			return is, nil
		}
	case "!!int", "!!float":
		var v float64
		if err := n.Decode(&v); err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) { // JSON has neither.
			return v, nil
		}
	}
	return n.Value, nil
}

// functionOf is the function that a tag is the short form of; empty for any other.
func functionOf(tag string) string {
	name, short := strings.CutPrefix(tag, "!")
	switch {
	case !short || strings.HasPrefix(name, "!"):
		return ""
	case name == "" || name == "Ref" || name == "Condition":
		return name
	}
	return "Fn::" + name
}

// written is the argument of a function with its name, or the value without one.
func written(function string, v any) any {
	if function == "" {
		return v
	}
	if text, is := v.(string); is && function == "Fn::GetAtt" {
		id, attribute, _ := strings.Cut(text, ".")
		v = []any{id, attribute}
	}
	return map[string]any{function: v}
}
