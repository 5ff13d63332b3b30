package provider

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// serviceVersion is that of the state of graceful_service. Version 0 was the
// first edition's: it held explanations, and fewer numbers.
const serviceVersion = 1

// UpgradeResourceState hands a state of today's version back as it was written:
// Terraform has taken out of it what the schema no longer has, and takes what is
// missing as null. One of an older version is upgraded.
func (server) UpgradeResourceState(_ context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	r, ok := resources[req.TypeName]
	if !ok {
		return nil, errUnknownType
	}
	if req.Version == r.block().schema.Version {
		return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}, nil
	}
	old, err := req.RawState.UnmarshalWithOpts(r.block().kind, tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}})
	if err != nil {
		return nil, err
	}
	var written map[string]any
	if err := json.Unmarshal(req.RawState.JSON, &written); err != nil {
		return nil, err
	}
	state, err := r.upgrade(old, written)
	if err != nil {
		return nil, err
	}
	packed, err := pack(state)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: packed}, err
}

// upgradeService fills in the numbers that the first edition did not keep, from
// the profile that it kept: what is new is no change, so that a plan shows the
// numbers alone that differ.
func upgradeService(old tftypes.Value, written map[string]any) (tftypes.Value, error) {
	kept, err := attributesOf(old)
	if err != nil {
		return tftypes.Value{}, err
	}
	r, err := readConfig(old)
	if err != nil || !r.known || len(r.faults) > 0 {
		// Without settings there is nothing to fill in; the next plan says why.
		return old, err
	}
	filled := make(map[string]tftypes.Value)
	for name, now := range numbers().attributes(reflect.ValueOf(r.proven.Settings())) {
		before, ok := written[name]
		// What is passed on was only an input, null where it was not set.
		if passedOn()[name] && before == nil {
			ok = false
		}
		if filled[name], err = fill(kept[name], now, before, ok); err != nil {
			return tftypes.Value{}, err
		}
	}
	return with(old, filled)
}

// fill takes from the new value what was not written down, inside objects too.
func fill(kept, now tftypes.Value, written any, ok bool) (tftypes.Value, error) {
	if !ok {
		return now, nil
	}
	fields, isObject := written.(map[string]any)
	if !isObject || !kept.Type().Is(tftypes.Object{}) || now.IsNull() {
		return kept, nil
	}
	before, err := attributesOf(kept)
	if err != nil {
		return tftypes.Value{}, err
	}
	after, err := attributesOf(now)
	if err != nil {
		return tftypes.Value{}, err
	}
	merged := make(map[string]tftypes.Value, len(before))
	for name := range before {
		value, ok := fields[name]
		if merged[name], err = fill(before[name], after[name], value, ok); err != nil {
			return tftypes.Value{}, err
		}
	}
	return tftypes.NewValue(kept.Type(), merged), nil
}
