package plan

import (
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// node is a value of an instance, with what is known of it.
type node struct {
	of      *instance
	after   any
	unknown any
	// expression is what the configuration has for it; nil where it has nothing.
	expression any
	// dynamic says that it stands in a block of which the configuration has nothing:
	// a dynamic one, since blocks that nobody writes are in no plan.
	dynamic bool
}

// node is an instance as a whole. Its values could be read once, and so can be again.
func (p *Plan) node(i *instance) node {
	values, _ := p.again.inner(i.after).value()
	n := node{of: i, after: values, unknown: i.unknown}
	if i.expressions != nil {
		n.expression = i.expressions
	}
	return n
}

// at is an attribute, or a block, which is a list.
func (n node) at(name string) node {
	return node{of: n.of, after: field(n.after, name), unknown: field(n.unknown, name), expression: field(n.expression, name), dynamic: n.dynamic}
}

// block is the only block of that name.
func (n node) block(name string) node {
	all := n.at(name)
	if blocks := all.items(); len(blocks) > 0 {
		return blocks[0]
	}
	if all.obscured() != "" {
		all.dynamic = true
		return all
	}
	return node{of: n.of}
}

// items are the blocks of a list.
func (n node) items() []node {
	list, _ := n.after.([]any)
	if _, is := n.after.(map[string]any); is && n.of.written != nil { // A block that is written in JSON.
		list = []any{n.after}
	}
	out := make([]node, len(list))
	for i, v := range list {
		out[i] = node{of: n.of, after: v, unknown: entry(n.unknown, i), expression: entry(n.expression, i), dynamic: n.dynamic || n.expression == nil && n.of.expressions != nil}
	}
	return out
}

// each makes an entry of every block or item, nil of none. One that is not known as
// a whole is in none of its parts either.
func (n node) each(entry func(node) any) any {
	if why := n.obscured(); why != "" {
		return service.Missing{Why: why}
	}
	var out []any
	for _, item := range n.items() {
		if why := item.obscured(); why != "" {
			out = append(out, service.Missing{Why: why})
		} else {
			out = append(out, entry(item))
		}
	}
	return listed(out)
}

func field(v any, name string) any {
	switch v := v.(type) {
	case map[string]any:
		return v[name]
	case Written: // All below is what it is.
		return v
	}
	if v == true { // All below is unknown.
		return true
	}
	return nil
}

// entry is that of a list; a single block stands for each that was made of it.
func entry(v any, i int) any {
	switch v := v.(type) {
	case []any:
		if i < len(v) {
			return v[i]
		}
	case map[string]any:
		return v
	case bool:
		return v
	}
	return nil
}

// afterApply is why a value of a plan is not known.
const afterApply = "known after apply"

// given says that somebody wrote something for it, as far as can be told.
func (n node) given() bool { return n.of.expressions == nil || n.expression != nil || n.dynamic }

// value is what the picture has for it. What is known after apply and written
// nowhere is AWS's to say, and so is not set.
func (n node) value() any {
	written := n.given()
	switch {
	case n.of.written != nil:
		return n.after
	case n.unknown == true && written:
		return service.Missing{Why: afterApply}
	case n.unknown == true || n.after == nil || n.after == "":
		return nil
	case !written:
		return service.Usual{Value: n.after}
	case n.dynamic || len(references(n.expression)) > 0:
		return service.Expression{Value: n.after}
	default:
		return n.after
	}
}

// references are the names in an expression, the longest first.
func references(expression any) []string {
	list, _ := field(expression, "references").([]any)
	var out []string
	for _, v := range list {
		if name, ok := v.(string); ok {
			out = append(out, name)
		}
	}
	return out
}
