package hcl

import (
	"encoding/json"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// settings are what this project's own resource or data source computes of its
// profile; nil for others, and where the profile is not wholly known or has a fault.
func (i *instance) settings() map[string]cty.Value {
	b := i.block
	if kind := map[bool]string{true: "graceful_settings", false: "graceful_service"}[b.data]; b.kind != kind {
		return nil
	}
	if i.computed == nil {
		i.computed = map[string]cty.Value{}
		profile := map[string]cty.Value{}
		for _, f := range shutdown.Fields() {
			if s := b.settings[f.Name]; s != nil {
				profile[f.Name] = i.scope.value(s.expression, s.refers, i.loop)
			}
		}
		i.computed = settingsOf(profile)
		for name, v := range i.computed {
			i.computed[name] = v.Mark(reference{i})
		}
	}
	return i.computed
}

// settingsOf computes the settings of a profile. Where it is not wholly known, the
// settings are not either.
func settingsOf(profile map[string]cty.Value) map[string]cty.Value {
	document := map[string]any{}
	for name, v := range profile {
		plain, marks := v.UnmarkDeep()
		if !plain.IsWhollyKnown() {
			return notComputed(why(marks))
		}
		if v := bare(plain); v != nil {
			document[name] = v
		}
	}
	proven, err := shutdown.Parse(document)
	if err != nil {
		return notComputed("its profile has a fault")
	}
	text, err := json.Marshal(proven.Settings())
	if err != nil {
		return notComputed("its profile has a fault")
	}
	v, err := fromJSON(text)
	if err != nil {
		return notComputed("its profile has a fault")
	}
	return v.AsValueMap()
}

// notComputed are settings of which none is known.
func notComputed(why string) map[string]cty.Value {
	out := map[string]cty.Value{}
	for _, o := range shutdown.Outputs() {
		out[o.Name] = unknown(why)
	}
	return out
}

// bare is a value as a decoded document has it, without what is null.
func bare(v cty.Value) any {
	kind := v.Type()
	switch {
	case v.IsNull():
		return nil
	case kind == cty.String:
		return v.AsString()
	case kind == cty.Number:
		return v.AsBigFloat()
	case kind == cty.Bool:
		return v.True()
	case kind.IsObjectType() || kind.IsMapType():
		out := map[string]any{}
		for name, below := range v.AsValueMap() {
			if b := bare(below); b != nil {
				out[name] = b
			}
		}
		return out
	}
	out := []any{}
	for it := v.ElementIterator(); it.Next(); {
		_, below := it.Element()
		out = append(out, bare(below))
	}
	return out
}

// settingsFunction is this provider's own function.
var settingsFunction = function.New(&function.Spec{
	Params: []function.Parameter{anything("profile")},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		plain, marks := args[0].Unmark()
		if !named(plain) {
			return unknown(why(marks)), nil
		}
		return cty.ObjectVal(settingsOf(plain.AsValueMap())), nil
	},
})
