package coverage

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Variables lists the variables of Terraform files, sorted, with the attributes of
// their objects as dotted names. What stands in a list or a map has no name of its own.
func Variables(files ...string) ([]string, error) {
	var out []string
	for _, name := range files {
		blocks, err := variableBlocks(name)
		if err != nil {
			return nil, err
		}
		for _, b := range blocks {
			out = append(out, b.Labels[0])
			a := b.Body.Attributes["type"]
			if a == nil {
				continue
			}
			t, _, faults := typeexpr.TypeConstraintWithDefaults(a.Expr)
			if faults.HasErrors() {
				return nil, faults
			}
			out = append(out, attributes(b.Labels[0], t)...)
		}
	}
	slices.Sort(out)
	return out, nil
}

// variableBlocks are the variables of one file.
func variableBlocks(name string) ([]*hclsyntax.Block, error) {
	file, faults := hclparse.NewParser().ParseHCLFile(name)
	if faults.HasErrors() {
		return nil, faults
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return nil, fmt.Errorf("%s is not in HCL's own syntax", name)
	}
	return slices.DeleteFunc(body.Blocks, func(b *hclsyntax.Block) bool { return b.Type != "variable" }), nil
}

func attributes(path string, t cty.Type) []string {
	for t.IsCollectionType() {
		t = t.ElementType()
	}
	if !t.IsObjectType() {
		return nil
	}
	var out []string
	for name, inner := range t.AttributeTypes() {
		out = append(append(out, path+"."+name), attributes(path+"."+name, inner)...)
	}
	return out
}
