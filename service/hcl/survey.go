package hcl

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// input is what a run of Terraform is given: a variable of the root, or its workspace.
type input struct {
	// name is as expressions have it, such as var.environment.
	name string
	// variable is nil for the workspace.
	variable *block
	// compared has the values that it is compared with, keys those under which maps
	// have something for it, each by its text.
	compared, keys map[string]cty.Value
	// counts says that it is a number of tasks.
	counts bool
}

// survey is what the code of a folder asks of its inputs.
type survey struct {
	root   *scope
	inputs map[string]*input
}

// surveyed goes through a root that has been evaluated. Of several instances of a
// module it looks at the first: the others have the same code.
func surveyed(root *scope) *survey {
	v := &survey{root, map[string]*input{}}
	for name, b := range root.module.variables {
		if root.cells["var."+name] != nil { // The picture rests on it.
			v.inputs["var."+name] = newInput("var."+name, b)
		}
	}
	if root.loader.inWorkspace {
		v.inputs[workspace] = newInput(workspace, nil)
	}
	v.through(root)
	return v
}

// workspace is the name of what is known to a run alone.
const workspace = "terraform.workspace"

func newInput(name string, b *block) *input {
	return &input{name: name, variable: b, compared: map[string]cty.Value{}, keys: map[string]cty.Value{}}
}

func (v *survey) through(s *scope) {
	for _, a := range s.module.asks {
		s.loader.step(a.values.Range())
		if in := v.of(s, a.of); in != nil {
			in.note(s.value(a.values, a.refers, loop{}), a.keys)
		}
	}
	for _, b := range s.module.resources {
		for _, name := range []string{"desired_count", "min_capacity"} {
			if set := b.settings[name]; set != nil && plan.Reads(b.kind) {
				v.counts(s, set.expression, 0)
			}
		}
	}
	for _, name := range sorted(s.module.calls) {
		if below := s.scopes[s.module.calls[name]]; below != nil && len(below.scopes) > 0 {
			v.through(below.scopes[0])
		}
	}
}

// counts notes the inputs that an expression may come to as numbers of tasks.
func (v *survey) counts(s *scope, e hcl.Expression, depth int) {
	if depth > mostNesting {
		return
	}
	switch x := e.(type) {
	case *located:
		v.counts(s, x.Expression, depth+1)
	case *hclsyntax.ParenthesesExpr:
		v.counts(s, x.Expression, depth+1)
	case *choice:
		v.counts(s, x.TrueResult, depth+1)
		v.counts(s, x.FalseResult, depth+1)
	case *hclsyntax.FunctionCallExpr:
		if slices.Contains([]string{"coalesce", "try", "max", "min"}, x.Name) {
			for _, a := range x.Args {
				v.counts(s, a, depth+1)
			}
		}
	}
	if in := v.of(s, nameIn(e)); in != nil {
		in.counts = true
	}
}

// of is the input that a name stands for, itself, through locals, or as what modules
// are given; nil where it is anything else.
func (v *survey) of(s *scope, t hcl.Traversal) *input {
	for range mostNesting {
		if t == nil {
			return nil
		}
		switch name := step(t, 1); t.RootName() {
		case "terraform":
			return v.inputs["terraform."+name]
		case "var":
			if s.call == nil {
				return v.inputs["var."+name]
			}
			given := s.call.settings[name]
			if given == nil {
				return nil
			}
			t, s = nameIn(given.expression), s.parent
		case "local":
			l := s.module.locals[name]
			if l == nil {
				return nil
			}
			t = nameIn(l.expression)
		default:
			return nil
		}
	}
	return nil
}

// note notes the values that an input is asked for.
func (in *input) note(v cty.Value, keys bool) {
	plain, _ := v.UnmarkDeep()
	if !plain.IsWhollyKnown() {
		return
	}
	if keys {
		if named(plain) {
			for key := range plain.AsValueMap() {
				in.keys[key] = cty.StringVal(key)
			}
		}
		return
	}
	for _, one := range eachOf(plain) {
		if text, is := textOf(one); is {
			in.compared[text] = one
		}
	}
}

// eachOf are the items of a list, or the value itself where it is none.
func eachOf(v cty.Value) []cty.Value {
	if v.IsNull() || !v.CanIterateElements() {
		return []cty.Value{v}
	}
	if named(v) {
		return nil
	}
	var out []cty.Value
	for it := v.ElementIterator(); it.Next(); {
		_, item := it.Element()
		out = append(out, item)
	}
	return out
}

// textOf is a value as its variable would be given it on a command line; false where
// it holds others or is not known.
func textOf(v cty.Value) (string, bool) {
	plain, _ := v.Unmark()
	switch {
	case !plain.IsKnown():
		return "", false
	case plain.IsNull():
		return "null", true
	case !plain.Type().IsPrimitiveType():
		return "", false
	}
	text, err := convert.Convert(plain, cty.String)
	if err != nil {
		return "", false
	}
	return text.AsString(), true
}
