package hcl

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// origin says that a text stands in a file as it is, from a line on.
type origin struct {
	file string
	line int
	text string
}

// text is a template. One of JSON is known but for the values in it that are not,
// and the lines of a heredoc stand below its beginning.
type text struct {
	*hclsyntax.TemplateExpr
	loader *loader
}

// plain says that nothing is put into the template.
func (t *text) plain() bool {
	for _, part := range t.Parts {
		if _, is := part.(*hclsyntax.LiteralValueExpr); !is {
			return false
		}
	}
	return true
}

func (t *text) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := t.TemplateExpr.Value(ctx)
	if diags.HasErrors() {
		return v, diags
	}
	if !v.IsKnown() && t.json() {
		v = t.filled(ctx)
	}
	if source := t.loader.sources[t.SrcRange.Filename]; v.IsKnown() && t.SrcRange.Start.Byte < len(source) && bytes.HasPrefix(source[t.SrcRange.Start.Byte:], []byte("<<")) {
		plain, _ := v.Unmark()
		v = v.Mark(origin{t.SrcRange.Filename, t.SrcRange.Start.Line + 1, plain.AsString()})
	}
	return v, diags
}

// json says that the template begins as JSON does.
func (t *text) json() bool {
	first, is := t.Parts[0].(*hclsyntax.LiteralValueExpr)
	if !is || first.Val.Type() != cty.String {
		return false
	}
	begins := strings.TrimSpace(first.Val.AsString())
	return strings.HasPrefix(begins, "[") || strings.HasPrefix(begins, "{")
}

// filled is the template with placeholders.
func (t *text) filled(ctx *hcl.EvalContext) cty.Value {
	var b strings.Builder
	all := cty.ValueMarks{}
	for _, part := range t.Parts {
		v, _ := part.Value(ctx)
		v, marks := t.loader.filled(v).Unmark()
		for m := range marks {
			all[m] = struct{}{}
		}
		if s, err := convert.Convert(v, cty.String); err == nil && !s.IsNull() && s.IsKnown() {
			b.WriteString(s.AsString())
		}
	}
	return cty.StringVal(b.String()).WithMarks(all)
}
