package provider

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// block is a schema with the type of its values, which every call needs.
type block struct {
	schema *tfprotov6.Schema
	kind   tftypes.Object
}

// newBlock is the profile's fields, a result and what else there is.
func newBlock(version int64, doc string, result *shape, more ...*tfprotov6.SchemaAttribute) block {
	attributes := more
	for _, f := range fields() {
		attributes = append(attributes, input(f, passedOn()[f.Name]))
	}
	for _, m := range result.members {
		if !passedOn()[m.name] {
			attributes = append(attributes, output(m.name, m.name, m.shape))
		}
	}
	schema := &tfprotov6.Schema{Version: version, Block: &tfprotov6.SchemaBlock{Version: version, Attributes: byName(attributes),
		Description: doc, DescriptionKind: tfprotov6.StringKindMarkdown}}
	kinds := make(map[string]tftypes.Type, len(attributes))
	for _, a := range attributes {
		kinds[a.Name] = a.ValueType()
	}
	return block{schema, tftypes.Object{AttributeTypes: kinds}}
}

func byName(attributes []*tfprotov6.SchemaAttribute) []*tfprotov6.SchemaAttribute {
	slices.SortFunc(attributes, func(a, b *tfprotov6.SchemaAttribute) int { return cmp.Compare(a.Name, b.Name) })
	return attributes
}

// input declares a profile field. Numbers take any number, so that a fraction
// reaches the model, which faults it together with everything else.
func input(f shutdown.Field, computed bool) *tfprotov6.SchemaAttribute {
	a := &tfprotov6.SchemaAttribute{Name: f.Name, Description: inputDoc(f), DescriptionKind: tfprotov6.StringKindMarkdown,
		Required: f.Required, Optional: !f.Required, Computed: computed}
	switch f.Type {
	case shutdown.Number:
		a.Type = tftypes.Number
	case shutdown.Flag:
		a.Type = tftypes.Bool
	case shutdown.Texts:
		a.Type = tftypes.List{ElementType: tftypes.String}
	case shutdown.Objects:
		a.NestedType = inputs(f.Fields, tfprotov6.SchemaObjectNestingModeList)
	case shutdown.Object:
		a.NestedType = inputs(f.Fields, tfprotov6.SchemaObjectNestingModeSingle)
	default:
		a.Type = tftypes.String
	}
	return a
}

func inputs(list []shutdown.Field, nesting tfprotov6.SchemaObjectNestingMode) *tfprotov6.SchemaObject {
	var attributes []*tfprotov6.SchemaAttribute
	for _, f := range list {
		attributes = append(attributes, input(f, false))
	}
	return &tfprotov6.SchemaObject{Attributes: byName(attributes), Nesting: nesting}
}

// output declares the output at a path.
func output(name, path string, s *shape) *tfprotov6.SchemaAttribute {
	a := &tfprotov6.SchemaAttribute{Name: name, Description: outputDoc(path), DescriptionKind: tfprotov6.StringKindMarkdown, Computed: true}
	switch {
	case s.members != nil:
		a.NestedType = outputsOf(path, s, tfprotov6.SchemaObjectNestingModeSingle)
	case s.element != nil && s.element.members != nil && s.kind.Is(tftypes.List{}):
		a.NestedType = outputsOf(path, s.element, tfprotov6.SchemaObjectNestingModeList)
	case s.element != nil && s.element.members != nil:
		a.NestedType = outputsOf(path, s.element, tfprotov6.SchemaObjectNestingModeMap)
	default:
		a.Type = s.kind
	}
	return a
}

func outputsOf(path string, s *shape, nesting tfprotov6.SchemaObjectNestingMode) *tfprotov6.SchemaObject {
	var attributes []*tfprotov6.SchemaAttribute
	for _, m := range s.members {
		attributes = append(attributes, output(m.name, path+"."+m.name, m.shape))
	}
	return &tfprotov6.SchemaObject{Attributes: byName(attributes), Nesting: nesting}
}
