package provider

import (
	"context"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TestSettingsFunction_text: Terraform prints the text of a function's error as
// it is, so that no name or value of a profile may move its reader's cursor,
// stand for a line of its own, or fill the screen.
func TestSettingsFunction_text(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("k", 1<<20)
	tests := map[string]struct {
		field string
		value attr.Value
		first string // The error's first line.
	}{
		"plain":              {"foo", types.StringValue("x"), "foo: Unknown Field"},
		"two lines":          {"a\n::error file=b::c", types.StringValue("x"), `"a\n::error file=b::c": Unknown Field`},
		"a command":          {"::error::c", types.StringValue("x"), `"::error::c": Unknown Field`},
		"an older command":   {"##[error]c", types.StringValue("x"), `"\x23#[error]c": Unknown Field`},
		"an escape":          {"a\x1b[2Jb", types.StringValue("x"), `"a\x1b[2Jb": Unknown Field`},
		"a C1 escape":        {"a\u009b2Jb", types.StringValue("x"), `"a\u009b2Jb": Unknown Field`},
		"right to left":      {"a\u202eb", types.StringValue("x"), `"a\u202eb": Unknown Field`},
		"nothing":            {"", types.StringValue("x"), `"": Unknown Field`},
		"a megabyte":         {long, types.StringValue("x"), long[:60] + "…: Unknown Field"},
		"a value":            {"framework", types.StringValue("a\n::error::b\x1b[2J"), "framework: Unknown Word"},
		"a long value":       {"framework", types.StringValue(long), "framework: Unknown Word"},
		"a name":             {"environment_prefix", types.StringValue("A\n::error::b"), "environment_prefix: Invalid Name"},
		"a key in a map":     {"sidecars", sidecarWith("a\nb"), `sidecars[0]."a\nb": Unknown Field`},
		"a command in a map": {"sidecars", sidecarWith("::error::b"), `sidecars[0]."::error::b": Unknown Field`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			profile := map[string]attr.Value{"workload": types.StringValue("http"), "longest_work": types.Int64Value(10), tt.field: tt.value}
			kinds := make(map[string]attr.Type, len(profile))
			for field, v := range profile {
				kinds[field] = v.Type(t.Context())
			}
			argument := types.DynamicValue(types.ObjectValueMust(kinds, profile))
			resp := function.RunResponse{Result: function.NewResultData(types.ObjectUnknown(outputTypes))}
			NewSettingsFunction().Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{argument})}, &resp)
			if resp.Error == nil {
				t.Fatal("Run() has no error")
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
func sidecarWith(field string) attr.Value {
	sidecar := types.ObjectValueMust(map[string]attr.Type{"name": types.StringType, "flush": types.Int64Type, field: types.StringType},
		map[string]attr.Value{"name": types.StringValue("a"), "flush": types.Int64Value(1), field: types.StringValue("x")})
	return types.TupleValueMust([]attr.Type{sidecar.Type(context.Background())}, []attr.Value{sidecar})
}
