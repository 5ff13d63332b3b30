package parity

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// refused evaluates the validations of a variable of fargate-service as Terraform
// does, in a thousandth of the time of a plan, and returns the beginning of what
// each that fails says, up to the first value. The value is written in HCL;
// others are further variables in JSON.
func refused(t *testing.T, files []moduleFile, name, value, others string) []string {
	t.Helper()
	expression, diags := hclsyntax.ParseExpression([]byte(value), "value", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	functions := validationFunctions()
	given, diags := expression.Value(&hcl.EvalContext{Functions: functions, Variables: map[string]cty.Value{"unknown": cty.UnknownVal(cty.String)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var out []string
	for _, f := range files {
		for _, b := range f.body.Blocks {
			if b.Type != "variable" || b.Labels[0] != name {
				continue
			}
			context := &hcl.EvalContext{Functions: functions, Variables: map[string]cty.Value{"var": cty.ObjectVal(variablesOf(t, b, given, others)), "local": mappedPorts}}
			for _, v := range b.Body.Blocks {
				if v.Type != "validation" {
					continue
				}
				held, diags := v.Body.Attributes["condition"].Expr.Value(context)
				if diags.HasErrors() {
					t.Fatalf("%s: %v", filepath.Base(f.name), diags)
				}
				if !held.IsKnown() || held.True() {
					continue
				}
				message, diags := v.Body.Attributes["error_message"].Expr.Value(context)
				if diags.HasErrors() {
					t.Fatalf("%s: %v", filepath.Base(f.name), diags)
				}
				out = append(out, message.AsString())
			}
		}
	}
	return out
}

// mappedPorts are the locals that validations look at, of an app on 8080 and 9090
// beside a sidecar on 9200 and on 9300 to 9310.
var mappedPorts = cty.ObjectVal(map[string]cty.Value{
	"log_routers":       cty.EmptyTupleVal,
	"reached_port":      cty.NumberIntVal(8080),
	"reachable_ports":   cty.TupleVal([]cty.Value{cty.NumberIntVal(8080), cty.NumberIntVal(9090)}),
	"sidecar_ports":     cty.TupleVal([]cty.Value{cty.NumberIntVal(9200)}),
	"other_ports":       cty.TupleVal([]cty.Value{cty.NumberIntVal(8080), cty.NumberIntVal(9200)}),
	"other_port_ranges": cty.TupleVal([]cty.Value{cty.StringVal("9300-9310")}),
	"port_range_ends":   cty.TupleVal([]cty.Value{cty.TupleVal([]cty.Value{cty.NumberIntVal(9300), cty.NumberIntVal(9310)})}),
})

// variablesOf brings a value to the variable's type with its defaults, beside the others.
func variablesOf(t *testing.T, b *hclsyntax.Block, given cty.Value, others string) map[string]cty.Value {
	t.Helper()
	kind, defaults, diags := typeexpr.TypeConstraintWithDefaults(b.Body.Attributes["type"].Expr)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if defaults != nil && !given.IsNull() {
		given = defaults.Apply(given)
	}
	converted, err := convert.Convert(given, kind)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]cty.Value{b.Labels[0]: converted}
	if others == "" {
		others = "{}"
	}
	var names map[string]json.RawMessage
	if err := json.Unmarshal([]byte(others), &names); err != nil {
		t.Fatal(err)
	}
	for name, text := range names {
		kind, err := ctyjson.ImpliedType(text)
		if err != nil {
			t.Fatal(err)
		}
		if out[name], err = ctyjson.Unmarshal(text, kind); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// validationFunctions are those of Terraform's that the module's validations call.
func validationFunctions() map[string]function.Function {
	quantifier := func(all bool) function.Function {
		return function.New(&function.Spec{
			Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType, AllowUnknown: true}}, Type: function.StaticReturnType(cty.Bool),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				unknown := !args[0].IsKnown()
				for it := elements(args[0]); it.Next(); {
					_, v := it.Element()
					if unknown = unknown || !v.IsKnown(); v.IsKnown() && v.True() != all {
						return cty.BoolVal(!all), nil
					}
				}
				if unknown {
					return cty.UnknownVal(cty.Bool), nil
				}
				return cty.BoolVal(all), nil
			},
		})
	}
	prefixed := func(holds func(s, part string) bool) function.Function {
		return function.New(&function.Spec{
			Params: []function.Parameter{{Name: "string", Type: cty.String}, {Name: "part", Type: cty.String}}, Type: function.StaticReturnType(cty.Bool),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				return cty.BoolVal(holds(args[0].AsString(), args[1].AsString())), nil
			},
		})
	}
	return map[string]function.Function{
		"alltrue": quantifier(true), "anytrue": quantifier(false), "can": tryfunc.CanFunc, "try": tryfunc.TryFunc,
		"startswith": prefixed(strings.HasPrefix), "endswith": prefixed(strings.HasSuffix), "strcontains": prefixed(strings.Contains),
		"coalesce": stdlib.CoalesceFunc, "concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc, "distinct": stdlib.DistinctFunc, "flatten": stdlib.FlattenFunc,
		"floor": stdlib.FloorFunc, "formatdate": stdlib.FormatDateFunc, "join": stdlib.JoinFunc, "keys": stdlib.KeysFunc, "length": lengthFunc(), "lower": stdlib.LowerFunc,
		"merge": stdlib.MergeFunc, "regex": stdlib.RegexFunc, "jsondecode": stdlib.JSONDecodeFunc, "setintersection": stdlib.SetIntersectionFunc, "setsubtract": stdlib.SetSubtractFunc, "trimspace": stdlib.TrimSpaceFunc, "split": stdlib.SplitFunc, "toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)),
		"tobool": stdlib.MakeToFunc(cty.Bool), "tonumber": stdlib.MakeToFunc(cty.Number), "values": stdlib.ValuesFunc,
	}
}

func elements(v cty.Value) cty.ElementIterator {
	if !v.IsKnown() || v.IsNull() {
		return cty.EmptyTupleVal.ElementIterator()
	}
	return v.ElementIterator()
}

// lengthFunc counts the characters of a string and the attributes of an object
// too, as Terraform's does.
func lengthFunc() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowMarked: true}}, Type: function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			switch kind := args[0].Type(); {
			case kind == cty.String:
				return stdlib.Strlen(args[0])
			case kind.IsObjectType():
				return cty.NumberIntVal(int64(len(kind.AttributeTypes()))), nil
			}
			return stdlib.Length(args[0])
		},
	})
}

// refusal is a value and the beginnings of what its validations say.
type refusal struct {
	value, others string
	want          []string
}

// checkRefusals compares what is said with what each row wants: as many messages,
// each with the wanted words.
func checkRefusals(t *testing.T, variable string, rows map[string]refusal) {
	t.Helper()
	files := module(t)
	for name, row := range rows {
		got := refused(t, files, variable, row.value, row.others)
		for i := range min(len(got), len(row.want)) {
			if strings.Contains(got[i], row.want[i]) {
				got[i] = row.want[i]
			}
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s: refusals of %s mismatch (-want +got):\n%s", name, variable, diff)
		}
	}
}
