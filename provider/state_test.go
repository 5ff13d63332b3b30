package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestWithOutputs_leavesTheObjectAlone(t *testing.T) {
	t.Parallel()
	kind := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"workload": tftypes.String, "stop_timeout": tftypes.Number}}
	config := func() tftypes.Value {
		return tftypes.NewValue(kind, map[string]tftypes.Value{"workload": inTerraform("http"), "stop_timeout": tftypes.NewValue(tftypes.Number, nil)})
	}
	before := config()
	after, err := withOutputs(t.Context(), before, map[string]attr.Value{"stop_timeout": number(35)})
	if err != nil {
		t.Fatal(err)
	}
	want := tftypes.NewValue(kind, map[string]tftypes.Value{"workload": inTerraform("http"), "stop_timeout": inTerraform(35)})
	if !after.Equal(want) {
		t.Errorf("withOutputs() = %s, want %s", after, want)
	}
	if !before.Equal(config()) {
		t.Errorf("withOutputs() has changed its argument to %s", before)
	}
}
