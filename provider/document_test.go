package provider

import (
	"errors"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

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
		if diff := cmp.Diff(want.Given(), got.proven.Given()); diff != "" {
			t.Errorf("profile mismatch (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(faults, got.faults); diff != "" {
			t.Errorf("faults mismatch (-want +got):\n%s", diff)
		}
	})
}

// TestReadFields_unknown: a value that is not known is no fault, hides no fault
// of another field, and keeps the profile from having settings.
func TestReadFields_unknown(t *testing.T) {
	t.Parallel()
	unknown := func(t tftypes.Type) tftypes.Value { return tftypes.NewValue(t, tftypes.UnknownValue) }
	sidecar := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "flush": tftypes.Number}}
	front := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "framework": tftypes.String}}
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
		"front":    {"front": unknown(front)},
		"flush": {"sidecars": listOf(sidecar, tftypes.NewValue(sidecar, map[string]tftypes.Value{
			"name": inTerraform("log-router"), "flush": unknown(tftypes.Number)}))},
		"front's framework": {"front": tftypes.NewValue(front, map[string]tftypes.Value{
			"name": inTerraform("proxy"), "framework": unknown(tftypes.String)})},
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
