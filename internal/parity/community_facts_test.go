package parity

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// communityModule is what a community module takes of the adapter's output.
type communityModule struct {
	output, source string
	inputs         map[string]communityInput
	// needed are inputs that decide nothing, without which the recipe does not plan.
	needed []string
}

type communityInput struct {
	kind     cty.Type
	defaults *typeexpr.Defaults
	required bool
}

// communityModules reads the facts, which CI cannot read in the modules' own sources.
func communityModules(t *testing.T) []communityModule {
	t.Helper()
	f, diags := hclparse.NewParser().ParseHCLFile(filepath.Join("testdata", "community.hcl"))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var out []communityModule
	for _, b := range f.Body.(*hclsyntax.Body).Blocks {
		source, _ := b.Body.Attributes["source"].Expr.Value(nil)
		needed, _ := b.Body.Attributes["needed"].Expr.Value(nil)
		m := communityModule{output: b.Labels[0], source: source.AsString(), inputs: map[string]communityInput{}, needed: wordsOf(needed)}
		for _, in := range b.Body.Blocks {
			kind, defaults, diags := typeexpr.TypeConstraintWithDefaults(in.Body.Attributes["type"].Expr)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			m.inputs[in.Labels[0]] = communityInput{kind: kind, defaults: defaults, required: in.Body.Attributes["default"] == nil}
		}
		out = append(out, m)
	}
	if len(out) == 0 {
		t.Fatal("there are no facts")
	}
	return out
}

// communityRecipes reads the module's README: the modules in it by their source, and
// the whole text.
func communityRecipes(t *testing.T) (map[string]*hclsyntax.Body, string) {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "modules", "service-inputs", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for line := range strings.Lines(string(readme)) {
		if indented, ok := strings.CutPrefix(line, "    "); ok {
			code.WriteString(indented)
		}
	}
	f, diags := hclsyntax.ParseConfig([]byte(code.String()), "README.md", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("the recipes are no Terraform: %v", diags)
	}
	out := map[string]*hclsyntax.Body{}
	for _, b := range f.Body.(*hclsyntax.Body).Blocks {
		if b.Type == "module" {
			source, _ := b.Body.Attributes["source"].Expr.Value(nil)
			out[source.AsString()] = b.Body
		}
	}
	return out, string(readme)
}
