//go:build parity

package parity

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestModule_profileFaults gives the module profiles that the provider refuses:
// the plan fails with the provider's own words, also for a field that Terraform
// would drop from an object of a fixed type.
func TestModule_profileFaults(t *testing.T) {
	t.Parallel()
	ctx, cancel := bounded(t)
	defer cancel()
	root, terraform := newTerraform(t, nowhere)
	config, err := Configuration(map[string]any{
		"provider": map[string]any{"aws": offline()},
		"variable": map[string]any{"profile": map[string]any{"type": "any"}},
		"module": map[string]any{"api": map[string]any{"source": filepath.Join(root, "modules", "fargate-service"), "name": "api", "image": "app:1",
			"cluster_arn": Fixed().ClusterARN, "vpc_id": Fixed().VPC, "subnet_ids": Fixed().Subnets, "profile": "${var.profile}"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := terraform.Write("main.tf.json", config); err != nil {
		t.Fatal(err)
	}
	if _, err := terraform.Run(ctx, "init", "-no-color", "-input=false"); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ profile, want string }{
		"sound":                         {`{"workload":"batch","longest_work":60}`, ""},
		"a misspelt field":              {`{"workload":"batch","longest_work":60,"longest_paus":4}`, `A profile has no field "longest_paus".`},
		"a missing field":               {`{"workload":"batch"}`, "longest_work must be set."},
		"a misspelt field in a sidecar": {`{"workload":"batch","longest_work":60,"sidecars":[{"name":"a","flush":3,"aftr":[]}]}`, `A sidecar has no field "aftr".`},
		"a value out of range":          {`{"workload":"batch","longest_work":0}`, "from 1 to 172800"},
		"a word that is none":           {`{"workload":"bach","longest_work":60}`, `"bach"`},
		"a list":                        {`["batch"]`, "profile must be an object"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := terraform.Run(ctx, "plan", "-no-color", "-input=false", "-refresh=false", "-var", "profile="+tt.profile)
			if (err == nil) != (tt.want == "") {
				t.Fatalf("plan: %v", err)
			}
			// Terraform breaks lines.
			if words := strings.Join(strings.Fields(out), " "); !strings.Contains(words, tt.want) {
				t.Errorf("the plan does not say %q:\n%s", tt.want, out)
			}
		})
	}
}
