package hcl

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
)

// block is one of a file: a resource, a call of a module, a variable.
type block struct {
	module     *module
	kind, name string
	data       bool
	file       string
	begins     int
	ends       int
	body       hcl.Body
	settings   map[string]*setting
	// over are those of override files.
	over map[string]*setting
	// refers are the names in all of it.
	refers []hcl.Traversal
}

// setting is an attribute with an expression.
type setting struct {
	name       string
	expression hcl.Expression
	refers     []hcl.Traversal
	at         hcl.Range
}

// rootSchema is what a file may have. The rest does not bear on values.
var rootSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "resource", LabelNames: []string{"type", "name"}}, {Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "module", LabelNames: []string{"name"}}, {Type: "variable", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}}, {Type: "locals"},
}}

// file reads a file into a module.
func (l *loader) file(m *module, path string) error {
	body, err := l.parse(m, path)
	if err != nil {
		return err
	}
	content, _, diags := body.PartialContent(rootSchema)
	if diags.HasErrors() {
		return faulty(diags)
	}
	for _, b := range content.Blocks {
		if err := l.take(m, b, path); err != nil {
			return err
		}
	}
	return nil
}

// parse reads the body of a file.
func (l *loader) parse(m *module, path string) (hcl.Body, error) {
	text, err := l.read(path)
	if err != nil {
		return nil, err
	}
	l.sources[path] = text
	m.called(text)
	if strings.HasSuffix(path, ".json") {
		if err := shallowJSON(path, text); err != nil {
			return nil, err
		}
		f, diags := json.Parse(text, path)
		if diags.HasErrors() {
			return nil, faulty(diags)
		}
		return f.Body, nil
	}
	tokens, _ := hclsyntax.LexConfig(text, path, hcl.InitialPos)
	if err := shallow(tokens); err != nil {
		return nil, err
	}
	m.comments[path] = commentsOf(tokens)
	f, diags := hclsyntax.ParseConfig(text, path, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, faulty(diags)
	}
	if native, is := f.Body.(*hclsyntax.Body); is {
		l.noted(m, native)
		l.locate(native)
	}
	return f.Body, nil
}

// faulty is the first error of a file, with its place and no word of its values.
func faulty(diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			return fmt.Errorf("%s:%d: %s: %s", d.Subject.Filename, d.Subject.Start.Line, strings.ToLower(d.Summary), d.Detail)
		}
	}
	return errors.New(diags.Error())
}

// take takes in a block of a file. That of an override file goes over the one that it
// overrides.
func (l *loader) take(m *module, b *hcl.Block, path string) error {
	made, err := l.block(m, b, path)
	if err != nil {
		return err
	}
	switch b.Type {
	case "resource", "data":
		made.kind, made.name, made.data = b.Labels[0], b.Labels[1], b.Type == "data"
		key := made.key()
		if before := m.declared[key]; before != nil {
			before.override(made)
			return nil
		}
		m.declared[key] = made
		if !made.data {
			m.resources = append(m.resources, made)
		}
	case "module":
		made.name = b.Labels[0]
		if before := m.calls[made.name]; before != nil {
			before.override(made)
			made = before.block
		}
		m.calls[made.name] = &call{block: made, source: made.text("source")}
	case "variable":
		made.name = b.Labels[0]
		if before := m.variables[made.name]; before != nil {
			before.override(made)
			return nil
		}
		m.variables[made.name] = made
	case "output":
		if value := made.settings["value"]; value != nil {
			m.outputs[b.Labels[0]] = value
		}
	case "locals":
		maps.Copy(m.locals, made.settings)
	}
	return nil
}

// key is the name of a resource in its module.
func (b *block) key() string {
	if b.data {
		return "data." + b.kind + "." + b.name
	}
	return b.kind + "." + b.name
}

// override puts the settings of a later block over those of this one. Its nested
// blocks stay as they are, which few override.
func (b *block) override(with *block) {
	maps.Copy(b.settings, with.settings)
	if b.over == nil {
		b.over = map[string]*setting{}
	}
	for name, s := range with.settings {
		if !meta[name] {
			b.over[name] = s
		}
	}
	b.refers = append(b.refers, with.refers...)
}

// text is a setting that must be written as a text, such as a module's source.
func (b *block) text(name string) string {
	s := b.settings[name]
	if s == nil {
		return ""
	}
	v, diags := s.expression.Value(nil)
	plain, _ := v.UnmarkDeep()
	if diags.HasErrors() || !plain.IsKnown() || plain.IsNull() || plain.Type().FriendlyName() != "string" {
		return ""
	}
	return plain.AsString()
}

// block reads the head and the settings of a block.
func (l *loader) block(m *module, b *hcl.Block, path string) (*block, error) {
	out := &block{module: m, file: path, begins: b.DefRange.Start.Line, ends: b.DefRange.End.Line, body: b.Body, settings: map[string]*setting{}}
	if native, is := b.Body.(*hclsyntax.Body); is {
		out.ends = native.SrcRange.End.Line
		for name, a := range native.Attributes {
			out.settings[name] = &setting{name, a.Expr, a.Expr.Variables(), a.SrcRange}
		}
		out.refers = names(native)
		return out, nil
	}
	attributes, diags := b.Body.JustAttributes()
	if diags.HasErrors() {
		return nil, faulty(diags)
	}
	for name, a := range attributes {
		if a.Range.Start.Line > 0 {
			out.ends = max(out.ends, a.Range.End.Line)
		}
		s := &setting{name, a.Expr, a.Expr.Variables(), a.Range}
		for _, t := range s.refers {
			l.asked(t[1:])
		}
		out.settings[name], out.refers = s, append(out.refers, s.refers...)
	}
	return out, nil
}

// names are all names in a body.
func names(b *hclsyntax.Body) []hcl.Traversal {
	var out []hcl.Traversal
	for _, name := range sorted(b.Attributes) {
		out = append(out, b.Attributes[name].Expr.Variables()...)
	}
	for _, below := range b.Blocks {
		if !meta[below.Type] {
			out = append(out, names(below.Body)...)
		}
	}
	return out
}

// meta are the blocks and attributes that say nothing of a resource itself.
var meta = map[string]bool{"lifecycle": true, "provisioner": true, "connection": true, "depends_on": true, "provider": true, "providers": true, "count": true, "for_each": true}

// sorted are the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
