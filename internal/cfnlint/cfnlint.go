// Package cfnlint runs cfn-lint over templates in tests.
package cfnlint

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// Install is how to get the linter.
const Install = "pipx install cfn-lint==1.51.0"

// Check fails the test with whatever cfn-lint says about the templates. Checks
// in ignore are left out; the caller says why. Without cfn-lint the test is
// skipped, but where CI is set in the environment it fails.
func Check(t *testing.T, ignore []string, templates ...string) {
	t.Helper()
	if text := Findings(t, ignore, templates...); text != "" {
		t.Errorf("cfn-lint:\n%s", text)
	}
}

// Findings returns what cfn-lint says about the templates, empty if nothing.
func Findings(t *testing.T, ignore []string, templates ...string) string {
	t.Helper()
	if len(templates) == 0 {
		t.Fatal("there is no template to lint")
	}
	path, err := exec.LookPath("cfn-lint")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("cfn-lint is not installed, and CI may not go on without it. Get it with: " + Install)
		}
		t.Skip("NOT CHECKED: cfn-lint is not installed. Get it with: " + Install)
	}
	args := []string{"--non-zero-exit-code", "informational"}
	for _, id := range ignore {
		args = append(args, "--ignore-checks", id)
	}
	var out bytes.Buffer
	cmd := exec.Command(path, append(args, append([]string{"--"}, templates...)...)...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil && out.Len() == 0 {
		t.Fatalf("cfn-lint: %v", err)
	}
	return out.String()
}
