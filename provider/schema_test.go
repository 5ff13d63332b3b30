package provider

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// schemas is what Terraform is told.
func schemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	resp, err := New().GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range resp.Diagnostics {
		t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
	return resp
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	s := schemas(t)
	passed := []string{"stop_signal", "load_balancer", "desired_count"}
	for name, block := range map[string]*tfprotov6.SchemaBlock{
		"graceful_settings": s.DataSourceSchemas["graceful_settings"].Block,
		"graceful_service":  s.ResourceSchemas["graceful_service"].Block,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if block.Description == "" || block.DescriptionKind != tfprotov6.StringKindMarkdown {
				t.Errorf("described as %q", block.Description)
			}
			checkDescriptions(t, "", block.Attributes)
			attributes := named(block.Attributes)
			for _, f := range shutdown.Fields() {
				a := attributes[f.Name]
				if a == nil || a.Required != f.Required || a.Optional == f.Required || a.Computed != slices.Contains(passed, f.Name) {
					t.Errorf("%s is declared as %+v", f.Name, a)
					continue
				}
				if !strings.HasPrefix(a.Description, f.Doc) || (f.Default != "" && !strings.Contains(a.Description, "Default: "+f.Default+".")) {
					t.Errorf("%s is described as %q", f.Name, a.Description)
				}
			}
		})
	}
}

// checkDescriptions descends into nested attributes.
func checkDescriptions(t *testing.T, prefix string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, a := range attributes {
		if len(a.Description) < 10 || a.DescriptionKind != tfprotov6.StringKindMarkdown || !strings.HasSuffix(a.Description, ".") {
			t.Errorf("%s%s is described as %q", prefix, a.Name, a.Description)
		}
		if a.NestedType != nil {
			checkDescriptions(t, prefix+a.Name+".", a.NestedType.Attributes)
		}
	}
}

func named(attributes []*tfprotov6.SchemaAttribute) map[string]*tfprotov6.SchemaAttribute {
	out := make(map[string]*tfprotov6.SchemaAttribute)
	for _, a := range attributes {
		out[a.Name] = a
	}
	return out
}

// TestSchemas_outputs checks that the attributes are the described outputs, no
// more and no fewer, at every depth.
func TestSchemas_outputs(t *testing.T) {
	t.Parallel()
	for reasons, s := range map[reported]*shape{leftOut: numbers(), silent: reasonless(), told: reasoned()} {
		want := map[string]bool{}
		for _, o := range shutdown.Outputs() {
			if reasons != leftOut || !o.Reported {
				want[o.Name] = true
			}
		}
		got := map[string]bool{}
		var walk func(prefix string, s *shape)
		walk = func(prefix string, s *shape) {
			for _, m := range s.members {
				path, _ := splitCause(prefix + m.name)
				// The form of a framework's settings is described once.
				if _, field, inside := strings.Cut(path, "framework_settings."); inside {
					path = "framework_settings." + field
				}
				got[path] = true
				walk(prefix+m.name+".", m.shape)
			}
			if s.element != nil {
				walk(prefix, s.element)
			}
		}
		walk("", s)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
			t.Errorf("outputs mismatch (-want +got):\n%s", diff)
		}
	}
}

func TestInputDoc(t *testing.T) {
	t.Parallel()
	rows := map[string]string{
		"margin":             "Time between the app's own deadline and SIGKILL. A whole number from 1 to 60, in seconds. Default: 5.",
		"capacity":           "What the tasks run on. `mixed` may place any task on Spot and is planned as `spot`. One of `on_demand`, `spot`, `mixed`. Default: `on_demand`.",
		"environment_prefix": "Start of the names of the environment variables that the app reads. A name of at most 64 capital letters, digits and underscores that begins with a letter, `[A-Z][A-Z0-9_]{0,63}`. Default: `SHUTDOWN_`.",
		"sidecars":           "Containers that must outlive the app and then flush, for instance a log router. A list of `{name, flush, after?, framework?}`.",
		"load_balancer":      "What routes requests to the task. One of `alb`, `nlb`, `none`. For `queue`, `stream` and `batch` only `none`. Default: `alb` for `http` and `websocket`, else `none`.",
	}
	for _, f := range shutdown.Fields() {
		if want, ok := rows[f.Name]; ok {
			if diff := cmp.Diff(want, inputDoc(f)); diff != "" {
				t.Errorf("inputDoc(%s) mismatch (-want +got):\n%s", f.Name, diff)
			}
		}
	}
}

func TestOutputDoc(t *testing.T) {
	t.Parallel()
	rows := map[string]string{
		"idle_timeout":                           "The load balancer's idle timeout (ALB `idle_timeout.timeout_seconds`, NLB listener `tcp.idle_timeout.seconds`). In seconds. Only with a load balancer, else null.",
		"guarantees.deployment":                  "What survives when the cause is `deployment`.",
		"guarantees.deployment.kept":             outputs()["guarantees.kept"].Doc,
		"stop_timeout":                           "The app container's `stopTimeout`: from the stop signal to SIGKILL. In seconds, 2 to 120.",
		"front_settings.framework_settings.name": "The framework.",
		"explanation":                            "Why each number is what it is. Only with `explain`, else null.",
		"guarantees.stop_task.up_to":             "The longest unit that is sure to finish. In seconds. Only when `kept` is `up_to`, else null.",
	}
	for path, want := range rows {
		if diff := cmp.Diff(want, outputDoc(path)); diff != "" {
			t.Errorf("outputDoc(%s) mismatch (-want +got):\n%s", path, diff)
		}
	}
}
