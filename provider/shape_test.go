package provider

import (
	"math/big"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestShape_sameAsJSON: the attributes hold what the command line prints, null
// for null, and of the reasons as much as their place has.
func TestShape_sameAsJSON(t *testing.T) {
	t.Parallel()
	shapes := map[reported]*shape{leftOut: numbers(), silent: reasonless(), told: reasoned()}
	check := func(t rapid.TB, s shutdown.Settings) {
		for reasons, shape := range shapes {
			want, err := reasons.printed(s)
			if err != nil {
				t.Fatal(err)
			}
			if err := same("settings", want, plain(t, shape.value(reflect.ValueOf(s)))); err != nil {
				t.Error(err)
			}
		}
	}
	sound := 0
	rapid.Check(t, func(t *rapid.T) {
		proven, err := shutdown.Parse(drawProfile(t, false))
		if err != nil {
			return
		}
		sound++
		check(t, proven.Explained())
	})
	if sound < 10 {
		t.Errorf("of the profiles only %d were sound", sound)
	}
	// What is drawn seldom is there for sure.
	proven, err := shutdown.Parse(map[string]any{
		"workload": "http", "longest_work": 10, "front": map[string]any{"name": "envoy", "framework": "envoy"},
		"sidecars": []any{
			map[string]any{"name": "agent", "flush": 2, "after": []any{"router"}},
			map[string]any{"name": "router", "flush": 3},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := proven.Explained()
	if s.FrontSettings == nil || len(s.SidecarDependencies) == 0 {
		t.Fatal("the settings have no front or no chain")
	}
	check(t, s)
}

// plain takes Terraform's types off a value.
func plain(t interface{ Fatalf(string, ...any) }, v tftypes.Value) any {
	var (
		word   string
		flag   bool
		number big.Float
		list   []tftypes.Value
		fields map[string]tftypes.Value
	)
	for _, target := range []any{&word, &flag, &number, &list, &fields} {
		if v.IsNull() {
			return nil
		}
		if v.As(target) != nil {
			continue
		}
		switch target := target.(type) {
		case *string:
			return *target
		case *bool:
			return *target
		case *big.Float:
			n, _ := target.Int64()
			return n
		case *[]tftypes.Value:
			out := []any{}
			for _, e := range *target {
				out = append(out, plain(t, e))
			}
			return out
		case *map[string]tftypes.Value:
			out := map[string]any{}
			for name, e := range *target {
				out[name] = plain(t, e)
			}
			return out
		}
	}
	t.Fatalf("no output has the type %s", v.Type())
	return nil
}
