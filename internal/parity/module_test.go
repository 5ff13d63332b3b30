package parity

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/fargate"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// moduleFile is one parsed file of the module.
type moduleFile struct {
	name  string
	bytes []byte
	body  *hclsyntax.Body
}

func module(t *testing.T) []moduleFile {
	t.Helper()
	return moduleIn(t, "fargate-service")
}

func moduleIn(t *testing.T, folder string) []moduleFile {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(root, "modules", folder, "*.tf"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("the module has no files: %v %v", paths, err)
	}
	parser := hclparse.NewParser()
	var out []moduleFile
	for _, p := range paths {
		f, diags := parser.ParseHCLFile(p)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		body, ok := f.Body.(*hclsyntax.Body)
		if !ok {
			t.Fatalf("%s is not in the native syntax", p)
		}
		out = append(out, moduleFile{filepath.Base(p), f.Bytes, body})
	}
	return out
}

// blocks lists the blocks of a kind, in the order of the files.
func blocks(t *testing.T, kind string) []*hclsyntax.Block {
	t.Helper()
	return blocksIn(t, "fargate-service", kind)
}

func blocksIn(t *testing.T, folder, kind string) []*hclsyntax.Block {
	t.Helper()
	var out []*hclsyntax.Block
	for _, f := range moduleIn(t, folder) {
		for _, b := range f.body.Blocks {
			if b.Type == kind {
				out = append(out, b)
			}
		}
	}
	return out
}

func variables(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, b := range blocks(t, "variable") {
		out = append(out, b.Labels[0])
	}
	return out
}

// local evaluates one of the module's local values, which may use no other.
func local(t *testing.T, folder, name string, functions map[string]function.Function) cty.Value {
	t.Helper()
	for _, b := range blocksIn(t, folder, "locals") {
		if a, ok := b.Body.Attributes[name]; ok {
			v, diags := a.Expr.Value(&hcl.EvalContext{Functions: functions})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			return v
		}
	}
	t.Fatalf("the module has no local %s", name)
	return cty.NilVal
}

func TestModule_fargateSizes(t *testing.T) {
	got := map[string][]string{}
	for cpu, sizes := range local(t, "fargate-service", "fargate_memory", map[string]function.Function{"range": stdlib.RangeFunc}).AsValueMap() {
		for _, m := range sizes.AsValueSlice() {
			got[cpu] = append(got[cpu], m.AsBigFloat().Text('f', 0))
		}
	}
	want := map[string][]string{}
	for _, s := range fargate.Sizes() {
		for _, m := range s.Memory() {
			want[strconv.Itoa(s.CPU)] = append(want[strconv.Itoa(s.CPU)], strconv.Itoa(m))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the module's table of CPU and memory is not that of internal/fargate (-want +got):\n%s", diff)
	}
}

// Every field of a profile is known to the modules, is passed to the provider, and
// nothing else is.
func TestModule_profileFields(t *testing.T) {
	var want []string
	for _, f := range shutdown.Fields() {
		want = append(want, f.Name)
	}
	slices.Sort(want)
	for _, folder := range []string{"fargate-service", "service-inputs"} {
		var passed, known []string
		for _, b := range blocksIn(t, folder, "resource") {
			if b.Labels[0] == "graceful_service" {
				for name := range b.Body.Attributes {
					if name != "name" {
						passed = append(passed, name)
					}
				}
			}
		}
		for _, v := range local(t, folder, "profile_fields", nil).AsValueSlice() {
			known = append(known, v.AsString())
		}
		slices.Sort(passed)
		slices.Sort(known)
		if diff := cmp.Diff(want, passed); diff != "" {
			t.Errorf("%s does not give graceful_service the profile's fields (-want +got):\n%s", folder, diff)
		}
		if diff := cmp.Diff(want, known); diff != "" {
			t.Errorf("%s does not know the profile's fields (-want +got):\n%s", folder, diff)
		}
	}
}

// A route takes what alb and nlb take. Terraform has no name for a type, so each
// stands twice; only a route may leave the security group to the variable alb or nlb.
func TestModule_routesAreAlike(t *testing.T) {
	const routed = "security_group = optional(object({ id = string })) security_group_id = optional(string) # Refused in a route: it is security_group."
	types := map[string]string{}
	for _, f := range module(t) {
		for _, b := range f.body.Blocks {
			if b.Type == "variable" {
				text := string(b.Body.Attributes["type"].Expr.Range().SliceBytes(f.bytes))
				types[b.Labels[0]] = strings.Join(strings.Fields(text), " ")
			}
		}
	}
	alb := strings.Replace(types["alb"], "security_group_id = string", routed, 1)
	nlb := strings.Replace(types["nlb"], "security_group_id = optional(string)", routed, 1)
	for name, want := range map[string]string{"alb": alb, "nlb": nlb} {
		if _, got, _ := strings.Cut(types["routes"], " "+name+" = optional("); !strings.HasPrefix(got, want+")") {
			t.Errorf("routes have another %s than the variable (-variable +routes):\n%s", name, cmp.Diff(want, got))
		}
	}
}

// The service stands in the module four times, alike but for what Terraform
// ignores, and each copy ignores what its name says. That only one was edited is
// held by tools/copies.
func TestModule_servicesAreAlike(t *testing.T) {
	texts, ignored := map[string]string{}, map[string]string{}
	count, ignore := regexp.MustCompile(`local\.service_copy == "(\w+)"`), regexp.MustCompile(`\n +ignore_changes = \[(.*)\]`)
	for _, f := range module(t) {
		for _, b := range f.body.Blocks {
			if b.Type != "resource" || b.Labels[0] != "aws_ecs_service" {
				continue
			}
			name, body := b.Labels[1], string(hcl.RangeBetween(b.OpenBraceRange, b.CloseBraceRange).SliceBytes(f.bytes))
			if m := count.FindStringSubmatch(body); m == nil || m[1] != name {
				t.Errorf("%s: aws_ecs_service.%s is not counted by its own name", f.name, name)
			}
			if m := ignore.FindStringSubmatch(body); m != nil {
				ignored[name] = m[1]
			}
			body = ignore.ReplaceAllString(count.ReplaceAllString(body, "one"), "")
			texts[name] = strings.TrimSpace(strings.Replace(body, "\n\n  lifecycle {\n  }\n", "\n", 1))
		}
	}
	want := map[string]string{"autoscaled": "desired_count", "pipeline": "task_definition", "pipeline_autoscaled": "desired_count, task_definition"}
	if diff := cmp.Diff(want, ignored); diff != "" {
		t.Errorf("Terraform ignores something else in the services (-want +got):\n%s", diff)
	}
	for name, text := range texts {
		if diff := cmp.Diff(texts["this"], text); diff != "" {
			t.Errorf("aws_ecs_service.%s differs from aws_ecs_service.this (-this +%s):\n%s", name, name, diff)
		}
	}
}

func TestModule_variablesAndOutputs(t *testing.T) {
	for _, b := range blocks(t, "variable") {
		name := b.Labels[0]
		for _, attribute := range []string{"type", "description"} {
			if b.Body.Attributes[attribute] == nil {
				t.Errorf("variable %s has no %s", name, attribute)
			}
		}
		kind := hcl.ExprAsKeyword(typeOf(b))
		if validations(b) == 0 && kind != "bool" {
			t.Errorf("variable %s is not validated", name)
		}
		for _, message := range messages(t, b) {
			if !strings.Contains(message, name) {
				t.Errorf("variable %s is refused without its name: %s", name, message)
			}
		}
		if b.Body.Attributes["nullable"] == nil && !nullByDefault(b) {
			t.Errorf("null would mean nothing to variable %s: set nullable = false", name)
		}
	}
	for _, b := range blocks(t, "output") {
		if b.Body.Attributes["description"] == nil {
			t.Errorf("output %s has no description", b.Labels[0])
		}
	}
	for _, f := range module(t) {
		var names []string
		for _, b := range f.body.Blocks {
			if b.Type == "variable" || b.Type == "output" {
				names = append(names, b.Labels[0])
			}
		}
		if !slices.IsSorted(names) {
			t.Errorf("%s is not in alphabetical order: %v", f.name, names)
		}
	}
}

func nullByDefault(b *hclsyntax.Block) bool {
	a := b.Body.Attributes["default"]
	if a == nil {
		return false
	}
	v, diags := a.Expr.Value(nil)
	return !diags.HasErrors() && v.IsNull()
}

func typeOf(b *hclsyntax.Block) hcl.Expression {
	if a := b.Body.Attributes["type"]; a != nil {
		return a.Expr
	}
	return nil
}

// messages lists the words with which a variable refuses a value.
func messages(t *testing.T, b *hclsyntax.Block) []string {
	t.Helper()
	var out []string
	for _, f := range module(t) {
		if f.name != filepath.Base(b.Range().Filename) {
			continue
		}
		for _, inner := range b.Body.Blocks {
			if inner.Type == "validation" {
				out = append(out, string(inner.Body.Attributes["error_message"].Expr.Range().SliceBytes(f.bytes)))
			}
		}
	}
	return out
}

func validations(b *hclsyntax.Block) int {
	n := 0
	for _, inner := range b.Body.Blocks {
		if inner.Type == "validation" {
			n++
		}
	}
	return n
}
