package hcl

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// scope is one instance of a module, whose names have values.
type scope struct {
	loader *loader
	module *module
	// address is empty for the root; parent, call and loop say where it is called.
	address string
	parent  *scope
	call    *call
	loop    loop
	// given are variables from beside the folder, for the root alone.
	given map[string]json.RawMessage

	cells      map[string]*cell
	expansions map[*block]*expansion
	scopes     map[*call]*called
	table      map[string]function.Function
}

// loop is which instance of a resource or of a call something is.
type loop struct {
	key  string // As an address has it, with brackets; empty without count and for_each.
	each map[string]cty.Value
	name string // each or count.
}

// cell is a value that is made once.
type cell struct {
	value cty.Value
	// open says that it is being made: whoever asks for it meanwhile asks in a circle.
	open bool
}

// cell is the value under a name, which is made when it is asked for first.
func (s *scope) cell(name string, at hcl.Range, value func() cty.Value) cty.Value {
	c := s.cells[name]
	if c == nil {
		c = &cell{open: true}
		if s.cells == nil {
			s.cells = map[string]*cell{}
		}
		s.cells[name] = c
		s.loader.open = append(s.loader.open, s.named(name))
		c.value = value()
		c.open = false
		s.loader.open = s.loader.open[:len(s.loader.open)-1]
		return c.value
	}
	if c.open {
		s.loader.halt(at, fmt.Errorf("%s refers to itself: %s", s.named(name), s.loader.circle(s.named(name))))
	}
	return c.value
}

func (s *scope) named(name string) string { return strings.TrimPrefix(s.address+"."+name, ".") }

// circle is the way from a name that is being made to itself.
func (l *loader) circle(name string) string {
	for i := len(l.open) - 1; i >= 0; i-- {
		if l.open[i] == name {
			return strings.Join(append(l.open[i:len(l.open):len(l.open)], name), " → ")
		}
	}
	return name
}

// value evaluates an expression with what it refers to.
func (s *scope) value(e hcl.Expression, refers []hcl.Traversal, in loop) cty.Value {
	v, diags := s.try(e, s.context(refers, in))
	if diags.HasErrors() {
		if plain, _ := v.Unmark(); plain.IsKnown() && !plain.Type().IsPrimitiveType() {
			return v // What of it can be told.
		}
		return unknown(fault(diags))
	}
	return s.loader.placedJSON(v, e)
}

// try evaluates an expression. A library that cannot cope with what people write must
// not end the program.
func (s *scope) try(e hcl.Expression, ctx *hcl.EvalContext) (v cty.Value, diags hcl.Diagnostics) {
	defer func() {
		if r := recover(); r != nil {
			if _, is := r.(halt); is || s.loader.strict {
				panic(r)
			}
			at := e.Range()
			v, diags = cty.DynamicVal, hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "It cannot be evaluated", Subject: &at}}
		}
	}()
	v, diags = e.Value(ctx)
	if s.loader.halted != nil {
		panic(halt{})
	}
	return v, diags
}

// fault is why an expression has no value, in words that go on after "not known: ".
func fault(diags hcl.Diagnostics) string {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			at := ""
			if d.Subject != nil {
				at = fmt.Sprintf(" at %s:%d", d.Subject.Filename, d.Subject.Start.Line)
			}
			return strings.ToLower(d.Summary[:1]) + d.Summary[1:] + at
		}
	}
	return "it has a fault"
}

// placedJSON gives a value its place where its expression does not do it itself, which
// those in JSON do not.
func (l *loader) placedJSON(v cty.Value, e hcl.Expression) cty.Value {
	at := e.Range()
	plain, marks := v.Unmark()
	if plain.IsKnown() && !plain.Type().IsPrimitiveType() || has[place](marks) && !strings.HasSuffix(at.Filename, ".json") {
		return v
	}
	return l.placed(v, at, len(e.Variables()) == 0, false)
}

// local is a local value.
func (s *scope) local(name string) cty.Value {
	l := s.module.locals[name]
	if l == nil {
		return unknown("local." + name + " is nowhere")
	}
	return s.cell("local."+name, l.at, func() cty.Value { return s.value(l.expression, l.refers, loop{}) })
}

// output is what the module gives its caller.
func (s *scope) output(name string) cty.Value {
	o := s.module.outputs[name]
	if o == nil {
		return unknown(s.address + " has no output " + name)
	}
	return s.cell("output."+name, o.at, func() cty.Value { return s.value(o.expression, o.refers, loop{}) })
}
