package coverage

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Answer says of the inputs that mean one thing what stands for them here. Names ends
// in a star for all that begin so; of two that fit an input the longer one answers.
// What Module, Construct or Passed names ends in a star together with the input, and
// what the one star hides must then stand under the other.
type Answer struct {
	// Names are the inputs, by anchor.
	Names map[string]List `yaml:",inline"`

	// Module and Construct are our inputs that say the same.
	Module, Construct List
	// Passed are keys in AWS's own words that the inputs pass on.
	Passed List
	// Profile are the fields of the profile that say it.
	Profile List
	// Computed are the settings that the profile computes: stop numbers, refused beside it.
	Computed List
	// Refused is why there is none on purpose.
	Refused string
	// Missing is what is still to be built.
	Missing string
	// ModuleWithout and ConstructWithout are why one of the two has none.
	ModuleWithout    string `yaml:"module_without"`
	ConstructWithout string `yaml:"construct_without"`
	// Beside has inputs of ours that carry a stop number's name and set none, each with
	// what it is instead.
	Beside map[string]string
	// Note is what a reader should know of ours beside the name.
	Note string
}

// List is one text or several.
type List []string

// UnmarshalYAML takes a text for a list of one.
func (l *List) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*l = List{n.Value}
		return nil
	}
	return n.Decode((*[]string)(l))
}

//go:embed answers/*.yaml
var answerFiles embed.FS

// Answers reads the table.
func Answers() ([]Answer, error) {
	files, err := answerFiles.ReadDir("answers")
	if err != nil {
		return nil, err
	}
	var out []Answer
	for _, f := range files {
		text, err := answerFiles.ReadFile("answers/" + f.Name())
		if err != nil {
			return nil, err
		}
		var rows []Answer
		d := yaml.NewDecoder(bytes.NewReader(text))
		d.KnownFields(true)
		if err := d.Decode(&rows); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("answers/%s: %w", f.Name(), err)
		}
		out = append(out, rows...)
	}
	return out, nil
}

// Kind is the short answer.
func (a Answer) Kind() string {
	switch {
	case a.Missing != "":
		return "not yet"
	case len(a.Computed) > 0:
		return "computed"
	case a.Refused != "":
		return "refused"
	case len(a.Passed) > 0:
		return "passed through"
	case len(a.Profile) > 0:
		return "in the profile"
	case a.ModuleWithout != "":
		return "construct"
	case a.ConstructWithout != "":
		return "module"
	}
	return "have"
}

// fits says whether a name of the table stands for an input.
func fits(pattern, input string) bool {
	prefix, star := strings.CutSuffix(pattern, "*")
	return star && strings.HasPrefix(input, prefix) || pattern == input
}

// Given is one input's answer, and the name by which the table has it.
type Given struct {
	Pattern string
	Answer  *Answer
}

// Find gives each input of an anchor its answer; an input without one is left out.
func Find(anchor Anchor, answers []Answer) map[string]Given {
	out := map[string]Given{}
	for i := range answers {
		for _, pattern := range answers[i].Names[anchor.ID] {
			for _, input := range anchor.Names {
				if fits(pattern, input) && len(pattern) > len(out[input].Pattern) {
					out[input] = Given{Pattern: pattern, Answer: &answers[i]}
				}
			}
		}
	}
	return out
}
