package parity

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// meant are the findings that a case asks for with its own inputs, so that they reach
// Terraform at all; and of a router's own bound, which stands in a file that no value of
// a service shows.
var meant = map[string]string{
	"blue-green":       "warning no-time-to-go-back",
	"https-blue-green": "warning health-check-passes-errors",
	"nlb-address":      "warning health-check-passes-errors",
	"sidecar-chain":    "info router-bound-below-stop-timeout",
}

// What the module was last recorded to build has no finding: the project keeps its own
// rules. The construct builds the same, which the test of the trees sees.
func TestRecorded_audited(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	audited := 0
	for _, c := range Cases() {
		tree, err := Recorded(root, c.Name)
		if err != nil {
			t.Fatal(err)
		}
		services := audit.Services(service.Link(Picture(tree)))
		var found []string
		for _, s := range services {
			audited++
			for _, f := range s.Findings {
				found = append(found, string(f.Severity)+" "+f.Rule)
				if meant[c.Name] == "" {
					t.Logf("%s: %s", c.Name, f.Message)
				}
			}
			for _, p := range s.Promises {
				if p.Key == "deployment" && p.Value.SureSeconds == nil && s.Judged.Unknown["load_balancer"] == "" && s.Judged.Unknown["strategy"] == "" {
					t.Errorf("%s: what a deployment keeps is not known: %s", c.Name, p.Value.Because)
				}
			}
		}
		if got := strings.Join(found, "; "); got != meant[c.Name] {
			t.Errorf("%s has the findings %q, want %q", c.Name, got, meant[c.Name])
		}
	}
	if audited < 55 {
		t.Errorf("only %d services are audited", audited)
	}
}
