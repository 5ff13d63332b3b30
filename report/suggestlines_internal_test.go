package report

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// moreThanLines are the values that a profile wants of a service and that take more of a
// Terraform configuration than lines.
var moreThanLines = map[string]string{
	"deployment.strategy": "a strategy needs an alternate target group", "deployment.bake_time_in_minutes": "the same", "deployment.linear.step_percent": "the same",
	"deployment.linear.step_bake_time_in_minutes": "the same", "deployment.canary.percent": "the same", "deployment.canary.bake_time_in_minutes": "the same",
}

// For every value that a profile may want there are lines of Terraform, or a reason.
func TestTerraformLines_wants(t *testing.T) {
	t.Parallel()
	for _, w := range service.Wants() {
		if lines := terraformLines(w.Setting, "api"); (lines == "") != (moreThanLines[w.Setting] != "") {
			t.Errorf("%s has the lines %q", w.Setting, lines)
		}
	}
}
