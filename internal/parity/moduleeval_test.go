package parity

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// evaluator computes local values of the module without Terraform, for tests
// that would else run it once for each row.
type evaluator struct {
	t         *testing.T
	variables map[string]cty.Value
	known     map[string]cty.Value
	locals    map[string]hcl.Expression
	resources map[string]cty.Value // By type, where a local value names some.
}

func newEvaluator(t *testing.T, variables map[string]cty.Value) *evaluator {
	t.Helper()
	if moduleLocals == nil {
		moduleLocals = map[string]hcl.Expression{}
		for _, b := range blocks(t, "locals") {
			for name, a := range b.Body.Attributes {
				moduleLocals[name] = a.Expr
			}
		}
	}
	return &evaluator{t: t, variables: variables, known: map[string]cty.Value{}, locals: moduleLocals}
}

// moduleLocals are parsed once: the tables have many rows.
var moduleLocals map[string]hcl.Expression

// local is the value of a local value of the module and of those it is made from.
func (e *evaluator) local(name string) cty.Value {
	e.t.Helper()
	if v, ok := e.known[name]; ok {
		return v
	}
	expression, ok := e.locals[name]
	if !ok {
		e.t.Fatalf("the module has no local %s", name)
	}
	v := e.value("local."+name, expression)
	e.known[name] = v
	return v
}

// value is that of an expression of the module.
func (e *evaluator) value(what string, expression hcl.Expression) cty.Value {
	e.t.Helper()
	locals := map[string]cty.Value{}
	for _, r := range expression.Variables() {
		if r.RootName() != "local" {
			continue
		}
		if inner, ok := r[1].(hcl.TraverseAttr); ok {
			locals[inner.Name] = e.local(inner.Name)
		}
	}
	roots := map[string]cty.Value{"var": cty.ObjectVal(e.variables), "local": cty.ObjectVal(locals)}
	maps.Copy(roots, e.resources)
	v, diags := expression.Value(&hcl.EvalContext{Functions: terraformFunctions, Variables: roots})
	if diags.HasErrors() {
		e.t.Fatalf("%s: %v", what, diags)
	}
	return v
}

// terraformFunctions are those of Terraform that the evaluated values use.
var terraformFunctions = map[string]function.Function{
	"anytrue": validationFunctions()["anytrue"], "can": tryfunc.CanFunc, "try": tryfunc.TryFunc,
	"startswith": validationFunctions()["startswith"], "endswith": validationFunctions()["endswith"], "merge": stdlib.MergeFunc, "regex": stdlib.RegexFunc, "tostring": stdlib.MakeToFunc(cty.String),
	"issensitive": isSensitive, "sensitive": marking(cty.NewValueMarks("sensitive")), "nonsensitive": marking(nil), "coalesce": stdlib.CoalesceFunc, "compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc, "distinct": stdlib.DistinctFunc, "flatten": stdlib.FlattenFunc, "floor": stdlib.FloorFunc, "tonumber": stdlib.MakeToFunc(cty.Number),
	"one": oneFunc, "split": stdlib.SplitFunc, "strcontains": validationFunctions()["strcontains"], "trimprefix": stdlib.TrimPrefixFunc, "trimsuffix": stdlib.TrimSuffixFunc,
	"join": stdlib.JoinFunc, "jsonencode": stdlib.JSONEncodeFunc, "keys": stdlib.KeysFunc, "length": lengthFunc(), "min": stdlib.MinFunc, "slice": stdlib.SliceFunc, "sum": sumFunc, "values": stdlib.ValuesFunc,
	"setintersection": asSets(stdlib.SetIntersectionFunc), "setsubtract": asSets(stdlib.SetSubtractFunc),
}

// isSensitive says whether a value is marked as a secret.
var isSensitive = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowMarked: true, AllowNull: true}},
	Type:   function.StaticReturnType(cty.Bool),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		return cty.BoolVal(args[0].HasMark("sensitive")), nil
	},
})

// marking marks a value as a secret, or takes the mark away.
func marking(with cty.ValueMarks) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowMarked: true}},
		Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, _ := args[0].Unmark()
			return v.WithMarks(with), nil
		},
	})
}

// oneFunc is the only element of a list, or null of an empty one.
var oneFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type: func(args []cty.Value) (cty.Type, error) {
		if words := args[0].AsValueSlice(); len(words) > 0 {
			return words[0].Type(), nil
		}
		return cty.DynamicPseudoType, nil
	},
	Impl: func(args []cty.Value, kind cty.Type) (cty.Value, error) {
		if words := args[0].AsValueSlice(); len(words) > 0 {
			return words[0], nil
		}
		return cty.NullVal(kind), nil
	},
})

// sumFunc adds numbers that may be written as text.
var sumFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Number)}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		sum := cty.Zero
		for _, v := range args[0].AsValueSlice() {
			sum = sum.Add(v)
		}
		return sum, nil
	},
})

// asSets lets a set function take lists, as Terraform's own conversion does.
func asSets(f function.Function) function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "sets", Type: cty.DynamicPseudoType, AllowDynamicType: true},
		Type:     function.StaticReturnType(cty.Set(cty.String)),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			for i, a := range args {
				words := a.AsValueSlice()
				if args[i] = cty.SetValEmpty(cty.String); len(words) > 0 {
					args[i] = cty.SetVal(words)
				}
			}
			return f.Call(args)
		},
	})
}

func hclValue(t *testing.T, text string) cty.Value {
	t.Helper()
	expression, diags := hclsyntax.ParseExpression([]byte(text), "test", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	v, diags := expression.Value(&hcl.EvalContext{Functions: terraformFunctions, Variables: map[string]cty.Value{"unknown": cty.UnknownVal(cty.String)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return v
}

func wordsOf(v cty.Value) []string {
	var out []string
	for _, e := range v.AsValueSlice() {
		out = append(out, strings.TrimSpace(fmt.Sprint(e.AsString())))
	}
	return out
}
