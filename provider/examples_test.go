package provider

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestExamples runs every example: it must be valid, apply, and then plan nothing.
func TestExamples(t *testing.T) {
	t.Parallel()
	folders := map[string]bool{}
	for _, pattern := range []string{"provider/*.tf", "data-sources/*/*.tf", "resources/*/*.tf", "functions/*/*.tf", "terraform/quickstart/*.tf"} {
		files, err := filepath.Glob("../examples/" + pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no example matches %s: %v", pattern, err)
		}
		for _, file := range files {
			folders[filepath.Dir(file)] = true
		}
	}
	for folder := range folders {
		t.Run(strings.TrimPrefix(filepath.ToSlash(folder), "../examples/"), func(t *testing.T) {
			t.Parallel()
			w, text := exampleWorkspace(t, folder)
			if strings.Contains(text, "provider::") {
				requireFunctions(t)
			}
			for _, d := range w.validate() {
				t.Errorf("validate: %+v", d)
			}
			if out, code := w.run("apply", "-auto-approve", "-no-color"); code != 0 {
				t.Fatal(out)
			}
			if out, code := w.run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
				t.Errorf("second plan exits with %d:\n%s", code, out)
			}
		})
	}
}

// exampleWorkspace copies an example, so that it leaves no state behind, and
// returns its configuration. One that does not say where the provider comes
// from gets it said.
func exampleWorkspace(t *testing.T, folder string) (workspace, string) {
	t.Helper()
	w := workspace{t, t.TempDir()}
	if err := os.CopyFS(w.dir, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(w.dir, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	if !strings.Contains(all.String(), "required_providers") {
		w.write("header.tf", header)
	}
	return w, all.String()
}

// TestExamples_change makes the change that the resource's example speaks of.
func TestExamples_change(t *testing.T) {
	t.Parallel()
	w, _ := exampleWorkspace(t, "../examples/resources/graceful_service")
	file, err := os.ReadFile(filepath.Join(w.dir, "resource.tf"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(file)
	if out, code := w.run("apply", "-auto-approve", "-no-color"); code != 0 {
		t.Fatal(out)
	}
	w.write("resource.tf", strings.Replace(text, "longest_work  = 30", "longest_work  = 45", 1))
	out, _ := w.run("plan", "-no-color")
	promised := regexp.MustCompile(`(?m)^# +~ (\w+) += (\d+ -> \d+)$`).FindAllStringSubmatch(text, -1)
	if len(promised) < 3 {
		t.Fatalf("the example speaks of %d changes, want at least 3", len(promised))
	}
	for _, p := range promised {
		if !regexp.MustCompile(`~ ` + p[1] + ` += ` + p[2] + `\n`).MatchString(out) {
			t.Errorf("the plan has no %s %s:\n%s", p[1], p[2], out)
		}
	}
	if !strings.Contains(out, "Plan: 0 to add, 1 to change, 0 to destroy.") {
		t.Errorf("the plan does more than the example says:\n%s", out)
	}
}

// TestExamples_report renders the quickstart's report for a pull request.
func TestExamples_report(t *testing.T) {
	t.Parallel()
	requireFunctions(t)
	w, _ := exampleWorkspace(t, "../examples/terraform/quickstart")
	for _, service := range []string{"api", "worker", "gateway"} {
		if out, code := w.run("apply", "-auto-approve", "-no-color", "-var", "report_on="+service); code != 0 {
			t.Fatal(out)
		}
		out, code := w.run("output", "-raw", "report_markdown")
		if code != 0 || !strings.HasPrefix(out, "## "+service+"\n\n| Setting |") || !strings.Contains(out, "```mermaid") {
			t.Errorf("output exits with %d:\n%s", code, out)
		}
	}
}
