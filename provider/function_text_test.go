package provider

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestSettingsFunction_text: Terraform prints the text of a function's error as
// it is, so that no name or value of a profile may move its reader's cursor,
// stand for a line of its own, or fill the screen.
func TestSettingsFunction_text(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("k", 1<<20)
	tests := map[string]struct {
		field string
		value any
		first string // The error's first line.
	}{
		"plain":              {"foo", "x", "foo: Unknown Field"},
		"two lines":          {"a\n::error file=b::c", "x", `"a\n::error file=b::c": Unknown Field`},
		"a command":          {"::error::c", "x", `"::error::c": Unknown Field`},
		"an older command":   {"##[error]c", "x", `"\x23#[error]c": Unknown Field`},
		"an escape":          {"a\x1b[2Jb", "x", `"a\x1b[2Jb": Unknown Field`},
		"a C1 escape":        {"a\u009b2Jb", "x", `"a\u009b2Jb": Unknown Field`},
		"right to left":      {"a\u202eb", "x", `"a\u202eb": Unknown Field`},
		"nothing":            {"", "x", `"": Unknown Field`},
		"a megabyte":         {long, "x", long[:60] + "…: Unknown Field"},
		"a value":            {"framework", "a\n::error::b\x1b[2J", "framework: Unknown Word"},
		"a long value":       {"framework", long, "framework: Unknown Word"},
		"a name":             {"environment_prefix", "A\n::error::b", "environment_prefix: Invalid Name"},
		"a key in a map":     {"sidecars", sidecarWith("a\nb"), `sidecars[0]."a\nb": Unknown Field`},
		"a command in a map": {"sidecars", sidecarWith("::error::b"), `sidecars[0]."::error::b": Unknown Field`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			profile := inTerraform(map[string]any{"workload": "http", "longest_work": 10, tt.field: tt.value})
			argument, err := tfprotov6.NewDynamicValue(tftypes.DynamicPseudoType, profile)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := New().CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{Name: "settings", Arguments: []*tfprotov6.DynamicValue{&argument}})
			if err != nil || resp.Error == nil {
				t.Fatalf("CallFunction() = %+v, %v; want a fault", resp, err)
			}
			first, _, _ := strings.Cut(resp.Error.Text, "\n")
			if diff := cmp.Diff(tt.first, first); diff != "" {
				t.Errorf("first line mismatch (-want +got):\n%s", diff)
			}
			if n := len(resp.Error.Text); n > 1000 {
				t.Errorf("the error has %d bytes", n)
			}
			for _, line := range strings.Split(resp.Error.Text, "\n") {
				if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
					t.Errorf("the error has the line %q", line)
				}
			}
		})
	}
}

// sidecarWith is a list of one sidecar with a further field.
func sidecarWith(field string) []any {
	return []any{map[string]any{"name": "a", "flush": 1, field: "x"}}
}
