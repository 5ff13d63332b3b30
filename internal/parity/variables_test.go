package parity

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

var variablePattern = regexp.MustCompile(`(?m)^variable "([a-z_]+)"`)

// variables lists the module's variables.
func variables(t *testing.T, root string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "modules", "fargate-service", "variables*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the module has no variables: %v %v", files, err)
	}
	var out []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range variablePattern.FindAllStringSubmatch(string(b), -1) {
			out = append(out, m[1])
		}
	}
	return out
}
