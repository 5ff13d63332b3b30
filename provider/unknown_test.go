package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// late gives values that are not known before the apply.
const late = header + `
resource "terraform_data" "seconds" { input = 75 }
resource "terraform_data" "word" { input = "spot" }
resource "terraform_data" "cause" { input = "scale_in" }
`

// lateProfile is the profile once its values are known.
var lateProfile = shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(75), Capacity: shutdown.Spot, StopSignal: shutdown.SIGQUIT,
	Require: []shutdown.Cause{shutdown.Deployment, shutdown.ScaleIn}, Sidecars: []shutdown.Sidecar{{Name: "spot", Flush: new(0)}}}

const lateArguments = `
  workload     = "http"
  longest_work = terraform_data.seconds.output
  capacity     = terraform_data.word.output
  stop_signal  = "SIGQUIT"
  require      = ["deployment", terraform_data.cause.output]
  sidecars     = [{ name = terraform_data.word.output, flush = 0 }]
`

func TestSettingsDataSource_unknown(t *testing.T) {
	t.Parallel()
	const address = "data.graceful_settings.late"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: late + "data \"graceful_settings\" \"late\" {" + lateArguments + "}",
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionRead),
				plancheck.ExpectUnknownValue(address, tfjsonpath.New("stop_timeout")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{wholeSettings{address, lateProfile, silent}},
		}},
	})
}

func TestServiceResource_unknown(t *testing.T) {
	t.Parallel()
	const address = "graceful_service.late"
	planned := []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
		plancheck.ExpectKnownValue(address, tfjsonpath.New("stop_signal"), knownvalue.StringExact("SIGQUIT")),
		plancheck.ExpectKnownValue(address, tfjsonpath.New("workload"), knownvalue.StringExact("http")),
	}
	for _, m := range numbers().members {
		if m.name != "stop_signal" {
			planned = append(planned, plancheck.ExpectUnknownValue(address, tfjsonpath.New(m.name)))
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config:            late + "resource \"graceful_service\" \"late\" {\n  name = \"late\"" + lateArguments + "}",
			ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: planned},
			ConfigStateChecks: []statecheck.StateCheck{wholeSettings{address, lateProfile, leftOut}},
		}},
	})
}

// A value that becomes unknown again must not leave old numbers in the plan.
func TestServiceResource_unknownLater(t *testing.T) {
	t.Parallel()
	const address = "graceful_service.api"
	const before = header + `
resource "terraform_data" "seconds" { input = 5 }
resource "graceful_service" "api" {
  name         = "api"
  workload     = "http"
  longest_work = 10
  cleanup      = terraform_data.seconds.output
}
`
	const after = header + `
resource "terraform_data" "seconds" { input = 7 }
resource "graceful_service" "api" {
  name         = "api"
  workload     = "http"
  longest_work = 10
  cleanup      = terraform_data.seconds.output
}
`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: before},
			{
				Config: after,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("stop_timeout")),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("stop_signal")),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("stop_timeout"), knownvalue.Int64Exact(37)),
				},
			},
		},
	})
}

func TestSettingsFunction_unknown(t *testing.T) {
	t.Parallel()
	const config = late + `
output "argument" { value = provider::graceful::settings(terraform_data.word.output == "spot" ? { workload = "batch", longest_work = 1 } : null).stop_timeout }
output "inside" { value = provider::graceful::settings({` + lateArguments + `}) }
output "null" { value = provider::graceful::settings({ workload = "http", longest_work = 10, cleanup = null, sidecars = null, require = null }).stop_timeout }
`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		Steps: []resource.TestStep{{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownOutputValue("argument"),
				plancheck.ExpectUnknownOutputValue("inside"),
				plancheck.ExpectKnownOutputValue("null", knownvalue.Int64Exact(35)),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				wholeSettings{"output.inside", lateProfile, leftOut},
				statecheck.ExpectKnownOutputValue("argument", knownvalue.Int64Exact(11)),
			},
		}},
	})
}
