package hcl

import (
	"encoding/json"
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// encoded is a value that a text of JSON was made of.
type encoded struct {
	value cty.Value
	text  string
}

// jsonEncode is the function jsonencode. Its text has placeholders for what is not
// known, and goes along with what it was made of.
func (l *loader) jsonEncode() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "val", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowMarked: true, AllowNull: true, AllowUnknown: true}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, whole, err := l.filledIn(args[0], 0)
			if err != nil {
				return cty.NilVal, err
			}
			text, err := ctyjson.Marshal(v, v.Type())
			if err != nil {
				return cty.NilVal, err
			}
			out := cty.StringVal(string(text)).Mark(&encoded{args[0], string(text)})
			if !whole {
				out = out.Mark(partial{})
			}
			return out, nil
		},
	})
}

var errDeep = errors.New("its values stand too deep in each other")

// filledIn is a value without marks, and with placeholders for what is not known of
// it; whole says that there are none.
func (l *loader) filledIn(v cty.Value, depth int) (_ cty.Value, whole bool, err error) {
	if depth > mostNesting {
		return cty.NilVal, false, errDeep
	}
	plain, marks := v.Unmark()
	kind := plain.Type()
	switch {
	case !plain.IsKnown():
		return cty.StringVal(l.placeholder(why(marks))), false, nil
	case plain.IsNull() || kind.IsPrimitiveType():
		return plain, !has[partial](marks), nil
	}
	whole = true
	if kind.IsObjectType() || kind.IsMapType() {
		out := map[string]cty.Value{}
		for name, below := range plain.AsValueMap() {
			inner, all, err := l.filledIn(below, depth+1)
			if err != nil {
				return cty.NilVal, false, err
			}
			out[name], whole = inner, whole && all
		}
		return cty.ObjectVal(out), whole, nil
	}
	if !plain.CanIterateElements() {
		return cty.NilVal, false, errors.New("there is no JSON for it")
	}
	var out []cty.Value
	for it := plain.ElementIterator(); it.Next(); {
		_, below := it.Element()
		inner, all, err := l.filledIn(below, depth+1)
		if err != nil {
			return cty.NilVal, false, err
		}
		out, whole = append(out, inner), whole && all
	}
	return cty.TupleVal(out), whole, nil
}

// fromJSON is a value of JSON as an expression has it.
func fromJSON(text []byte) (cty.Value, error) {
	kind, err := ctyjson.ImpliedType(text)
	if err != nil {
		return cty.NilVal, err
	}
	return ctyjson.Unmarshal(text, kind)
}

// jsonDecode is the function jsondecode, for which a text with placeholders is not
// known.
func (l *loader) jsonDecode() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String, AllowMarked: true, AllowUnknown: true}},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			plain, marks := args[0].Unmark()
			for m := range marks {
				if e, is := m.(*encoded); is && plain.IsKnown() && e.text == plain.AsString() {
					return e.value, nil
				}
			}
			if !certain(args[0]) {
				if plain.IsKnown() {
					why, _ := l.missing(plain.AsString())
					return unknown(why), nil
				}
				return cty.DynamicVal.WithMarks(marks), nil
			}
			if !json.Valid([]byte(plain.AsString())) {
				return cty.NilVal, errors.New("it is no JSON")
			}
			v, err := fromJSON([]byte(plain.AsString()))
			if err != nil {
				return cty.NilVal, err
			}
			return v.WithMarks(marks), nil
		},
	})
}
