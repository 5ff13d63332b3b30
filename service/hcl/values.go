package hcl

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/dynblock"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// values are those of a resource that makes a picture, as [plan.Resource.Fill] has
// them.
func (i *instance) values() map[string]any {
	s := i.scope
	ctx := s.context(i.block.refers, i.loop)
	out := i.body(dynblock.Expand(i.block.body, ctx), []hcl.Body{i.block.body}, ctx, true)
	for name, set := range i.block.over {
		i.line(set.expression)
		if v := i.written(name, s.value(set.expression, set.refers, i.loop)); v != nil {
			out[name] = v
		}
	}
	return out
}

// body are the values of a body. What it may have is in those that it was expanded
// from.
func (i *instance) body(b hcl.Body, from []hcl.Body, ctx *hcl.EvalContext, top bool) map[string]any {
	out := map[string]any{}
	schema, dynamic := schemaOf(from, top)
	content, _, diags := b.PartialContent(schema)
	if content == nil {
		content = &hcl.BodyContent{}
	}
	for _, below := range content.Blocks {
		list, _ := out[below.Type].([]any)
		if u, is := below.Body.(interface{ Unknown() bool }); is && u.Unknown() {
			out[below.Type] = append(list, i.obscured(below))
		} else {
			out[below.Type] = append(list, i.body(below.Body, bodiesOf(from, below.Type), ctx, false))
		}
	}
	if diags.HasErrors() { // Of dynamic blocks in JSON, whose fault is in no value.
		for kind := range dynamic {
			if out[kind] == nil {
				out[kind] = plan.Written{Value: service.Missing{Why: fault(diags)}, Where: i.where()}
			}
		}
	}
	for name, a := range content.Attributes {
		i.line(a.Expr)
		v, diags := i.evaluated(a.Expr, ctx)
		if diags.HasErrors() && (!v.IsKnown() || v.Type().IsPrimitiveType()) {
			v = unknown(fault(diags))
		}
		if v := i.written(name, i.scope.loader.placedJSON(v, a.Expr)); v != nil {
			out[name] = v
		}
	}
	return out
}

func (i *instance) where() service.Where {
	return service.Where{File: i.block.file, Line: i.block.begins, Address: i.address}
}

// line notes where the attribute stands that is read, for what of it says nothing of
// its own place.
func (i *instance) line(e hcl.Expression) {
	i.at = place{e.Range().Filename, e.Range().Start.Line, true}
}

// evaluated is the value of an attribute. In JSON each value in an object or a list
// is an expression of its own, with its place.
func (i *instance) evaluated(e hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if !strings.HasSuffix(i.block.file, ".json") {
		return i.scope.try(e, ctx)
	}
	if pairs, diags := hcl.ExprMap(e); !diags.HasErrors() {
		out := map[string]cty.Value{}
		for _, p := range pairs {
			key, diags := i.scope.try(p.Key, ctx)
			plain, _ := key.Unmark()
			if diags.HasErrors() || !certain(key) || plain.IsNull() || plain.Type() != cty.String {
				continue
			}
			v, diags := i.evaluated(p.Value, ctx)
			if diags.HasErrors() {
				v = unknown(fault(diags))
			}
			out[plain.AsString()] = i.scope.loader.placedJSON(v, p.Value)
		}
		return cty.ObjectVal(out), nil
	}
	if items, diags := hcl.ExprList(e); !diags.HasErrors() {
		out := make([]cty.Value, len(items))
		for n, item := range items {
			v, diags := i.evaluated(item, ctx)
			if diags.HasErrors() {
				v = unknown(fault(diags))
			}
			out[n] = i.scope.loader.placedJSON(v, item)
		}
		return cty.TupleVal(out), nil
	}
	return i.scope.try(e, ctx)
}

// obscured is a dynamic block of which nobody knows how often it is there.
func (i *instance) obscured(b *hcl.Block) plan.Written {
	at := i.where()
	at.File, at.Line = b.DefRange.Filename, b.DefRange.Start.Line
	reasons := cty.ValueMarks{}
	if m, is := b.Body.(interface{ BodyValueMarks() cty.ValueMarks }); is {
		reasons = m.BodyValueMarks()
	}
	return plan.Written{Value: service.Missing{Why: why(reasons)}, Where: at}
}

// schemaOf is a schema of all that bodies have, with the kinds of blocks among it that
// are dynamic.
func schemaOf(from []hcl.Body, top bool) (*hcl.BodySchema, map[string]bool) {
	attributes, blocks, dynamic := map[string]bool{}, map[string]int{}, map[string]bool{}
	for _, b := range from {
		native, is := b.(*hclsyntax.Body)
		if !is {
			inJSON(b, attributes, blocks, dynamic)
			continue
		}
		for name := range native.Attributes {
			attributes[name] = true
		}
		for _, below := range native.Blocks {
			if below.Type == "dynamic" && len(below.Labels) == 1 {
				blocks[below.Labels[0]] += 0
				dynamic[below.Labels[0]] = true
			} else if below.Type != "dynamic" {
				blocks[below.Type] = len(below.Labels)
			}
		}
	}
	out := &hcl.BodySchema{}
	for name := range attributes {
		if _, block := blocks[name]; !block && (!top || !meta[name]) {
			out.Attributes = append(out.Attributes, hcl.AttributeSchema{Name: name})
		}
	}
	for kind, labels := range blocks {
		if !top || !meta[kind] {
			out.Blocks = append(out.Blocks, hcl.BlockHeaderSchema{Type: kind, LabelNames: make([]string, labels)})
		}
	}
	return out, dynamic
}

// inJSON adds what a body in JSON has. There a block looks like an attribute whose
// value is an object or a list of them, and is read as that.
func inJSON(b hcl.Body, attributes map[string]bool, blocks map[string]int, dynamic map[string]bool) {
	all, _ := b.JustAttributes()
	for name := range all {
		if name != "dynamic" {
			attributes[name] = true
		}
	}
	for _, below := range dynamicIn(b) {
		blocks[below.Labels[0]] += 0
		dynamic[below.Labels[0]] = true
	}
}

// dynamicIn are the dynamic blocks of a body in JSON.
func dynamicIn(b hcl.Body) hcl.Blocks {
	content, _, _ := b.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "dynamic", LabelNames: []string{"kind"}}}})
	if content == nil {
		return nil
	}
	return content.Blocks
}

// bodiesOf are the bodies of the blocks of a kind in bodies, those of dynamic ones
// among them.
func bodiesOf(from []hcl.Body, kind string) []hcl.Body {
	var out []hcl.Body
	for _, b := range from {
		native, is := b.(*hclsyntax.Body)
		if !is {
			for _, below := range dynamicIn(b) {
				content, _, _ := below.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "content"}}})
				if below.Labels[0] == kind && content != nil {
					for _, c := range content.Blocks {
						out = append(out, c.Body)
					}
				}
			}
			static, _, _ := b.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: kind}}})
			if static != nil {
				for _, s := range static.Blocks {
					out = append(out, s.Body)
				}
			}
			continue
		}
		for _, below := range native.Blocks {
			if below.Type == kind {
				out = append(out, below.Body)
			}
			if below.Type == "dynamic" && len(below.Labels) == 1 && below.Labels[0] == kind {
				for _, c := range below.Body.Blocks {
					if c.Type == "content" {
						out = append(out, c.Body)
					}
				}
			}
		}
	}
	return out
}
