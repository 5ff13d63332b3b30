package report_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestHCL_terraformFmt asks the real Terraform whether it would change a byte.
func TestHCL_terraformFmt(t *testing.T) {
	t.Parallel()
	terraform := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if terraform == "" {
		var err error
		if terraform, err = exec.LookPath("terraform"); err != nil {
			t.Fatal("terraform is not on the PATH: put it there, or name it in TF_ACC_TERRAFORM_PATH")
		}
	}
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			text := report.HCL(compute(t, s.profile))
			cmd := exec.CommandContext(t.Context(), terraform, "fmt", "-check", "-diff", "-")
			cmd.Dir = t.TempDir()
			cmd.Stdin = strings.NewReader(text)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("terraform fmt would change the file: %v\n%s", err, out)
			}
		})
	}
}

// TestHCL_formatted is the same for any profile, with Terraform's formatter as
// a library.
func TestHCL_formatted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		text := report.HCL(anySettings(r))
		if diff := cmp.Diff(string(hclwrite.Format([]byte(text))), text); diff != "" {
			r.Fatalf("HCL() mismatch with its formatted self (-want +got):\n%s", diff)
		}
	})
}

// TestHCL_sameAsJSON evaluates the file and compares every value with the JSON.
func TestHCL_sameAsJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := anySettings(r)
		data, err := report.JSON(s)
		if err != nil {
			r.Fatal(err)
		}
		want := decoded(r, data)
		for _, prose := range []string{"guarantees", "explanation", "notes"} {
			delete(want, prose)
		}
		if diff := cmp.Diff(want, evaluated(r, report.HCL(s))); diff != "" {
			r.Fatalf("HCL() mismatch with JSON() (-want +got):\n%s", diff)
		}
	})
}

// TestHCL_strings has values that would mean something else unquoted.
func TestHCL_strings(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"", "plain", `a "b" \c`, "${path.module}", "%{if true}", "$${", "%", "$", "line\nbreak\ttab\r", "ü – ✓"} {
		for _, key := range []string{"PLAIN", "with-dash", "0starts", "a.b", "", "null", "for"} {
			s := shutdown.Settings{Environment: shutdown.Table[string]{{Key: key, Value: value}}, FrameworkSettings: &shutdown.FrameworkSettings{
				Arguments: []string{value, value}, Configuration: []string{}}}
			text := report.HCL(s)
			got := evaluated(t, text)
			if diff := cmp.Diff(map[string]any{key: value}, got["environment"]); diff != "" {
				t.Errorf("environment %q=%q mismatch (-want +got):\n%s", key, value, diff)
			}
			framework, _ := got["framework_settings"].(map[string]any)
			if diff := cmp.Diff([]any{value, value}, framework["arguments"]); diff != "" {
				t.Errorf("argument %q mismatch (-want +got):\n%s", value, diff)
			}
			if diff := cmp.Diff(string(hclwrite.Format([]byte(text))), text); diff != "" {
				t.Errorf("%q=%q: HCL() mismatch with its formatted self (-want +got):\n%s", key, value, diff)
			}
		}
	}
}

type fataler interface {
	Helper()
	Fatal(...any)
}

// evaluated reads local.graceful_settings as Terraform does.
func evaluated(t fataler, text string) map[string]any {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(text), "settings.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags, text)
	}
	content, diags := file.Body.Content(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "locals"}}})
	if diags.HasErrors() || len(content.Blocks) != 1 {
		t.Fatal("want one locals block", diags, text)
	}
	attributes, diags := content.Blocks[0].Body.JustAttributes()
	if diags.HasErrors() || attributes["graceful_settings"] == nil {
		t.Fatal("want graceful_settings", diags, text)
	}
	value, diags := attributes["graceful_settings"].Expr.Value(nil)
	if diags.HasErrors() {
		t.Fatal(diags, text)
	}
	data, err := ctyjson.Marshal(value, value.Type())
	if err != nil {
		t.Fatal(err)
	}
	return decoded(t, data)
}

func decoded(t fataler, data []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}
