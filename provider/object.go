package provider

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// attributesOf opens an object. The map is the object's own: it must not be
// written to.
func attributesOf(object tftypes.Value) (map[string]tftypes.Value, error) {
	var attributes map[string]tftypes.Value
	if err := object.As(&attributes); err != nil {
		return nil, fmt.Errorf("object: %w", err)
	}
	return attributes, nil
}

// with is the object with some of its attributes replaced.
func with(object tftypes.Value, replaced map[string]tftypes.Value) (tftypes.Value, error) {
	attributes, err := attributesOf(object)
	if err != nil {
		return tftypes.Value{}, err
	}
	attributes = maps.Clone(attributes)
	maps.Copy(attributes, replaced)
	return tftypes.NewValue(object.Type(), attributes), nil
}
