package hcl

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// option is a choice that an input leaves, with what the root is given then.
type option struct {
	service.Choice
	given given
}

// given is what a root is given beside what it has.
type given struct {
	values map[string]cty.Value
	// file are the values of a file that is named on the command line.
	file      map[string]*setting
	workspace *cty.Value
}

// differs marks a text that stands for any value but those that it is compared with.
type differs struct{}

// options are the values that an input may have beside the one that it has, as far as
// the code tells.
func (v *survey) options(in *input) []option {
	if in.variable == nil {
		return v.take(in, cty.String, cty.DynamicVal, nil)
	}
	kind, _ := in.variable.constraint()
	if in.variable.always("sensitive") || kind != cty.DynamicPseudoType && !kind.IsPrimitiveType() {
		return nil
	}
	usual, _ := v.root.variable(in.variable.name).Unmark()
	if usual.IsKnown() && !usual.IsNull() && !usual.Type().IsPrimitiveType() {
		return nil
	}
	var listed []cty.Value
	for _, c := range in.variable.conditions() {
		if list, is := v.root.listed(c, in.variable.name); is {
			listed = list
			break
		}
	}
	return v.take(in, kind, usual, listed)
}

// take makes options of what an input may be: what is listed, or else what it is asked
// for.
func (v *survey) take(in *input, kind cty.Type, usual cty.Value, listed []cty.Value) []option {
	text, known := textOf(usual)
	var out []option
	add := func(one cty.Value) {
		one, err := convert.Convert(one, kind)
		value, is := textOf(one)
		has := func(o option) bool { return o.Value == value }
		if err != nil || !is || known && value == text || len(out) >= mostListed || slices.ContainsFunc(out, has) || !v.takes(in, one) {
			return
		}
		out = append(out, option{service.Choice{Input: in.name, Value: value}, in.given(one)})
	}
	if listed != nil {
		for _, one := range listed {
			add(one)
		}
		return out
	}
	if kind == cty.Bool || known && usual.Type() == cty.Bool {
		add(cty.True)
		add(cty.False)
	}
	if in.counts && (kind == cty.Number || known && usual.Type() == cty.Number) {
		add(cty.NumberIntVal(1))
	}
	for _, asked := range []map[string]cty.Value{in.compared, in.keys} {
		for _, value := range sorted(asked) {
			add(asked[value])
		}
	}
	compared := slices.Sorted(maps.Keys(in.compared))
	if kind == cty.Bool || kind == cty.Number || known && !usual.IsNull() && usual.Type() != cty.String {
		return out
	}
	if len(compared) > 0 && (!known || slices.Contains(compared, text)) {
		other := service.Choice{Input: in.name, Other: compared}
		stands := cty.StringVal(v.root.loader.placeholder(other.String())).Mark(differs{})
		out = append(out, option{other, in.given(stands)})
	}
	return out
}

// mostListed bounds the values of one input that are told from each other.
const mostListed = 100

func (in *input) given(v cty.Value) given {
	if in.variable == nil {
		return given{workspace: &v}
	}
	return given{values: map[string]cty.Value{in.variable.name: v}}
}

// takes says that nothing in the variable's validations refuses a value.
func (v *survey) takes(in *input, one cty.Value) bool {
	if in.variable == nil {
		return true
	}
	l := v.root.loader
	defer func(before given) { l.given = before }(l.given)
	l.given = in.given(one)
	s := &scope{loader: l, module: v.root.module}
	for _, c := range in.variable.conditions() {
		if plain, _ := s.value(c, c.Variables(), loop{}).Unmark(); plain.RawEquals(cty.False) {
			return false
		}
	}
	return true
}

// constraint is the type of a variable, with the defaults that it has within.
func (b *block) constraint() (cty.Type, *typeexpr.Defaults) {
	if t := b.settings["type"]; t != nil {
		if k, d, diags := typeexpr.TypeConstraintWithDefaults(written(t.expression)); !diags.HasErrors() {
			return k, d
		}
	}
	return cty.DynamicPseudoType, nil
}
