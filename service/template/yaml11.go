package template

import (
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

// yaml11 reads the words that were truths in YAML 1.1, which CloudFormation reads.
func yaml11(n *yaml.Node) (is, truth bool) {
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle|yaml.TaggedStyle) != 0 {
		return false, false
	}
	switch n.Value {
	case "yes", "Yes", "YES", "on", "On", "ON":
		return true, true
	case "no", "No", "NO", "off", "Off", "OFF":
		return false, true
	}
	return false, false
}

// merges takes what << stands for into a mapping, over which its own names go then.
// Tools put them in before CloudFormation sees the template.
func (r *yamlReader) merges(n *yaml.Node, path []string, out map[string]any) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].ShortTag() != "!!merge" {
			continue
		}
		if err := r.merge(n.Content[i+1], path, out); err != nil {
			return err
		}
		r.out.note(path, n.Line)
	}
	return nil
}

// merge takes in a mapping, or several of which the first goes before the others.
func (r *yamlReader) merge(from *yaml.Node, path []string, out map[string]any) error {
	if from.Kind == yaml.SequenceNode {
		for _, item := range slices.Backward(from.Content) {
			if err := r.merge(item, path, out); err != nil {
				return err
			}
		}
		return nil
	}
	if r.merged++; r.merged > mostDepth {
		return fmt.Errorf("line %d: what << stands for goes more than %d deep", from.Line, mostDepth)
	}
	v, err := r.value(from, path)
	r.merged--
	if err != nil {
		return err
	}
	if names, is := v.(map[string]any); is { // Else it stands for nothing.
		maps.Copy(out, names)
	}
	return nil
}
