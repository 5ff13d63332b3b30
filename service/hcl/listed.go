package hcl

import (
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// conditions are those of a variable's validations.
func (b *block) conditions() []hcl.Expression {
	content, _, _ := b.body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "validation"}}})
	if content == nil {
		return nil
	}
	var out []hcl.Expression
	for _, v := range content.Blocks {
		all, _ := v.Body.JustAttributes()
		if c := all["condition"]; c != nil {
			out = append(out, c.Expr)
		}
	}
	return out
}

// listed are the values that a condition leaves a variable, such as those in
// contains(["dev", "prod"], var.environment), and whether it lists them at all.
func (s *scope) listed(e hcl.Expression, variable string) ([]cty.Value, bool) {
	switch x := e.(type) {
	case *located:
		return s.listed(x.Expression, variable)
	case *hclsyntax.ParenthesesExpr:
		return s.listed(x.Expression, variable)
	case *hclsyntax.BinaryOpExpr:
		return s.listedBy(x, variable)
	case *hclsyntax.FunctionCallExpr:
		switch {
		case x.Name == "contains" && len(x.Args) == 2 && is(x.Args[1], variable):
			return s.items(x.Args[0])
		case x.Name == "anytrue" && len(x.Args) == 1:
			if all, is := x.Args[0].(*hclsyntax.TupleConsExpr); is {
				return s.either(all.Exprs, variable)
			}
		case x.Name == "can" && len(x.Args) == 1:
			if r, is := x.Args[0].(*hclsyntax.FunctionCallExpr); is && r.Name == "regex" && len(r.Args) == 2 {
				return s.alternatives(r, variable)
			}
		}
	}
	return nil, false
}

func (s *scope) listedBy(x *hclsyntax.BinaryOpExpr, variable string) ([]cty.Value, bool) {
	switch x.Op {
	case hclsyntax.OpLogicalOr:
		return s.either([]hclsyntax.Expression{x.LHS, x.RHS}, variable)
	case hclsyntax.OpLogicalAnd: // What the other one refuses is refused later.
		if list, is := s.listed(x.LHS, variable); is {
			return list, true
		}
		return s.listed(x.RHS, variable)
	case hclsyntax.OpEqual:
		if is(x.LHS, variable) {
			return s.items(x.RHS)
		}
		if is(x.RHS, variable) {
			return s.items(x.LHS)
		}
	}
	return nil, false
}

// either are the values of conditions of which one must hold; each has to list some.
func (s *scope) either(all []hclsyntax.Expression, variable string) (out []cty.Value, is bool) {
	for _, e := range all {
		list, is := s.listed(e, variable)
		if !is {
			return nil, false
		}
		out = append(out, list...)
	}
	return out, true
}

// alternation is an expression that is a list of words.
var alternation = regexp.MustCompile(`^\^\(([\w-]+(?:\|[\w-]+)*)\)\$$`)

// alternatives are the words in can(regex("^(dev|prod)$", var.environment)).
func (s *scope) alternatives(r *hclsyntax.FunctionCallExpr, variable string) ([]cty.Value, bool) {
	if !is(r.Args[1], variable) {
		return nil, false
	}
	text, _ := textOf(s.value(r.Args[0], nil, loop{}))
	found := alternation.FindStringSubmatch(text)
	if found == nil {
		return nil, false
	}
	var out []cty.Value
	for word := range strings.SplitSeq(found[1], "|") {
		out = append(out, cty.StringVal(word))
	}
	return out, true
}

// is says that an expression is that variable.
func is(e hcl.Expression, variable string) bool {
	t := nameIn(e)
	return t != nil && t.RootName() == "var" && step(t, 1) == variable
}

// items are the values of a list in a condition, or the one value.
func (s *scope) items(e hclsyntax.Expression) ([]cty.Value, bool) {
	v, _ := s.value(e, e.Variables(), loop{}).UnmarkDeep()
	if !v.IsWhollyKnown() {
		return nil, false
	}
	return eachOf(v), true
}
