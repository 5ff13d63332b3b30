//go:build parity

package parity

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/coverage"
)

var unexpected = regexp.MustCompile(`An argument named "(\w+)" is not expected here`)

// Terraform refuses every name by which people set a stop number, in each module that
// makes a service.
func TestModule_refusesStopNumbers(t *testing.T) {
	t.Parallel()
	ctx, cancel := bounded(t)
	defer cancel()
	anchors, err := coverage.Anchors()
	if err != nil {
		t.Fatal(err)
	}
	answers, err := coverage.Answers()
	if err != nil {
		t.Fatal(err)
	}
	want := coverage.Arguments(anchors, answers)
	if !slices.Contains(want, "deregistration_delay") || len(want) < 30 {
		t.Fatalf("too few stop numbers: %q", want)
	}
	root, terraform := newTerraform(t, nowhere)
	copied := repository(t, root)
	for _, module := range []string{"fargate-service", "load-balanced-service"} {
		// Beside the modules, because a path to one may not leave the folder that an
		// absolute one begins. Terraform stops at the first block that is at fault, so
		// each has a folder of its own.
		tried := filepath.Join(copied, "tried-"+module)
		if err := os.Mkdir(tried, 0o755); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, unsupported(ctx, t, terraform.At(tried), "../modules/"+module, want)); diff != "" {
			t.Errorf("%s does not refuse what sets a stop number (-want +got):\n%s", module, diff)
		}
	}
}

// unsupported gives a module every argument, and returns those that it does not have.
func unsupported(ctx context.Context, t *testing.T, terraform *Terraform, source string, arguments []string) []string {
	t.Helper()
	block := fmt.Sprintf("module \"service\" {\n  source = %q\n  %s = 1\n}\n", source, strings.Join(arguments, " = 1\n  "))
	if err := terraform.Write("main.tf", []byte(block)); err != nil {
		t.Fatal(err)
	}
	if _, err := terraform.Run(ctx, "init", "-no-color", "-input=false", "-backend=false"); err != nil {
		t.Fatal(err)
	}
	// It fails, which is what is asked for: the answer is in what it prints.
	out, _ := terraform.Run(ctx, "validate", "-json")
	var said struct {
		Diagnostics []struct{ Summary, Detail string }
	}
	if err := json.Unmarshal([]byte(out), &said); err != nil {
		t.Fatalf("validate says %s: %v", out, err)
	}
	var got []string
	for _, d := range said.Diagnostics {
		if m := unexpected.FindStringSubmatch(d.Detail); m != nil && d.Summary == "Unsupported argument" {
			got = append(got, m[1])
		}
	}
	slices.Sort(got)
	return got
}
