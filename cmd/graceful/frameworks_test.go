package main

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Every framework is listed in every format, and one without a drill says so.
func TestFrameworks(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"table", "markdown", "json"} {
		got := cli(t, "", "frameworks", "--format", format)
		if got.status != exitOK || got.stderr != "" {
			t.Errorf("%s: status %d, %s", format, got.status, got.stderr)
		}
		for _, f := range shutdown.Frameworks() {
			if !strings.Contains(got.stdout, string(f.Name)) {
				t.Errorf("%s does not list %s:\n%s", format, f.Name, got.stdout)
			}
		}
	}
	if got := cli(t, "", "frameworks"); !strings.Contains(got.stdout, "no drill has shown this row") {
		t.Errorf("nothing says which rows no drill has shown:\n%s", got.stdout)
	}
	if got := cli(t, "", "frameworks", "gunicorn"); got.status != exitUsage {
		t.Errorf("an argument: status %d, want %d\n%s", got.status, exitUsage, got.stderr)
	}
}
