package provider

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// drawProfile draws a profile as a file would hold it. A wild one has values
// that no field takes.
func drawProfile(t *rapid.T, wild bool) map[string]any {
	return drawFields(t, "", shutdown.Fields(), wild)
}

func drawFields(t *rapid.T, prefix string, list []shutdown.Field, wild bool) map[string]any {
	p := map[string]any{}
	for _, f := range list {
		// A sound profile sets less, or its fields would hardly ever fit each other.
		if f.Required || rapid.IntRange(0, map[bool]int{true: 2, false: 7}[wild]).Draw(t, prefix+f.Name+" is set") == 0 {
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
			one := drawFields(t, fmt.Sprintf("%s[%d].", path, i), f.Fields, wild)
			one["name"] = fmt.Sprintf("%s-%d", f.Name, i)
			list[i] = one
		}
		return list
	case shutdown.Object:
		return drawFields(t, path+".", f.Fields, wild)
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
