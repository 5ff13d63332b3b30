//go:build parity

package parity

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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
			terraform.Env = []string{"TF_VAR_vpc_id=" + w.around.VPC, "TF_VAR_subnet_ids=" + string(subnets),
				"TF_VAR_public_subnet_ids=" + string(subnets), "TF_VAR_cluster_arn=" + w.around.ClusterARN, "TF_VAR_listener_arn=" + w.around.ALBListener,
				"TF_VAR_balancer_security_group_id=" + w.around.ALBGroup, "TF_VAR_execution_role_arn=arn:aws:iam::" + Account + ":role/execution",
				"TF_VAR_task_role_arn=arn:aws:iam::" + Account + ":role/work", "TF_VAR_database_security_group_id=" + w.around.ALBGroup,
				"TF_VAR_certificate_arn=arn:aws:acm:" + Region + ":" + Account + ":certificate/own", "TF_VAR_zone_id=Z0123456789ABCDEFGHIJ",
				"TF_VAR_user_pool_arn=" + loginPoolARN, "TF_VAR_user_pool_client_id=" + loginClient, "TF_VAR_user_pool_domain=" + loginDomain}
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
