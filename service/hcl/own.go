package hcl

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// own are Terraform's functions that the library has not, or has for what is wholly
// known alone.
var own = map[string]function.Function{
	"try": tryFunction, "can": canFunction, "length": lengthFunction, "one": oneFunction, "sum": sumFunction, "coalesce": coalesceFunction, "lookup": lookupFunction,
	"anytrue": boolsFunction(true), "alltrue": boolsFunction(false),
	"startswith": textsFunction(strings.HasPrefix), "endswith": textsFunction(strings.HasSuffix), "strcontains": textsFunction(strings.Contains),
	"sensitive": sameFunction, "nonsensitive": sameFunction, "ephemeralasnull": sameFunction,
}

// anything is a parameter that takes every value as it is.
func anything(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowMarked: true, AllowNull: true, AllowUnknown: true}
}

// tryFunction gives the first of its expressions that has a value, known or not: of
// one that is not known nobody can say that it will fail.
var tryFunction = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for _, a := range args {
			v, diags := customdecode.ExpressionClosureFromVal(a).Value()
			if !diags.HasErrors() {
				return v, nil
			}
		}
		return cty.NilVal, errors.New("none of the expressions has a value")
	},
})

var canFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
	Type:   function.StaticReturnType(cty.Bool),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, diags := customdecode.ExpressionClosureFromVal(args[0]).Value()
		switch {
		case diags.HasErrors():
			return cty.False, nil
		case !certain(v):
			return cty.UnknownVal(cty.Bool).WithMarks(v.Marks()), nil
		}
		return cty.True, nil
	},
})

// lengthFunction counts the characters of a text, or the items of the rest. That of
// items is known where they are not.
var lengthFunction = function.New(&function.Spec{
	Params: []function.Parameter{anything("value")},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, marks := args[0].Unmark()
		switch {
		case !certain(args[0]):
			return cty.UnknownVal(cty.Number).WithMarks(marks), nil
		case v.IsNull():
			return cty.NilVal, errors.New("null has no length")
		case v.Type() == cty.String:
			return cty.NumberIntVal(int64(utf8.RuneCountInString(v.AsString()))), nil
		case !v.CanIterateElements():
			return cty.NilVal, errors.New("it has no length")
		}
		return cty.NumberIntVal(int64(v.LengthInt())), nil
	},
})

// oneFunction is the only item of a list, or null of an empty one.
var oneFunction = function.New(&function.Spec{
	Params: []function.Parameter{anything("list")},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, marks := args[0].Unmark()
		switch {
		case !v.IsKnown():
			return cty.DynamicVal.WithMarks(marks), nil
		case v.IsNull() || !v.CanIterateElements() || v.LengthInt() > 1:
			return cty.NilVal, errors.New("it is no list of at most one item")
		}
		for it := v.ElementIterator(); it.Next(); {
			_, item := it.Element()
			return item, nil
		}
		return cty.NullVal(cty.DynamicPseudoType), nil
	},
})

// sumFunction adds numbers.
var sumFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].CanIterateElements() {
			return cty.NilVal, errors.New("it is no list")
		}
		sum := cty.Zero
		for it := args[0].ElementIterator(); it.Next(); {
			_, item := it.Element()
			n, err := stdlib.MakeToFunc(cty.Number).Call([]cty.Value{item})
			if err != nil || n.IsNull() {
				return cty.NilVal, errors.New("it is no list of numbers")
			}
			sum = sum.Add(n)
		}
		return sum, nil
	},
})

// boolsFunction is true where one of the truths is, or where all are.
func boolsFunction(some bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			open := false
			for it := args[0].ElementIterator(); it.Next(); {
				_, item := it.Element()
				switch {
				case !item.IsKnown():
					open = true
				case !item.IsNull() && item.True() == some:
					return cty.BoolVal(some), nil
				case item.IsNull() && !some:
					return cty.False, nil
				}
			}
			if open {
				return cty.UnknownVal(cty.Bool), nil
			}
			return cty.BoolVal(!some), nil
		},
	})
}

func textsFunction(is func(string, string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: "part", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(is(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// sameFunction gives what it is given: nothing is printed of a value but numbers and
// names.
var sameFunction = function.New(&function.Spec{
	Params: []function.Parameter{anything("value")},
	Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
	Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return args[0], nil },
})

// coalesceFunction is the first of its arguments that is neither null nor an empty
// text.
var coalesceFunction = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "vals", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowMarked: true, AllowNull: true, AllowUnknown: true},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for _, a := range args {
			plain, marks := a.Unmark()
			switch {
			case !plain.IsKnown():
				return cty.DynamicVal.WithMarks(marks), nil
			case !plain.IsNull() && !plain.RawEquals(cty.StringVal("")):
				return a, nil
			}
		}
		return cty.NilVal, errors.New("all arguments are null or empty")
	},
})

// replaceFunction replaces a text in another one, or what matches an expression that
// stands between slashes.
var replaceFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: "substr", Type: cty.String}, {Name: "replace", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		of := args[1].AsString()
		if len(of) > 1 && of[0] == '/' && of[len(of)-1] == '/' {
			return stdlib.RegexReplaceFunc.Call([]cty.Value{args[0], cty.StringVal(of[1 : len(of)-1]), args[2]})
		}
		return stdlib.ReplaceFunc.Call(args)
	},
})

// named says that a value is a map or an object, and there.
func named(v cty.Value) bool {
	return v.IsKnown() && !v.IsNull() && (v.Type().IsMapType() || v.Type().IsObjectType())
}

// lookupFunction is what stands in a map under a key, or else the default, if there is
// one.
var lookupFunction = function.New(&function.Spec{
	Params:   []function.Parameter{anything("inputMap"), anything("key")},
	VarParam: &function.Parameter{Name: "default", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowMarked: true, AllowNull: true, AllowUnknown: true},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		in, marks := args[0].Unmark()
		key, keyMarks := args[1].Unmark()
		switch {
		case !in.IsKnown() || !certain(args[1]):
			return cty.DynamicVal.WithMarks(marks, keyMarks), nil
		case !named(in) || key.IsNull():
			return cty.NilVal, errors.New("it is no map with a key")
		}
		name, err := convert.Convert(key, cty.String)
		if err != nil {
			return cty.NilVal, err
		}
		if v, has := in.AsValueMap()[name.AsString()]; has {
			return v, nil
		}
		if len(args) < 3 {
			return cty.NilVal, errors.New("there is no such key, and no default")
		}
		return args[2], nil
	},
})
