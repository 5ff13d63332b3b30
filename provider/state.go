package provider

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// withOutputs returns the object with its outputs replaced.
func withOutputs(ctx context.Context, object tftypes.Value, outputs map[string]attr.Value) (tftypes.Value, error) {
	var attributes map[string]tftypes.Value
	if err := object.As(&attributes); err != nil {
		return tftypes.Value{}, fmt.Errorf("state: %w", err)
	}
	// As hands out the value's own map. Writing into it would change the
	// framework's copy of the configuration, which it compares afterwards.
	attributes = maps.Clone(attributes)
	for name, v := range outputs {
		converted, err := v.ToTerraformValue(ctx)
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("state: %s: %w", name, err)
		}
		attributes[name] = converted
	}
	return tftypes.NewValue(object.Type(), attributes), nil
}

// unknownOutputs stands in for the outputs of a profile with an unknown value.
// A declared stop signal is kept, because Terraform holds a provider to what
// the configuration says.
func unknownOutputs(ctx context.Context, config tftypes.Value) (map[string]attr.Value, error) {
	var declared map[string]tftypes.Value
	if err := config.As(&declared); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	out := make(map[string]attr.Value, len(outputTypes))
	for name, t := range outputTypes {
		if v, ok := declared[name]; ok && !v.IsNull() {
			continue
		}
		unknown, err := t.ValueFromTerraform(ctx, tftypes.NewValue(t.TerraformType(ctx), tftypes.UnknownValue))
		if err != nil {
			return nil, fmt.Errorf("state: %s: %w", name, err)
		}
		out[name] = unknown
	}
	return out, nil
}
