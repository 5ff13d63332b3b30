package provider

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// drawProfile draws a profile as a file would hold it. A wild one has values
// that no field takes; of the others the fields fit the workload, so that most
// have settings.
func drawProfile(t *rapid.T, wild bool) map[string]any {
	list := shutdown.Fields()
	if wild {
		return drawFields(t, "", list, 3, wild)
	}
	words := shutdown.Profile{
		Workload: shutdown.Workload(rapid.SampledFrom(list[0].Values).Draw(t, "workload")),
		Strategy: rapid.SampledFrom([]shutdown.Strategy{shutdown.Rolling, shutdown.BlueGreen}).Draw(t, "strategy"),
	}
	p := drawFields(t, "", shutdown.FieldsFor(words), 5, wild)
	p["workload"], p["strategy"] = string(words.Workload), string(words.Strategy)
	return p
}

// drawFields sets one of so many fields.
func drawFields(t *rapid.T, prefix string, list []shutdown.Field, oneOf int, wild bool) map[string]any {
	p := map[string]any{}
	for _, f := range list {
		if !f.Refused && (f.Required || rapid.IntRange(1, oneOf).Draw(t, prefix+f.Name+" is set") == 1) {
			p[f.Name] = drawValue(t, prefix+f.Name, f, wild)
		}
	}
	return p
}

func drawValue(t *rapid.T, path string, f shutdown.Field, wild bool) any {
	if wild && rapid.IntRange(0, 19).Draw(t, path+" is null") == 0 {
		return nil
	}
	switch f.Type {
	case shutdown.Number:
		if !wild {
			return rapid.IntRange(f.Min, min(f.Max, 30)).Draw(t, path)
		}
		return rapid.IntRange(f.Min-1, f.Max+1).Draw(t, path)
	case shutdown.Flag:
		return rapid.Bool().Draw(t, path)
	case shutdown.Texts:
		words := f.Values
		if words == nil {
			words = []string{"sidecars-0", "sidecars-1"}
		}
		return rapid.SliceOfN(rapid.Map(rapid.SampledFrom(words), func(s string) any { return s }), 0, 3).Draw(t, path)
	case shutdown.Objects:
		list := make([]any, rapid.IntRange(0, 2).Draw(t, path))
		for i := range list {
			one := drawFields(t, fmt.Sprintf("%s[%d].", path, i), f.Fields, 3, wild)
			one["name"] = fmt.Sprintf("%s-%d", f.Name, i)
			list[i] = one
		}
		return list
	case shutdown.Object:
		return drawFields(t, path+".", f.Fields, 2, wild)
	default:
		words := f.Values
		if words == nil {
			words = []string{"APP_", "A"}
		}
		if wild {
			words = append([]string{"unknown", ""}, words...)
		}
		return rapid.SampledFrom(words).Draw(t, path)
	}
}
