package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestWith_leavesTheObjectAlone(t *testing.T) {
	t.Parallel()
	kind := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"workload": tftypes.String, "stop_timeout": tftypes.Number}}
	config := func() tftypes.Value {
		return tftypes.NewValue(kind, map[string]tftypes.Value{"workload": inTerraform("http"), "stop_timeout": tftypes.NewValue(tftypes.Number, nil)})
	}
	before := config()
	after, err := with(before, map[string]tftypes.Value{"stop_timeout": inTerraform(35)})
	if err != nil {
		t.Fatal(err)
	}
	want := tftypes.NewValue(kind, map[string]tftypes.Value{"workload": inTerraform("http"), "stop_timeout": inTerraform(35)})
	if !after.Equal(want) {
		t.Errorf("with() = %s, want %s", after, want)
	}
	if !before.Equal(config()) {
		t.Errorf("with() has changed its argument to %s", before)
	}
}
