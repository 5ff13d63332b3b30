package parity

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Every input that decides is given by the adapter, and every one that it gives is
// passed on in the recipe, with what the module does not plan without.
func TestServiceInputs_community(t *testing.T) {
	given := map[string][]string{}
	for _, b := range blocksIn(t, "service-inputs", "output") {
		given[b.Labels[0]] = objectKeys(b.Body.Attributes["value"].Expr)
	}
	recipes, text := communityRecipes(t)
	for _, m := range communityModules(t) {
		want := slices.Sorted(maps.Keys(m.inputs))
		if diff := cmp.Diff(want, given[m.output]); diff != "" {
			t.Errorf("%s does not give what decides (-want +got):\n%s", m.output, diff)
		}
		for _, name := range want {
			whole := strings.Contains(text, "merge(module.inputs."+m.output+",")
			if !whole && !strings.Contains(text, "local.service."+name) && !strings.Contains(text, "module.inputs."+m.output+"."+name) {
				t.Errorf("the recipe does not pass on %s of %s", name, m.output)
			}
		}
		recipe := recipes[m.source]
		if recipe == nil {
			t.Errorf("there is no recipe with %s", m.source)
			continue
		}
		for _, name := range m.needed {
			if recipe.Attributes[name] == nil {
				t.Errorf("the recipe with %s does not set %s, which it needs", m.source, name)
			}
		}
	}
}

// What the adapter gives is what the module takes: Terraform drops an attribute that
// an object type does not have, and says nothing.
func TestServiceInputs_communityTypes(t *testing.T) {
	for _, c := range []struct{ name, profile, autoscaling string }{
		{"rolling", "{workload: http, longest_work: 20, startup: 40, capacity: mixed, desired_count: 4, sidecars: [{name: router, flush: 10}]}", `{ min = 2, max = 9, cpu = 50, memory = 70 }`},
		{"canary", "{workload: http, longest_work: 20, strategy: canary, sidecars: [{name: router, flush: 10}]}", `null`},
		{"linear", "{workload: http, longest_work: 20, strategy: linear, load_balancer: nlb, sidecars: [{name: router, flush: 10}]}", `null`},
		{"singleton", "{workload: batch, longest_work: 20, singleton: true, desired_count: 1, sidecars: [{name: router, flush: 10}]}", `null`},
	} {
		t.Run(c.name, func(t *testing.T) {
			outputs := communityOutputs(t, c.profile, c.autoscaling)
			for _, m := range communityModules(t) {
				given := outputs[m.output]
				if given.IsNull() {
					continue
				}
				for name, in := range m.inputs {
					v := given.GetAttr(name)
					if v.IsNull() {
						if in.required {
							t.Errorf("%s.%s is null, and the module requires it", m.output, name)
						}
						continue
					}
					taken := v
					if in.defaults != nil {
						taken = in.defaults.Apply(taken)
					}
					taken, err := convert.Convert(taken, in.kind)
					if err != nil {
						t.Errorf("%s.%s is not what the module takes: %v", m.output, name, err)
						continue
					}
					for _, path := range dropped(name, v, taken) {
						t.Errorf("%s.%s is dropped by the type of the module", m.output, path)
					}
				}
			}
		})
	}
}

// communityOutputs are the adapter's outputs for a profile.
func communityOutputs(t *testing.T, text, autoscaling string) map[string]cty.Value {
	t.Helper()
	p, err := profile.Read("profile.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	settings, err := shutdown.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	var computed ctyjson.SimpleJSONValue
	if err := computed.UnmarshalJSON(b); err != nil {
		t.Fatal(err)
	}
	e := &evaluator{t: t, known: map[string]cty.Value{"settings": computed.Value}, locals: map[string]hcl.Expression{}, variables: map[string]cty.Value{
		"app_container":       cty.StringVal("app"),
		"autoscaling":         hclValue(t, autoscaling),
		"framework_arguments": cty.True,
		"profile":             hclValue(t, `{ sidecars = [{ name = "router" }] }`),
		"container_definitions": hclValue(t, `{
			app    = { image = "app:1", command = ["app"], environment = [{ name = "A", value = "b" }], healthCheck = { command = ["CMD", "/check"] } }
			router = { image = "router:1" }
		}`),
	}}
	for _, b := range blocksIn(t, "service-inputs", "locals") {
		for name, a := range b.Body.Attributes {
			e.locals[name] = a.Expr
		}
	}
	out := map[string]cty.Value{}
	for _, b := range blocksIn(t, "service-inputs", "output") {
		out[b.Labels[0]] = e.value("output "+b.Labels[0], b.Body.Attributes["value"].Expr)
	}
	return out
}

// dropped are the paths of what is given and not taken.
func dropped(path string, given, taken cty.Value) []string {
	if given.IsNull() {
		return nil
	}
	var out []string
	switch kind := given.Type(); {
	case kind.IsObjectType() || kind.IsMapType():
		for it := given.ElementIterator(); it.Next(); {
			key, v := it.Element()
			name := key.AsString()
			switch {
			case taken.Type().IsObjectType() && taken.Type().HasAttribute(name):
				out = append(out, dropped(path+"."+name, v, taken.GetAttr(name))...)
			case taken.Type().IsMapType() && taken.HasIndex(key).True():
				out = append(out, dropped(path+"."+name, v, taken.Index(key))...)
			default:
				out = append(out, path+"."+name)
			}
		}
	case kind.IsTupleType() || kind.IsListType():
		for i, v := range given.AsValueSlice() {
			out = append(out, dropped(path+"[]", v, taken.AsValueSlice()[i])...)
		}
	}
	return out
}

// objectKeys lists those of the object in an expression, sorted.
func objectKeys(e hclsyntax.Expression) []string {
	switch e := e.(type) {
	case *hclsyntax.ConditionalExpr:
		return append(objectKeys(e.TrueResult), objectKeys(e.FalseResult)...)
	case *hclsyntax.ObjectConsExpr:
		var out []string
		for _, item := range e.Items {
			out = append(out, hcl.ExprAsKeyword(item.KeyExpr))
		}
		slices.Sort(out)
		return out
	}
	return nil
}
