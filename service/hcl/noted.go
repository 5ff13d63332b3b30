package hcl

import (
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// noted notes the attributes that a body asks of what it does not name as a resource:
// a loop's own name, a local, an output; and what it asks of names.
func (l *loader) noted(m *module, b *hclsyntax.Body) {
	_ = hclsyntax.VisitAll(b, func(n hclsyntax.Node) hcl.Diagnostics {
		l.note(n)
		return nil
	})
	for _, block := range b.Blocks {
		if block.Type == "variable" {
			continue // What its validations ask decides nothing.
		}
		_ = hclsyntax.VisitAll(block, func(n hclsyntax.Node) hcl.Diagnostics {
			m.ask(n)
			return nil
		})
	}
}

func (l *loader) note(n hclsyntax.Node) {
	switch n := n.(type) {
	case *hclsyntax.RelativeTraversalExpr:
		l.asked(n.Traversal)
	case *hclsyntax.ScopeTraversalExpr:
		// What follows the name of the local or the output, or the loop's own.
		l.asked(n.Traversal[1:])
	case *hclsyntax.SplatExpr:
		_ = hclsyntax.VisitAll(n.Each, func(n hclsyntax.Node) hcl.Diagnostics {
			if t, is := n.(*hclsyntax.RelativeTraversalExpr); is {
				l.asked(t.Traversal)
			}
			return nil
		})
	}
}

func (l *loader) asked(steps hcl.Traversal) {
	for _, step := range steps {
		if attribute, is := step.(hcl.TraverseAttr); is {
			l.names[attribute.Name] = true
		}
	}
}

// called notes the functions that a file calls.
func (m *module) called(text []byte) {
	for _, found := range calling.FindAllSubmatch(text, -1) {
		m.functions[string(found[1])] = true
	}
}

var calling = regexp.MustCompile(`([a-z][a-z0-9_]*(?:::[a-z0-9_]+)*)\(`)
