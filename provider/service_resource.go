package provider

import (
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// serviceResource is the resource graceful_service.
var serviceResource = managedResource{
	block:    serviceBlock,
	validate: validateService,
	plan:     planService,
	imported: importService,
	upgrade:  upgradeService,
}

var serviceBlock = sync.OnceValue(func() block {
	return newBlock(serviceVersion, "The settings of a service, computed from its profile and kept in the state, so that a plan shows each number's old and new value. "+
		"Nothing exists outside the state: a changed profile updates in place and never replaces, and a destroy only forgets. "+
		"The reasons are given by the functions `explain` and `timeline`.",
		numbers(), nameAttribute())
})

// validateService reports every fault that the values known so far have.
func validateService(config tftypes.Value) (diags diagnostics) {
	attributes, err := attributesOf(config)
	if err != nil {
		diags.addBug(err)
		return diags
	}
	faults, err := checkNameValue(attributes["name"])
	if err != nil {
		diags.addBug(err)
	}
	diags.addFaults(faults)
	return append(diags, validateSettings(config)...)
}

// planService computes the outputs, so that the plan shows them. It does so even
// when no input has changed: a release of the provider that computes a number
// differently shows as a difference in the plan.
func planService(config, proposed tftypes.Value) (planned tftypes.Value, diags diagnostics) {
	inputs, err := plannedInputs(config, proposed)
	if err != nil {
		diags.addBug(err)
		return proposed, diags
	}
	r, err := readFields(inputs)
	switch {
	case err != nil:
		diags.addBug(err)
		return proposed, diags
	case len(r.faults) > 0:
		diags.addFaults(r.faults)
		return proposed, diags
	}
	outputs := unknownOutputs(inputs)
	if r.known {
		settings := r.proven.Settings()
		outputs = numbers().attributes(reflect.ValueOf(settings))
		diags.addDoubts(settings.Notes)
	}
	planned, err = with(proposed, outputs)
	if err != nil {
		diags.addBug(err)
	}
	return planned, diags
}

// plannedInputs are the profile's fields as planned. On apply they differ from
// the configuration where a lifecycle block ignores its changes. A field that is
// passed on is an output there, so it counts only if it is declared.
func plannedInputs(config, proposed tftypes.Value) (map[string]tftypes.Value, error) {
	declared, err := attributesOf(config)
	if err != nil {
		return nil, err
	}
	planned, err := attributesOf(proposed)
	if err != nil {
		return nil, err
	}
	out := make(map[string]tftypes.Value, len(fields()))
	for _, f := range fields() {
		v := planned[f.Name]
		if passedOn()[f.Name] && (declared[f.Name].IsNull() || !v.IsKnown()) {
			v = declared[f.Name]
		}
		out[f.Name] = v
	}
	return out, nil
}

// unknownOutputs stands in for the outputs of a profile with an unknown value.
// What is declared is kept, because Terraform holds a provider to what the
// configuration says.
func unknownOutputs(inputs map[string]tftypes.Value) map[string]tftypes.Value {
	out := make(map[string]tftypes.Value)
	for _, m := range numbers().members {
		if v, ok := inputs[m.name]; ok && !v.IsNull() {
			continue
		}
		out[m.name] = tftypes.NewValue(m.shape.kind, tftypes.UnknownValue)
	}
	return out
}

// importService takes the name; the next apply computes the rest in place.
func importService(id string) (state tftypes.Value, diags diagnostics) {
	diags.addFaults(checkName(id))
	kind := serviceBlock().kind
	attributes := make(map[string]tftypes.Value, len(kind.AttributeTypes))
	for name, t := range kind.AttributeTypes {
		attributes[name] = tftypes.NewValue(t, nil)
	}
	attributes["name"] = text(id)
	return tftypes.NewValue(kind, attributes), diags
}
