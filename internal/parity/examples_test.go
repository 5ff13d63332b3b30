//go:build parity

package parity

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// repository copies what the examples need into a folder of its own, so that no
// lock file of a development build stays behind.
func repository(t *testing.T, root string) string {
	t.Helper()
	dir := t.TempDir()
	for _, part := range []string{"modules", "examples/terraform", "examples/profiles"} {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(root, part))); err != nil {
			t.Fatal(err)
		}
	}
	for _, pattern := range []string{"*/*/.terraform*", "*/*/*/.terraform*"} {
		stale, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range stale {
			if filepath.Base(s) == ".terraform-docs.yml" {
				continue
			}
			if err := os.RemoveAll(s); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// TestExamples validates every example and plans it against moto.
func TestExamples(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	dir := repository(t, w.root)
	folders, err := os.ReadDir(filepath.Join(dir, "examples", "terraform"))
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) < 5 {
		t.Fatalf("there are only %d examples", len(folders))
	}
	subnets, err := json.Marshal(w.around.Subnets)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range folders {
		t.Run(f.Name(), func(t *testing.T) {
			tell(fmt.Sprintf("==> %s: example %d of %d", t.Name(), i+1, len(folders)))
			ctx, cancel := bounded(t)
			defer cancel()
			terraform := w.terraform.At(filepath.Join(dir, "examples", "terraform", f.Name()))
			terraform.Env = []string{"AWS_ENDPOINT_URL=" + w.moto.URL, "TF_VAR_vpc_id=" + w.around.VPC, "TF_VAR_subnet_ids=" + string(subnets),
				"TF_VAR_public_subnet_ids=" + string(subnets), "TF_VAR_cluster_arn=" + w.around.ClusterARN, "TF_VAR_listener_arn=" + w.around.ALBListener,
				"TF_VAR_balancer_security_group_id=" + w.around.ALBGroup, "TF_VAR_execution_role_arn=arn:aws:iam::" + Account + ":role/execution",
				"TF_VAR_task_role_arn=arn:aws:iam::" + Account + ":role/work", "TF_VAR_database_security_group_id=" + w.around.ALBGroup,
				"TF_VAR_certificate_arn=arn:aws:acm:" + Region + ":" + Account + ":certificate/own", "TF_VAR_zone_id=Z0123456789ABCDEFGHIJ"}
			for _, arguments := range [][]string{
				{"fmt", "-check", "-diff"}, {"init", "-no-color", "-input=false"}, {"validate", "-no-color"}, {"plan", "-no-color", "-input=false"},
			} {
				out, err := terraform.Run(ctx, arguments...)
				if err != nil {
					t.Fatal(err)
				}
				if arguments[0] == "plan" && !planned.MatchString(out) && !strings.Contains(out, "Changes to Outputs") {
					t.Errorf("the plan adds nothing:\n%s", out)
				}
			}
		})
	}
}

var tested = regexp.MustCompile(`Success! (\d+) passed, 0 failed`)

// TestModule_terraformTest runs the modules' own tests.
func TestModule_terraformTest(t *testing.T) {
	t.Parallel()
	ctx, cancel := bounded(t)
	defer cancel()
	root, _, terraform := newTerraform(t)
	copied := repository(t, root)
	for module, least := range map[string]int{"fargate-service": 120, "load-balanced-service": 9, "service-inputs": 14} {
		at := terraform.At(filepath.Join(copied, "modules", module))
		if _, err := at.Run(ctx, "init", "-no-color", "-input=false", "-backend=false"); err != nil {
			t.Fatal(err)
		}
		out, err := at.Run(ctx, "test", "-no-color")
		if err != nil {
			t.Fatal(err)
		}
		m := tested.FindStringSubmatch(out)
		if m == nil {
			t.Fatalf("terraform test of %s does not say how many passed:\n%s", module, out)
		}
		if n, err := strconv.Atoi(m[1]); err != nil || n < least {
			t.Errorf("only %s runs of %s passed; have test files gone missing?", m[1], module)
		}
	}
	names, err := filepath.Glob(filepath.Join(root, "modules", "fargate-service", "tests", "*.tftest.hcl"))
	if err != nil || !slices.ContainsFunc(names, func(s string) bool { return filepath.Base(s) == "settings.tftest.hcl" }) {
		t.Errorf("the module's tests are not where they were: %v %v", names, err)
	}
}
