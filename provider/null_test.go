package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A field that is null is a field that is absent.
func TestSettings_null(t *testing.T) {
	t.Parallel()
	var arguments strings.Builder
	for _, f := range shutdown.Fields() {
		value := "null"
		switch f.Name {
		case "workload":
			value = `"http"`
		case "longest_work":
			value = "10"
		}
		fmt.Fprintf(&arguments, "  %s = %s\n", f.Name, value)
	}
	absent := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10)}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: header + "data \"graceful_settings\" \"api\" {\n" + arguments.String() + "}\n" +
					"resource \"graceful_service\" \"api\" {\n  name = \"api\"\n" + arguments.String() + "}\n",
				ConfigStateChecks: []statecheck.StateCheck{
					wholeSettings{"data.graceful_settings.api", absent, silent},
					wholeSettings{"graceful_service.api", absent, leftOut},
				},
			},
			{
				Config:           apiTen,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}
