package hcl

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// variable is the value of a variable: what the caller gives, or else its default.
func (s *scope) variable(name string) cty.Value {
	b := s.module.variables[name]
	if b == nil {
		return unknown("var." + name + " is nowhere")
	}
	return s.cell("var."+name, b.at(), func() cty.Value {
		kind, defaults := b.constraint()
		v, given := s.passed(name)
		if fallback := b.settings["default"]; !given || v.IsNull() && b.never("nullable") {
			if fallback == nil {
				return cty.UnknownVal(kind.WithoutOptionalAttributesDeep()).Mark(reason(s.named("var." + name + " has no default")))
			}
			v = s.value(fallback.expression, fallback.refers, loop{})
		}
		return fits(v, kind, defaults)
	})
}

// never says that a setting is there and is false, always that it is true.
func (b *block) never(name string) bool  { return b.says(name, cty.False) }
func (b *block) always(name string) bool { return b.says(name, cty.True) }

func (b *block) says(name string, value cty.Value) bool {
	s := b.settings[name]
	if s == nil {
		return false
	}
	v, diags := s.expression.Value(nil)
	plain, _ := v.UnmarkDeep()
	return !diags.HasErrors() && plain.RawEquals(value)
}

// written is an expression as it was written, for what is no value.
func written(e hcl.Expression) hcl.Expression {
	if l, is := e.(*located); is {
		return l.Expression
	}
	return e
}

// fits is a value in the type of its variable, with the defaults that this has within.
// What does not fit stays as it is.
func fits(v cty.Value, kind cty.Type, defaults *typeexpr.Defaults) (out cty.Value) {
	if kind == cty.DynamicPseudoType {
		return v
	}
	if defaults != nil {
		v = defaults.Apply(v)
	}
	if converted, err := convert.Convert(v, kind); err == nil {
		return converted
	}
	return v
}

// passed is what a variable is given: by the caller of the module, or for the root by
// files of values and from beside the folder.
func (s *scope) passed(name string) (cty.Value, bool) {
	if s.call != nil {
		if given := s.call.settings[name]; given != nil {
			v := s.parent.value(given.expression, given.refers, s.loop)
			return v, true
		}
		return cty.NilVal, false
	}
	if text, is := s.given[name]; is && json.Valid(text) {
		if v, err := fromJSON(text); err == nil {
			at := s.module.variables[name].at()
			return s.loader.placed(v, at, false, false), true
		}
	}
	if v, is := s.loader.given.values[name]; is {
		return s.loader.placed(v, s.module.variables[name].at(), false, false), true
	}
	for _, from := range []map[string]*setting{s.loader.given.file, s.loader.values} {
		given := from[name]
		if given == nil {
			continue
		}
		v, diags := s.try(given.expression, nil)
		if diags.HasErrors() {
			return unknown(fault(diags)), true
		}
		return s.loader.placedJSON(v, given.expression), true
	}
	return cty.NilVal, false
}

// valued reads the files of values that Terraform reads by itself.
func (l *loader) valued(m *module) error {
	entries, err := os.ReadDir(m.folder)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", m.folder, cause(err))
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	for _, path := range valuesIn(m.folder, names) {
		body, err := l.parse(m, path)
		if err != nil {
			return err
		}
		settings, diags := body.JustAttributes()
		if diags.HasErrors() {
			return faulty(diags)
		}
		for name, a := range settings {
			l.values[name] = &setting{name: name, expression: a.Expr, at: a.Range}
		}
	}
	return nil
}

// valuesIn are the files with values of variables in a folder, in the order in which
// later ones go over earlier ones.
func valuesIn(path string, names []string) []string {
	var first, later []string
	for _, name := range names {
		switch {
		case name == "terraform.tfvars" || name == "terraform.tfvars.json":
			first = append(first, filepath.Join(path, name))
		case strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json"):
			later = append(later, filepath.Join(path, name))
		}
	}
	return append(first, later...)
}
