package hcl

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// ask is what code asks of a name: whether it is one of some values, or what stands
// under it in a map.
type ask struct {
	of     hcl.Traversal
	values hclsyntax.Expression
	// refers are the names in the values as they were written.
	refers []hcl.Traversal
	// keys says that the values are those under which a map has something.
	keys bool
}

// ask notes what an expression asks of a name.
func (m *module) ask(n hclsyntax.Node) {
	switch n := n.(type) {
	case *hclsyntax.BinaryOpExpr:
		if n.Op == hclsyntax.OpEqual || n.Op == hclsyntax.OpNotEqual {
			m.asksOf(n.LHS, n.RHS, false)
			m.asksOf(n.RHS, n.LHS, false)
		}
	case *hclsyntax.IndexExpr:
		m.asksOf(n.Key, n.Collection, true)
	case *hclsyntax.FunctionCallExpr:
		switch {
		case len(n.Args) < 2:
		case n.Name == "contains":
			m.asksOf(n.Args[1], n.Args[0], false)
		case n.Name == "lookup":
			m.asksOf(n.Args[1], n.Args[0], true)
		}
	}
}

func (m *module) asksOf(name, values hclsyntax.Expression, keys bool) {
	if of := nameIn(name); of != nil {
		m.asks = append(m.asks, ask{of, values, values.Variables(), keys})
	}
}

// sameText are the functions that make no other value of an input for whoever reads it.
var sameText = []string{"lower", "upper", "trimspace", "tostring", "tonumber", "tobool", "nonsensitive"}

// nameIn is the variable, local or the like that an expression is; nil where it is
// anything else.
func nameIn(e hcl.Expression) hcl.Traversal {
	for range mostNesting {
		switch x := e.(type) {
		case *located:
			e = x.Expression
		case *hclsyntax.ParenthesesExpr:
			e = x.Expression
		case *hclsyntax.TemplateWrapExpr:
			e = x.Wrapped
		case *hclsyntax.FunctionCallExpr:
			if len(x.Args) != 1 || !slices.Contains(sameText, x.Name) {
				return nil
			}
			e = x.Args[0]
		case *hclsyntax.ScopeTraversalExpr:
			if len(x.Traversal) != 2 {
				return nil
			}
			return x.Traversal
		default:
			return nil
		}
	}
	return nil
}
