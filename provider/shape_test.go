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
	sound, fronts, chains := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		proven, err := shutdown.Parse(drawProfile(t, false))
		if err != nil {
			return
		}
		s := proven.Explained()
		sound++
		if s.FrontSettings != nil {
			fronts++
		}
		if len(s.SidecarDependencies) > 0 {
			chains++
		}
		for reasons, shape := range shapes {
			want, err := reasons.printed(s)
			if err != nil {
				t.Fatal(err)
			}
			if err := same("settings", want, plain(t, shape.value(reflect.ValueOf(s)))); err != nil {
				t.Error(err)
			}
		}
	})
	if sound < 10 || fronts == 0 || chains == 0 {
		t.Errorf("of the profiles only %d were sound, %d with a front, %d with sidecars", sound, fronts, chains)
	}
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
