package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// TestText_output: what the app wrote is shown, and moves no terminal's cursor.
func TestText_output(t *testing.T) {
	t.Parallel()
	text := report.DrillText(verdict.Result{Output: "one\r\n\x1b[2Jtwo\n::error::three\n##[error]four\n\tfive\n\n"})
	_, got, _ := strings.Cut(text, "The end of the app's output\n")
	want := "    | one\n    | \\x1b[2Jtwo\n    | \\x3a:error::three\n    | \\x23#[error]four\n    | \tfive\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("output mismatch (-want +got):\n%s", diff)
	}
}
