package provider

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const service = "graceful_service.api"

const apiTen = header + `
resource "graceful_service" "api" {
  name         = "api"
  workload     = "http"
  longest_work = 10
}
`

// worker shares no argument with apiTen but the block's label.
const worker = header + `
resource "graceful_service" "api" {
  name               = "worker"
  workload           = "queue"
  longest_work       = 900
  on_interrupt       = "requeue"
  interrupt_time     = 4
  cleanup            = 6
  startup            = 20
  longest_pause      = 20
  margin             = 4
  load_balancer      = "none"
  capacity           = "spot"
  desired_count      = 4
  max_surge_percent  = 50
  singleton          = false
  sidecars           = [{ name = "log-router", flush = 3 }]
  stop_signal        = "SIGINT"
  framework          = "go"
  environment_prefix = "STOP_"
  require            = ["spot_interruption"]
}
`

func TestServiceResource_update(t *testing.T) {
	t.Parallel()
	updated := func(more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{
			PreApply:             append(more, plancheck.ExpectResourceAction(service, plancheck.ResourceActionUpdate)),
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: apiTen,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(service, plancheck.ResourceActionCreate),
						plancheck.ExpectKnownValue(service, tfjsonpath.New("stop_timeout"), knownvalue.Int64Exact(35)),
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
			},
			{
				Config: strings.Replace(apiTen, "= 10", "= 20", 1),
				ConfigPlanChecks: updated(
					changes{service, "stop_timeout", "35", "45"},
					changes{service, "deregistration_delay", "25", "35"},
					changes{service, "shutdown_delay", "15", "15"},
					changes{service, "stop_signal", "SIGTERM", "SIGTERM"},
				),
			},
			{
				Config: worker,
				ConfigPlanChecks: updated(
					changes{service, "name", "api", "worker"},
					changes{service, "deregistration_delay", "35", nil},
					changes{service, "visibility_timeout", nil, "910"},
					changes{service, "stop_signal", "SIGTERM", "SIGINT"},
				),
			},
			{
				Config: apiTen,
				ConfigPlanChecks: updated(
					changes{service, "stop_signal", "SIGINT", "SIGTERM"},
					changes{service, "stop_timeout", "10", "35"},
				),
			},
		},
	})
}

func TestServiceResource_import(t *testing.T) {
	t.Parallel()
	ignored := []string{}
	for name := range serviceBlock().kind.AttributeTypes {
		ignored = append(ignored, name)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: apiTen},
			{
				ResourceName:                         service,
				ImportState:                          true,
				ImportStateId:                        "api",
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "name",
				// The rest is computed by the next apply, which is tested below.
				ImportStateVerifyIgnore: ignored,
			},
			{
				ResourceName:  service,
				ImportState:   true,
				ImportStateId: "no name",
				ExpectError:   inWords(`name is not a valid name. Given: "no name". Allowed: ` + nameAllowed + "."),
			},
		},
	})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: apiTen, ResourceName: service, ImportState: true, ImportStateId: "api", ImportStatePersist: true},
			{
				Config: apiTen,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(service, plancheck.ResourceActionUpdate),
						changes{service, "name", "api", "api"},
						changes{service, "stop_timeout", nil, "35"},
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(service, tfjsonpath.New("longest_work"), knownvalue.Int64Exact(10)),
				},
			},
		},
	})
}

// A release that computes a number differently, or knows one more, shows in
// the plan what changes, and its apply settles it.
func TestServiceResource_upgradedFormulas(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, strings.TrimPrefix(apiTen, header))
	if out, code := w.run("apply", "-auto-approve", "-no-color"); code != 0 {
		t.Fatal(out)
	}
	w.editState(func(attributes map[string]any) {
		attributes["stop_timeout"] = 34
		delete(attributes, "container_start_period")
	})
	out, code := w.run("plan", "-detailed-exitcode", "-no-color")
	if code != 2 || !regexp.MustCompile(`~ stop_timeout +=? 34 -> 35`).MatchString(out) || !strings.Contains(out, "0 to add, 1 to change, 0 to destroy") {
		t.Fatalf("plan exits with %d:\n%s", code, out)
	}
	if out, code := w.run("apply", "-auto-approve", "-no-color"); code != 0 {
		t.Fatal(out)
	}
	if out, code := w.run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
		t.Fatalf("second plan exits with %d:\n%s", code, out)
	}
}

// editState changes the attributes of the only resource in the state.
func (w workspace) editState(edit func(attributes map[string]any)) {
	w.t.Helper()
	name := filepath.Join(w.dir, "terraform.tfstate")
	text, err := os.ReadFile(name)
	if err != nil {
		w.t.Fatal(err)
	}
	var state struct {
		Version          int              `json:"version"`
		TerraformVersion string           `json:"terraform_version"`
		Serial           int              `json:"serial"`
		Lineage          string           `json:"lineage"`
		Outputs          map[string]any   `json:"outputs"`
		Resources        []map[string]any `json:"resources"`
	}
	if err := json.Unmarshal(text, &state); err != nil {
		w.t.Fatal(err)
	}
	instances, _ := state.Resources[0]["instances"].([]any)
	instance, _ := instances[0].(map[string]any)
	attributes, _ := instance["attributes"].(map[string]any)
	edit(attributes)
	if text, err = json.Marshal(state); err != nil {
		w.t.Fatal(err)
	}
	w.write("terraform.tfstate", string(text))
}

// inWords matches a text that Terraform has wrapped.
func inWords(text string) *regexp.Regexp {
	words := strings.Fields(text)
	for i := range words {
		words[i] = regexp.QuoteMeta(words[i])
	}
	return regexp.MustCompile(strings.Join(words, `\s+`))
}
