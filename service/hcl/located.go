package hcl

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// located is an expression whose values know where they stand.
type located struct {
	hclsyntax.Expression
	loader *loader
	// refers are the names in it as it was written.
	refers []hcl.Traversal
	// soft says that what is wrong with it makes this value unknown alone, and not all
	// that it stands in.
	soft bool
}

// Variables are the names in the expression.
func (l *located) Variables() []hcl.Traversal { return l.refers }

// UnwrapExpression is the expression as it was written, for what is no value.
func (l *located) UnwrapExpression() hcl.Expression { return l.Expression }

// Value evaluates the expression. A value that is only passed on stays where it was
// written: that is where somebody changes it.
func (l *located) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	at := l.Range()
	l.loader.step(at)
	v, diags := l.Expression.Value(ctx)
	if diags.HasErrors() {
		if !l.soft {
			return v, diags
		}
		v, diags = unknown(fault(diags)), nil
	}
	if !v.IsKnown() && !has[reason](v.Marks()) {
		v = v.WithMarks(l.told(ctx))
	}
	if _, named := l.Expression.(*hclsyntax.ScopeTraversalExpr); !named {
		l.loader.weigh(v, at)
	}
	return l.loader.placed(v, at, literal(l.Expression), passes(l.Expression)), diags
}

// told is what is said of the names in an expression, for a value that has lost it on
// the way: some loops and functions drop it.
func (l *located) told(ctx *hcl.EvalContext) cty.ValueMarks {
	var values []cty.Value
	for _, t := range l.refers {
		if v, diags := t.TraverseAbs(ctx); !diags.HasErrors() {
			values = append(values, v)
		}
	}
	return said(values)
}

// placed marks a value with where it stands. What holds others has none of its own.
func (l *loader) placed(v cty.Value, at hcl.Range, literal, passes bool) cty.Value {
	plain, marks := v.Unmark()
	l.bounded(plain, at)
	kind := plain.Type()
	if plain.IsKnown() && !plain.IsNull() && !kind.IsPrimitiveType() {
		return handedDown(plain, marks)
	}
	before, one := where(marks)
	here := place{at.Filename, at.Start.Line, !literal}
	if passes && one && plain.IsKnown() {
		here = before
		here.computed = true
	}
	marks = without[place](marks)
	marks[here] = struct{}{}
	return plain.WithMarks(marks)
}

// handedDown gives what is said of a value that holds others to those of them that are
// not known and of which nothing is said: most functions say it of the whole.
func handedDown(v cty.Value, marks cty.ValueMarks) cty.Value {
	said := cty.ValueMarks{}
	for m := range marks {
		switch m.(type) {
		case reason, reference:
			said[m] = struct{}{}
		}
	}
	if len(said) == 0 {
		return v
	}
	out, err := cty.Transform(v, func(_ cty.Path, below cty.Value) (cty.Value, error) {
		if !below.IsKnown() && !below.IsMarked() {
			return below.WithMarks(said), nil
		}
		return below, nil
	})
	if err != nil {
		return v
	}
	out, _ = out.Unmark() // A set has the marks of what it holds.
	return out
}

// literal says that an expression is a value as it is written.
func literal(e hclsyntax.Expression) bool {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return true
	case *text:
		return e.IsStringLiteral() || e.plain()
	case *hclsyntax.UnaryOpExpr:
		return literal(e.Val)
	case *hclsyntax.ParenthesesExpr:
		return literal(e.Expression)
	}
	return false
}

// passes says that an expression only chooses among values.
func passes(e hclsyntax.Expression) bool {
	switch e := e.(type) {
	case *hclsyntax.ScopeTraversalExpr, *hclsyntax.RelativeTraversalExpr, *hclsyntax.IndexExpr, *choice:
		return true
	case *hclsyntax.TemplateWrapExpr:
		return passes(e.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		return passes(e.Expression)
	case *hclsyntax.FunctionCallExpr:
		switch e.Name {
		case "try", "coalesce", "lookup", "element", "one", "tonumber", "tostring", "tobool", "nonsensitive", "sensitive":
			return true
		}
	}
	return false
}

// choice is a condition with its two results, of which only the one that it chooses
// is evaluated.
type choice struct{ *hclsyntax.ConditionalExpr }

func (c *choice) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	condition, diags := c.Condition.Value(ctx)
	if plain, _ := condition.Unmark(); !diags.HasErrors() && certain(condition) && !plain.IsNull() && plain.Type() == cty.Bool {
		if plain.True() {
			return c.TrueResult.Value(ctx)
		}
		return c.FalseResult.Value(ctx)
	}
	v, diags := c.ConditionalExpr.Value(ctx)
	if !diags.HasErrors() && v.IsKnown() && !certain(condition) { // Nothing may depend on a placeholder.
		return cty.UnknownVal(v.Type()).WithMarks(without[partial](v.Marks()), condition.Marks()), diags
	}
	return v, diags
}

// iterated is the for_each of a dynamic block. What is wrong with it makes the blocks
// unknown: else there would seem to be none.
type iterated struct{ hclsyntax.Expression }

func (i *iterated) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := i.Expression.Value(ctx)
	plain, marks := v.Unmark()
	switch {
	case diags.HasErrors():
		return unknown(fault(diags)), nil
	case !plain.IsKnown():
		return cty.DynamicVal.WithMarks(marks), nil
	case plain.IsNull() || !plain.CanIterateElements():
		return unknown("its for_each is nothing to go through"), nil
	}
	return plain, nil
}
