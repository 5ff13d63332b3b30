package hcl

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// library are Terraform's functions that are the same in the library.
var library = map[string]function.Function{
	"abs": stdlib.AbsoluteFunc, "ceil": stdlib.CeilFunc, "chomp": stdlib.ChompFunc, "chunklist": stdlib.ChunklistFunc,
	"coalescelist": stdlib.CoalesceListFunc, "compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc, "csvdecode": stdlib.CSVDecodeFunc,
	"element": stdlib.ElementFunc, "flatten": stdlib.FlattenFunc, "floor": stdlib.FloorFunc,
	"keys": stdlib.KeysFunc, "log": stdlib.LogFunc,
	"lower": stdlib.LowerFunc, "max": stdlib.MaxFunc, "merge": stdlib.MergeFunc, "min": stdlib.MinFunc, "parseint": stdlib.ParseIntFunc,
	"pow": stdlib.PowFunc, "range": stdlib.RangeFunc, "regex": stdlib.RegexFunc, "regexall": stdlib.RegexAllFunc, "reverse": stdlib.ReverseListFunc,
	"setintersection": stdlib.SetIntersectionFunc, "setsubtract": stdlib.SetSubtractFunc, "setunion": stdlib.SetUnionFunc,
	"signum": stdlib.SignumFunc, "slice": stdlib.SliceFunc, "sort": stdlib.SortFunc, "split": stdlib.SplitFunc, "strrev": stdlib.ReverseFunc,
	"substr": stdlib.SubstrFunc, "title": stdlib.TitleFunc, "trim": stdlib.TrimFunc, "trimprefix": stdlib.TrimPrefixFunc, "trimspace": stdlib.TrimSpaceFunc,
	"trimsuffix": stdlib.TrimSuffixFunc, "upper": stdlib.UpperFunc, "values": stdlib.ValuesFunc, "zipmap": stdlib.ZipmapFunc,
	"tobool": stdlib.MakeToFunc(cty.Bool), "tonumber": stdlib.MakeToFunc(cty.Number), "tostring": stdlib.MakeToFunc(cty.String),
	"tolist": stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)), "toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)), "tomap": stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),

	// What a little text could blow up.
	"format": bounding(stdlib.FormatFunc, narrow), "formatlist": bounding(stdlib.FormatListFunc, narrow), "indent": bounding(stdlib.IndentFunc, narrow),
	"replace": bounding(replaceFunction, product), "join": bounding(stdlib.JoinFunc, joined), "distinct": bounding(stdlib.DistinctFunc, unlike),
	"contains": bounding(stdlib.ContainsFunc, unlike), "setproduct": bounding(stdlib.SetProductFunc, multiplied), "yamldecode": bounding(yaml.YAMLDecodeFunc, unaliased),
}

// bounding refuses arguments with which a function would take too much.
func bounding(f function.Function, check func([]cty.Value) error) function.Function {
	spec := around(f)
	spec.Type = f.ReturnTypeForValues
	spec.Impl = func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		plain := make([]cty.Value, len(args))
		for i := range args {
			plain[i], _ = args[i].UnmarkDeep()
		}
		if err := check(plain); err != nil {
			return cty.NilVal, err
		}
		return f.Call(args)
	}
	return function.New(spec)
}

// narrow refuses a width of more than four digits, in a format or as an indent.
func narrow(args []cty.Value) error {
	if len(args) == 0 || !args[0].IsKnown() || args[0].IsNull() {
		return nil
	}
	if n, is := number(args[0]); is && args[0].Type() == cty.Number && n > 1000 {
		return errors.New("the indent is too wide")
	}
	digits := 0
	if args[0].Type() == cty.String {
		for _, r := range args[0].AsString() {
			if digits++; r < '0' || r > '9' {
				digits = 0
			}
			if digits > 4 {
				return errors.New("a width has more than four digits")
			}
		}
	}
	return nil
}

var errTooLong = fmt.Errorf("the text would get longer than %d bytes", longest)

// chars is the length of a text, 0 of anything else.
func chars(args []cty.Value, i int) int {
	if i < len(args) && args[i].IsKnown() && !args[i].IsNull() && args[i].Type() == cty.String {
		return len(args[i].AsString())
	}
	return 0
}

// items is the length of a list, 0 of anything else.
func items(v cty.Value) int {
	if v.IsKnown() && !v.IsNull() && v.CanIterateElements() {
		return v.LengthInt()
	}
	return 0
}

// product refuses to put a long text into the place of each piece of another.
func product(args []cty.Value) error {
	if (chars(args, 0)+1)*(chars(args, 2)+1) > 64*longest {
		return errTooLong
	}
	return nil
}

// joined refuses a long text between many.
func joined(args []cty.Value) error {
	n := 0
	for _, a := range args {
		n += items(a)
	}
	if n*chars(args, 0) > 16*longest {
		return errTooLong
	}
	return nil
}

// unlike refuses to compare many items with each other.
func unlike(args []cty.Value) error {
	if len(args) > 0 && items(args[0]) > mostUnlike {
		return fmt.Errorf("there are more than %d items to compare", mostUnlike)
	}
	return nil
}

// multiplied refuses products of sets that are too large.
func multiplied(args []cty.Value) error {
	n := 1
	for _, a := range args {
		if n *= max(items(a), 1); n > mostItems {
			return fmt.Errorf("there would be more than %d items", mostItems)
		}
	}
	return nil
}

// unaliased refuses YAML in which parts name others often, which may each do so again.
func unaliased(args []cty.Value) error {
	const most = 100
	if chars(args, 0) > 0 && len(alias.FindAllStringIndex(args[0].AsString(), most+1)) > most {
		return errors.New("the YAML has too many aliases")
	}
	return nil
}

var alias = regexp.MustCompile(`(?m)(^|[\s\[{,:-])\*[^\s*]`)

// functions are those that expressions of the module may call. One that is not
// evaluated gives what is not known, and says so.
func (s *scope) functions() map[string]function.Function {
	if s.table != nil {
		return s.table
	}
	l := s.loader
	s.table = map[string]function.Function{}
	for name, f := range library {
		s.table[name] = l.saying(f)
	}
	for name, f := range own {
		s.table[name] = f
	}
	for name, f := range map[string]function.Function{"jsonencode": l.jsonEncode(), "jsondecode": l.jsonDecode(), "file": s.fileFunction(), "templatefile": s.templateFunction(), "fileexists": s.existsFunction()} {
		s.table[name] = f
	}
	for _, name := range []string{"settings", "explain"} {
		s.table["provider::graceful::"+name] = settingsFunction
	}
	for name, f := range s.table {
		s.table["core::"+name] = f
	}
	for name := range s.module.functions {
		if _, have := s.table[name]; !have {
			s.table[name] = opaque(name)
		}
	}
	return s.table
}

// saying is a function that says of what it does not know what is said of its
// arguments.
func (l *loader) saying(f function.Function) function.Function {
	spec := around(f)
	spec.Type = f.ReturnTypeForValues
	spec.Impl = func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for _, a := range args {
			l.steps += size(a, 0) / 4
		}
		v, err := f.Call(args)
		if err != nil || v.IsKnown() || has[reason](v.Marks()) {
			return v, err
		}
		return v.WithMarks(said(args)), nil
	}
	return function.New(spec)
}

// around has the parameters of a function, and takes for them what there is.
func around(f function.Function) *function.Spec {
	spec := &function.Spec{Params: f.Params(), VarParam: f.VarParam()}
	for i := range spec.Params {
		takesAll(&spec.Params[i])
	}
	if spec.VarParam != nil {
		takesAll(spec.VarParam)
	}
	return spec
}

func takesAll(p *function.Parameter) {
	p.AllowDynamicType, p.AllowMarked, p.AllowNull, p.AllowUnknown = true, true, true, true
}

// said are the reasons and references in arguments.
func said(args []cty.Value) cty.ValueMarks {
	out := cty.ValueMarks{}
	for _, a := range args {
		_, marks := a.UnmarkDeep()
		for m := range marks {
			switch m.(type) {
			case reason, reference:
				out[m] = struct{}{}
			}
		}
	}
	return out
}

// opaque is a function that is not evaluated.
func opaque(name string) function.Function {
	why := "the function " + name + " is not evaluated here"
	if strings.HasPrefix(name, "provider::") {
		why = name + " is a function of a provider"
	}
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "arguments", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowMarked: true, AllowNull: true, AllowUnknown: true},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return unknown(why).WithMarks(without[reason](said(args))), nil
		},
	})
}
