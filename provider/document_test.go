package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// drawProfile draws a profile as a file would hold it. A wild one has values
// that no field takes.
func drawProfile(t *rapid.T, wild bool) map[string]any {
	p := map[string]any{}
	for _, f := range shutdown.Fields() {
		if f.Required || rapid.IntRange(0, 2).Draw(t, f.Name+" is set") == 0 {
			p[f.Name] = drawValue(t, f, wild)
		}
	}
	return p
}

func drawValue(t *rapid.T, f shutdown.Field, wild bool) any {
	if wild && rapid.IntRange(0, 19).Draw(t, f.Name+" is null") == 0 {
		return nil
	}
	switch f.Type {
	case shutdown.Number:
		if !wild {
			return rapid.IntRange(f.Min, min(f.Max, 30)).Draw(t, f.Name)
		}
		return rapid.IntRange(f.Min-1, f.Max+1).Draw(t, f.Name)
	case shutdown.Flag:
		return rapid.Bool().Draw(t, f.Name)
	case shutdown.Texts:
		return rapid.SliceOfN(rapid.Map(rapid.SampledFrom(f.Values), func(s string) any { return s }), 0, 3).Draw(t, f.Name)
	case shutdown.Sidecars:
		list := make([]any, rapid.IntRange(0, 2).Draw(t, f.Name))
		for i := range list {
			sidecar := map[string]any{"name": fmt.Sprintf("sidecar-%d", i)}
			sidecar["flush"] = drawValue(t, shutdown.SidecarFields()[1], wild)
			list[i] = sidecar
		}
		return list
	default:
		words := f.Values
		if words == nil {
			words = []string{"APP_", "A"}
		}
		if wild {
			words = append([]string{"unknown", ""}, words...)
		}
		return rapid.SampledFrom(words).Draw(t, f.Name)
	}
}

// inTerraform is a document's value as Terraform hands it over.
func inTerraform(v any) tftypes.Value {
	switch v := v.(type) {
	case string:
		return tftypes.NewValue(tftypes.String, v)
	case bool:
		return tftypes.NewValue(tftypes.Bool, v)
	case int:
		return tftypes.NewValue(tftypes.Number, new(big.Float).SetInt64(int64(v)))
	case []any:
		values, elements := make([]tftypes.Value, len(v)), make([]tftypes.Type, len(v))
		for i := range v {
			values[i] = inTerraform(v[i])
			elements[i] = values[i].Type()
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: elements}, values)
	case map[string]any:
		values, attributes := make(map[string]tftypes.Value), make(map[string]tftypes.Type)
		for name := range v {
			values[name] = inTerraform(v[name])
			attributes[name] = values[name].Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: attributes}, values)
	default:
		return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
	}
}

// TestReadFields_sameAsFile: a profile in Terraform is the profile of a file,
// with the same faults.
func TestReadFields_sameAsFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		document := drawProfile(t, rapid.Bool().Draw(t, "wild"))
		want, err := shutdown.Parse(document)
		var faults shutdown.Faults
		errors.As(err, &faults)
		fields := map[string]tftypes.Value{}
		for name, v := range document {
			fields[name] = inTerraform(v)
		}
		got, err := readFields(fields)
		if err != nil || !got.known {
			t.Fatalf("readFields() = %+v, %v", got, err)
		}
		if diff := cmp.Diff(want, got.profile); diff != "" {
			t.Errorf("profile mismatch (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(faults, got.faults); diff != "" {
			t.Errorf("faults mismatch (-want +got):\n%s", diff)
		}
	})
}

// TestSettingsAttributes_sameAsJSON: the attributes hold what the command line
// prints, null for null.
func TestSettingsAttributes_sameAsJSON(t *testing.T) {
	t.Parallel()
	sound := 0
	rapid.Check(t, func(t *rapid.T) {
		p, err := shutdown.Parse(drawProfile(t, false))
		if err != nil {
			return
		}
		sound++
		s, err := shutdown.Compute(p)
		if err != nil {
			t.Fatal(err)
		}
		printed, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if err := sameJSON("settings", printed, plain(t, object(settingsAttributes(s)))); err != nil {
			t.Error(err)
		}
		attributes, _, err := answer(p)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(outputTypes, typesOf(attributes)); diff != "" {
			t.Errorf("types mismatch (-want +got):\n%s", diff)
		}
	})
	if sound < 10 {
		t.Errorf("only %d profiles were sound", sound)
	}
}

// plain takes the framework's types off a value.
func plain(t *rapid.T, v attr.Value) any {
	if v.IsNull() {
		return nil
	}
	switch v := v.(type) {
	case types.String:
		return v.ValueString()
	case types.Bool:
		return v.ValueBool()
	case types.Int64:
		return v.ValueInt64()
	case types.List:
		out := []any{}
		for _, e := range v.Elements() {
			out = append(out, plain(t, e))
		}
		return out
	case types.Map:
		return plainMap(t, v.Elements())
	case types.Object:
		return plainMap(t, v.Attributes())
	default:
		t.Fatalf("no output has the type %T", v)
		return nil
	}
}

func plainMap(t *rapid.T, values map[string]attr.Value) map[string]any {
	out := map[string]any{}
	for name, v := range values {
		out[name] = plain(t, v)
	}
	return out
}

// TestReadFields_unknown: a value that is not known is no fault, hides no fault
// of another field, and keeps the profile from having settings.
func TestReadFields_unknown(t *testing.T) {
	t.Parallel()
	unknown := func(t tftypes.Type) tftypes.Value { return tftypes.NewValue(t, tftypes.UnknownValue) }
	sidecar := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "flush": tftypes.Number}}
	listOf := func(t tftypes.Type, values ...tftypes.Value) tftypes.Value {
		return tftypes.NewValue(tftypes.List{ElementType: t}, values)
	}
	rows := map[string]map[string]tftypes.Value{
		"word":     {"workload": unknown(tftypes.String)},
		"number":   {"longest_work": unknown(tftypes.Number)},
		"flag":     {"singleton": unknown(tftypes.Bool)},
		"dynamic":  {"load_balancer": unknown(tftypes.DynamicPseudoType)},
		"list":     {"require": unknown(tftypes.List{ElementType: tftypes.String})},
		"element":  {"require": listOf(tftypes.String, inTerraform("deployment"), unknown(tftypes.String))},
		"sidecars": {"sidecars": unknown(tftypes.List{ElementType: sidecar})},
		"sidecar":  {"sidecars": listOf(sidecar, unknown(sidecar))},
		"flush": {"sidecars": listOf(sidecar, tftypes.NewValue(sidecar, map[string]tftypes.Value{
			"name": inTerraform("log-router"), "flush": unknown(tftypes.Number)}))},
	}
	for name, fields := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, margin := range []int{60, 61} {
				all := map[string]tftypes.Value{"workload": inTerraform("http"), "longest_work": inTerraform(10), "margin": inTerraform(margin)}
				for name, v := range fields {
					all[name] = v
				}
				got, err := readFields(all)
				if err != nil || got.known {
					t.Fatalf("readFields() = %+v, %v", got, err)
				}
				var paths []string
				for _, f := range got.faults {
					paths = append(paths, f.Path)
				}
				want := map[int][]string{60: nil, 61: {"margin"}}[margin]
				if diff := cmp.Diff(want, paths); diff != "" {
					t.Errorf("margin %d: faults mismatch (-want +got):\n%s", margin, diff)
				}
			}
		})
	}
}
