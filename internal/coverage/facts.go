package coverage

import (
	"embed"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Anchor is one module or construct that people come from.
type Anchor struct {
	// ID is what the answers call it.
	ID string
	// Title and Source say which it is, with its version.
	Title, Source string
	// Names are its inputs, sorted, with the attributes of objects as dotted names.
	Names []string
}

//go:embed facts/*.yaml
var facts embed.FS

// Anchors reads the facts: the names of each community module from its file, those of
// CDK's pattern from its own props.
func Anchors() ([]Anchor, error) {
	var out []Anchor
	for _, id := range []string{"ecs", "cluster", "cloudposse", "container", "ingress"} {
		text, err := facts.ReadFile("facts/" + id + ".yaml")
		if err != nil {
			return nil, err
		}
		var file struct {
			Title, Source string
			Inputs        map[string]any
		}
		if err := yaml.Unmarshal(text, &file); err != nil {
			return nil, fmt.Errorf("facts/%s.yaml: %w", id, err)
		}
		names := flat("", file.Inputs)
		slices.Sort(names)
		out = append(out, Anchor{ID: id, Title: file.Title, Source: file.Source, Names: names})
	}
	return append(out, patterns()), nil
}

func flat(prefix string, inputs map[string]any) []string {
	var out []string
	for name, inner := range inputs {
		out = append(out, prefix+name)
		if inner, ok := inner.(map[string]any); ok {
			out = append(out, flat(prefix+name+".", inner)...)
		}
	}
	return out
}
