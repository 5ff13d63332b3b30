package hcl

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// locate has the expressions in a body say where their values stand.
func (l *loader) locate(b *hclsyntax.Body) {
	for _, a := range b.Attributes {
		refers := a.Expr.Variables()
		a.Expr = &located{l.rewrite(a.Expr), l, refers, false}
	}
	for _, below := range b.Blocks {
		l.locate(below.Body)
		if each := below.Body.Attributes["for_each"]; each != nil && below.Type == "dynamic" {
			each.Expr = &iterated{each.Expr}
		}
	}
}

// within has a part of an expression say where its value stands.
func (l *loader) within(e hclsyntax.Expression) hclsyntax.Expression {
	refers := e.Variables()
	return &located{l.rewrite(e), l, refers, !l.trying}
}

// rewrite puts this package's own expressions into one.
func (l *loader) rewrite(e hclsyntax.Expression) hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.ObjectConsExpr:
		for i := range e.Items {
			e.Items[i].ValueExpr = l.within(e.Items[i].ValueExpr)
			if key, is := e.Items[i].KeyExpr.(*hclsyntax.ObjectConsKeyExpr); is {
				key.Wrapped = l.rewrite(key.Wrapped)
			}
		}
	case *hclsyntax.TupleConsExpr:
		for i := range e.Exprs {
			e.Exprs[i] = l.within(e.Exprs[i])
		}
	case *hclsyntax.ForExpr:
		e.CollExpr, e.ValExpr = l.rewrite(e.CollExpr), l.within(e.ValExpr)
		if e.KeyExpr != nil {
			e.KeyExpr = l.rewrite(e.KeyExpr)
		}
		if e.CondExpr != nil {
			e.CondExpr = l.rewrite(e.CondExpr)
		}
	case *hclsyntax.ConditionalExpr:
		e.Condition, e.TrueResult, e.FalseResult = l.rewrite(e.Condition), l.rewrite(e.TrueResult), l.rewrite(e.FalseResult)
		return &choice{e}
	case *hclsyntax.FunctionCallExpr:
		if e.Name == "try" || e.Name == "can" { // They ask whether something is wrong.
			defer func(before bool) { l.trying = before }(l.trying)
			l.trying = true
		}
		for i := range e.Args {
			e.Args[i] = l.rewrite(e.Args[i])
		}
	case *hclsyntax.TemplateExpr:
		for i := range e.Parts {
			e.Parts[i] = l.rewrite(e.Parts[i])
		}
		return &text{e, l}
	case *hclsyntax.TemplateWrapExpr:
		e.Wrapped = l.rewrite(e.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		e.Tuple = l.rewrite(e.Tuple)
	case *hclsyntax.BinaryOpExpr:
		e.LHS, e.RHS = l.rewrite(e.LHS), l.rewrite(e.RHS)
	case *hclsyntax.UnaryOpExpr:
		e.Val = l.rewrite(e.Val)
	case *hclsyntax.ParenthesesExpr:
		e.Expression = l.rewrite(e.Expression)
	case *hclsyntax.IndexExpr:
		e.Collection, e.Key = l.rewrite(e.Collection), l.rewrite(e.Key)
	case *hclsyntax.SplatExpr:
		e.Source, e.Each = l.rewrite(e.Source), l.rewrite(e.Each)
	case *hclsyntax.RelativeTraversalExpr:
		e.Source = l.rewrite(e.Source)
	}
	return e
}
