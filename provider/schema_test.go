package provider

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// schemas is what Terraform is told.
func schemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	server := providerserver.NewProtocol6(New("test")())()
	resp, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
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
			attributes := byName(block.Attributes)
			for _, f := range shutdown.Fields() {
				a := attributes[f.Name]
				if a == nil || a.Required != f.Required || a.Optional == f.Required || a.Computed != (f.Name == "stop_signal") {
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

func byName(attributes []*tfprotov6.SchemaAttribute) map[string]*tfprotov6.SchemaAttribute {
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
	want := map[string]bool{"explanation_markdown": true, "timeline_markdown": true}
	for _, o := range shutdown.Outputs() {
		want[o.Name] = true
	}
	got := map[string]bool{}
	var walk func(prefix string, t tftypes.Type)
	walk = func(prefix string, t tftypes.Type) {
		switch t := t.(type) {
		case tftypes.Object:
			for name, nested := range t.AttributeTypes {
				path, _ := splitCause(prefix + name)
				got[path] = true
				walk(prefix+name+".", nested)
			}
		case tftypes.List:
			walk(prefix, t.ElementType)
		}
	}
	types := make(map[string]tftypes.Type)
	for name, t := range outputTypes {
		types[name] = t.TerraformType(context.Background())
	}
	walk("", tftypes.Object{AttributeTypes: types})
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("outputs mismatch (-want +got):\n%s", diff)
	}
}

func TestInputDoc(t *testing.T) {
	t.Parallel()
	rows := map[string]string{
		"margin":             "Time between the app's own deadline and SIGKILL. A whole number from 1 to 60, in seconds. Default: 5.",
		"capacity":           "What the tasks run on. `mixed` may place any task on Spot and is planned as `spot`. One of `on_demand`, `spot`, `mixed`. Default: `on_demand`.",
		"environment_prefix": "Start of the names of the environment variables that the app reads. A string that matches `[A-Z][A-Z0-9_]*`. Default: `SHUTDOWN_`.",
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
		"idle_timeout":               "The load balancer's idle timeout (ALB `idle_timeout.timeout_seconds`, NLB listener `tcp.idle_timeout.seconds`). In seconds. Only with a load balancer, else null.",
		"guarantees.deployment":      "What survives when the cause is `deployment`.",
		"guarantees.deployment.kept": outputs["guarantees.kept"].Doc,
		"guarantees.stop_task.up_to": "The longest unit that is sure to finish. In seconds. Only when `kept` is `up_to`, else null.",
	}
	for path, want := range rows {
		if diff := cmp.Diff(want, outputDoc(path)); diff != "" {
			t.Errorf("outputDoc(%s) mismatch (-want +got):\n%s", path, diff)
		}
	}
}
