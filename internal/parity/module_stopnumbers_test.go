package parity

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/coverage"
)

// someName is what people call a route, a container, a service or a policy.
var someName = regexp.MustCompile(`\.(web|agent|jobs|busy)\b|\[1\]`)

// A stop number inside an object would be dropped by Terraform without a word.
func TestModule_refusesStopNumbersInObjects(t *testing.T) {
	const alb, connect = `{ security_group_id = "sg-0a", AT }`, `{ services = { web = { AT } } }`
	group := map[string]string{
		"deregistration_delay": "5", "health_check": "{ interval = 30, path = \"/\" }", "health_check_healthy_threshold": "5", "health_check_interval": "30", "health_check_timeout": "5", "health_check_unhealthy_threshold": "2",
	}
	network := map[string]string{"connection_termination": "true", "idle_timeout": "600", "tcp_idle_timeout_seconds": "600"}
	for at, value := range group {
		network[at] = value
	}
	container := map[string]string{"dependsOn": `[{ containerName = "app" }]`, "stop_timeout": "30", "stopTimeout": "30"}
	cooldown := map[string]string{"scale_in_cooldown": "300"}
	tests := []struct {
		variable, path, value string
		members               map[string]string
	}{
		{"alb", "alb", alb, group},
		{"routes", "routes.web.alb", `{ web = { alb = { AT } } }`, group},
		{"routes", "routes.web.nlb", `{ web = { nlb = { AT } } }`, network},
		{"nlb", "nlb", `{ security_group_id = "sg-0a", AT }`, network},
		{"front", "front", `{ image = "i", port = 80, AT }`, container},
		{"sidecars", "sidecars.agent", `{ agent = { image = "i", AT }, router = { image = "i" } }`, container},
		{"init_containers", "init_containers[1]", `[{ name = "a", image = "i" }, { name = "b", image = "i", AT }]`, container},
		{"autoscaling", "autoscaling", `{ max = 2, min = 1, AT }`, cooldown},
		{"autoscaling", "autoscaling.custom_targets.jobs", `{ max = 2, min = 1, custom_targets = { jobs = { metric_name = "m", namespace = "n", target_value = 1, AT } } }`, cooldown},
		{"autoscaling", "autoscaling.steps.busy", `{ max = 2, min = 1, steps = { busy = { step_adjustments = [], AT } } }`, map[string]string{"cooldown": "60"}},
		{"queue", "queue", `{ AT }`, map[string]string{"visibility_timeout_seconds": "30"}},
		{"service_connect", "service_connect.services.web", connect, map[string]string{"timeout": "{ idle_timeout_seconds = 5 }"}},
	}
	var tried []string
	variables := map[string]*hclsyntax.Block{}
	for _, b := range blocks(t, "variable") {
		variables[b.Labels[0]] = b
	}
	for _, tt := range tests {
		for at, given := range tt.members {
			tried = append(tried, someName.ReplaceAllString(tt.path, "")+"."+at)
			for value, want := range map[string][]string{given: {tt.path + "." + at + ": it may not be set. "}, "null": nil} {
				got := stopNumberFaults(t, variables, tt.variable, strings.Replace(tt.value, "AT", at+" = "+value, 1))
				for i := range got {
					if i < len(want) && strings.HasPrefix(got[i], want[i]) {
						got[i] = want[i]
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s.%s = %s (-want +got):\n%s", tt.path, at, value, diff)
				}
			}
		}
	}
	slices.Sort(tried)
	if diff := cmp.Diff(coverage.RefusedMembers(), tried); diff != "" {
		t.Errorf("not every refused member is tried (-want +got):\n%s", diff)
	}
}

// stopNumberFaults are the module's for one variable, of its own type.
func stopNumberFaults(t *testing.T, variables map[string]*hclsyntax.Block, variable, value string) []string {
	t.Helper()
	given := map[string]cty.Value{}
	for name, other := range map[string]string{"alb": "null", "nlb": "null", "front": "null", "autoscaling": "null", "service_connect": "null", "routes": "{}", "sidecars": "{}", "init_containers": "[]", "queue": "{}"} {
		if name == variable {
			other = value
		}
		given[name] = variablesOf(t, variables[name], hclValue(t, other), "")[name]
	}
	return wordsOf(newEvaluator(t, given).local("stop_number_faults"))
}
