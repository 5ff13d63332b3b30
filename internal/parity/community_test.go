package parity

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// communityInputs are the inputs of each community module that decide about
// stopping a task, with the default that a service gets when one is left out. Read
// from their sources: terraform-aws-modules/ecs 7.5.0 (modules/service), alb 10.5.0,
// cloudposse/ecs-alb-service-task 0.78.0 and alb-ingress 0.31.0.
var communityInputs = map[string]map[string]string{
	"terraform_aws_modules_ecs_service": {
		"autoscaling_max_capacity": "10", "autoscaling_min_capacity": "1", "autoscaling_policies": "cpu and memory at 75 %, cooldown 300 in and 60 out",
		"availability_zone_rebalancing": "null", "capacity_provider_strategy": "null: launch type FARGATE", "container_definitions": "{}; stopTimeout 120, startTimeout 30",
		"deployment_circuit_breaker": "null", "deployment_configuration": "null", "deployment_maximum_percent": "200", "deployment_minimum_healthy_percent": "66",
		"desired_count": "1", "enable_autoscaling": "true", "force_new_deployment": "true", "health_check_grace_period_seconds": "null",
		"skip_destroy": "null", "timeouts": "null", "wait_for_steady_state": "null",
	},
	"terraform_aws_modules_alb":              {"idle_timeout": "null"},
	"terraform_aws_modules_alb_target_group": {"connection_termination": "null", "create_attachment": "true", "deregistration_delay": "null", "health_check": "null", "target_type": "null"},
	"cloudposse_ecs_alb_service_task": {
		"availability_zone_rebalancing": "DISABLED", "capacity_provider_strategies": "[]", "circuit_breaker_deployment_enabled": "false", "circuit_breaker_rollback_enabled": "false", "container_definition_json": "required",
		"deployment_maximum_percent": "200", "deployment_minimum_healthy_percent": "100", "desired_count": "1", "force_new_deployment": "false",
		"health_check_grace_period_seconds": "0", "ignore_changes_desired_count": "false",
	},
	"cloudposse_alb_target_group": {"deregistration_delay": "15", "health_check_healthy_threshold": "2", "health_check_interval": "15", "health_check_timeout": "10", "health_check_unhealthy_threshold": "2"},
}

// Every input that decides is given by the adapter, and every one that it gives is
// passed on in the recipe.
func TestServiceInputs_community(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "modules", "service-inputs", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	given := map[string][]string{}
	for _, b := range blocksIn(t, "service-inputs", "output") {
		given[b.Labels[0]] = objectKeys(b.Body.Attributes["value"].Expr)
	}
	for output, inputs := range communityInputs {
		want := make([]string, 0, len(inputs))
		for name := range inputs {
			want = append(want, name)
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, given[output]); diff != "" {
			t.Errorf("%s does not give what decides (-want +got):\n%s", output, diff)
		}
		for _, name := range want {
			whole := strings.Contains(string(readme), "merge(module.inputs."+output+",")
			if !whole && !strings.Contains(string(readme), "local.service."+name) && !strings.Contains(string(readme), "module.inputs."+output+"."+name) {
				t.Errorf("the recipe does not pass on %s of %s", name, output)
			}
		}
	}
}

// objectKeys lists those of the object in an expression, sorted.
func objectKeys(e hclsyntax.Expression) []string {
	switch e := e.(type) {
	case *hclsyntax.ConditionalExpr:
		return append(objectKeys(e.TrueResult), objectKeys(e.FalseResult)...)
	case *hclsyntax.ObjectConsExpr:
		var out []string
		for _, item := range e.Items {
			out = append(out, hcl.ExprAsKeyword(item.KeyExpr))
		}
		slices.Sort(out)
		return out
	}
	return nil
}
