package lifecycle_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImports keeps the promise that this package brings nothing with it.
func TestImports(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	own := 0
	for path := range strings.FieldsSeq(string(out)) {
		if strings.Contains(path, "/lifecycle") {
			own++
			continue
		}
		t.Errorf("imports %s, which is not of the standard library", path)
	}
	if own != 2 {
		t.Errorf("found %d packages of its own, want 2: the check looks in the wrong place", own)
	}
}
