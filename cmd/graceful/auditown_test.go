package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// What the project itself writes has no finding. The CDK examples are audited where
// they are synthesised, in examples/cdk.
func TestAudit_own(t *testing.T) {
	own, err := filepath.Glob("../../cdk/gracefulecs/testdata/*.template.json")
	if err != nil || len(own) < 5 {
		t.Fatalf("%d templates, %v", len(own), err)
	}
	for _, path := range own {
		if status, stdout, stderr := audited(path, "--fail-on", "info"); status != exitOK || !strings.Contains(stdout, "1 service: 0 errors, 0 warnings, 0 for information") {
			t.Errorf("%s: status %d\n%s%s", path, status, stdout, stderr)
		}
	}
	examples, err := filepath.Glob("../../examples/terraform/*")
	if err != nil || len(examples) < 8 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	for _, path := range examples {
		if filepath.Base(path) == "quickstart" {
			continue // It makes settings and no service.
		}
		if status, stdout, stderr := audited(path, "--fail-on", "info"); status != exitOK || !strings.Contains(stdout, "1 service: 0 errors, 0 warnings, 0 for information") {
			t.Errorf("%s: status %d\n%s%s", path, status, stdout, stderr)
		}
	}
}

// meantByModules are the findings that a test of a module asks for with its values, by
// the test's name.
var meantByModules = map[string]string{
	"fargate-service target_groups every_attribute": "warning health-check-passes-errors", // Its matcher has codes of errors.
}

// The modules have no finding where they are called with the values that their tests give
// them.
func TestAudit_ownModules(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../modules")); err != nil {
		t.Fatal(err)
	}
	found, all := map[string]string{}, 0
	for module, services := range map[string]string{"fargate-service": "1 service: ", "load-balanced-service": "1 service: ", "service-inputs": "0 services"} {
		files, err := filepath.Glob(filepath.Join(dir, module, "tests", "*.tftest.hcl"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%d tests of %s, %v", len(files), module, err)
		}
		for _, file := range files {
			for _, run := range moduleRuns(t, file) {
				all++
				caller := "module \"this\" {\nsource = \"./" + module + "\"\n" + run.values + "}\n"
				if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(caller), 0o600); err != nil {
					t.Fatal(err)
				}
				status, stdout, stderr := audited(dir, "--fail-on", "info")
				name := module + " " + strings.TrimSuffix(filepath.Base(file), ".tftest.hcl") + " " + run.name
				if status == exitUnsure || !strings.Contains(stdout, services) {
					t.Errorf("%s: status %d\n%s%s\n%s", name, status, stdout, stderr, run.values)
				}
				if lines := findingLines(stdout); len(lines) > 0 {
					found[name] = strings.Join(lines, "; ")
				}
			}
		}
	}
	if diff := cmp.Diff(meantByModules, found); diff != "" {
		t.Errorf("findings (-meant +found):\n%s", diff)
	}
	t.Logf("%d tests of modules give values", all)
	if all < 60 {
		t.Errorf("only %d tests of modules give values", all)
	}
}

// A log router that is given more than it takes is found where its stop timeout comes out
// of the code as where it is written there.
func TestAudit_ownRouter(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o700); err != nil { // Code reads what is in its repository.
		t.Fatal(err)
	}
	for _, part := range []string{"modules", "examples/profiles", "examples/terraform/files-and-logs"} {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join("../..", part))); err != nil {
			t.Fatal(err)
		}
	}
	profile := filepath.Join(dir, "examples/profiles/files-and-logs.yaml")
	text, err := os.ReadFile(profile)
	if err != nil {
		t.Fatal(err)
	}
	for flush, want := range map[string][]string{"5": nil, "6": {"info router-bound-below-stop-timeout"}} {
		longer := strings.Replace(string(text), "flush: 5 ", "flush: "+flush+" ", 1)
		if err := os.WriteFile(profile, []byte(longer), 0o600); err != nil {
			t.Fatal(err)
		}
		_, stdout, stderr := audited(filepath.Join(dir, "examples/terraform/files-and-logs"))
		if diff := cmp.Diff(want, findingLines(stdout)); diff != "" {
			t.Errorf("flush %s (-want +got):\n%s%s%s", flush, diff, stdout, stderr)
		}
	}
}

// findingLines are the severities and rules of what an audit found.
func findingLines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		for _, severity := range []string{"error", "warning", "info"} {
			if rest, is := strings.CutPrefix(line, "  "+severity+" "); is {
				rule, _, _ := strings.Cut(rest, ":")
				out = append(out, severity+" "+rule)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// moduleRun is a test of a module that is to succeed, with its values as the arguments of
// a call.
type moduleRun struct{ name, values string }

// moduleRuns are those of a file whose values are written there, and not those of
// another run, each set of values once.
func moduleRuns(t *testing.T, path string) []moduleRun {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, diags := hclsyntax.ParseConfig(text, path, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	body := file.Body.(*hclsyntax.Body)
	always := map[string]string{}
	written(text, body, always)
	out := []moduleRun{{"alone", arguments(always)}}
	for _, b := range body.Blocks {
		if b.Type != "run" || b.Body.Attributes["expect_failures"] != nil || slices.ContainsFunc(b.Body.Blocks, func(b *hclsyntax.Block) bool { return b.Type == "module" }) {
			continue
		}
		values := maps.Clone(always)
		literal := written(text, b.Body, values)
		run := moduleRun{b.Labels[0], arguments(values)}
		if literal && !slices.ContainsFunc(out, func(r moduleRun) bool { return r.values == run.values }) {
			out = append(out, run)
		}
	}
	return out
}

// written notes the values of a body's variables, and says whether all are literal.
func written(text []byte, body *hclsyntax.Body, into map[string]string) bool {
	literal := true
	for _, b := range body.Blocks {
		if b.Type != "variables" {
			continue
		}
		for name, a := range b.Body.Attributes {
			if _, diags := a.Expr.Value(nil); diags.HasErrors() {
				literal = false
			}
			at := a.Expr.Range()
			into[name] = string(text[at.Start.Byte:at.End.Byte])
		}
	}
	return literal
}

// arguments writes values as the arguments of a call.
func arguments(values map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		b.WriteString(name + " = " + values[name] + "\n")
	}
	return b.String()
}
