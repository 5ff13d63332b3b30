package parity

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// meant are the findings that a case asks for with its own inputs, so that they reach
// Terraform at all; and of a router's own bound, which stands in a file that no value of
// a service shows.
var meant = map[string]string{
	"blue-green":       "warning no-time-to-go-back",
	"https-blue-green": "warning health-check-passes-errors",
	"nlb-address":      "warning health-check-passes-errors",
	"sidecar-chain":    "info router-bound-below-stop-timeout",
	"init-volumes":     "info router-bound-below-stop-timeout",
}

// What the module was last recorded to build has no finding: the project keeps its own
// rules. The construct builds the same, which the test of the trees sees.
func TestRecorded_audited(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	audited := 0
	for _, c := range Cases() {
		tree, err := Recorded(root, c.Name)
		if err != nil {
			t.Fatal(err)
		}
		services := audit.Services(service.Link(pictured(tree)))
		var found []string
		for _, s := range services {
			audited++
			for _, f := range s.Findings {
				found = append(found, string(f.Severity)+" "+f.Rule)
				if meant[c.Name] == "" {
					t.Logf("%s: %s", c.Name, f.Message)
				}
			}
			for _, p := range s.Promises {
				if p.Key == "deployment" && p.Value.SureSeconds == nil && s.Judged.Unknown["load_balancer"] == "" && s.Judged.Unknown["strategy"] == "" {
					t.Errorf("%s: what a deployment keeps is not known: %s", c.Name, p.Value.Because)
				}
			}
		}
		if got := strings.Join(found, "; "); got != meant[c.Name] {
			t.Errorf("%s has the findings %q, want %q", c.Name, got, meant[c.Name])
		}
	}
	if audited < 55 {
		t.Errorf("only %d services are audited", audited)
	}
}

// pictured are the resources of a tree, with what refers to what.
func pictured(tree Tree) []*service.Resource {
	types := map[string]string{"service": service.TypeService, "task_definition": service.TypeTask, "target_group": service.TypeTargetGroup, "alternate_target_group": service.TypeTargetGroup,
		"listener": service.TypeListener, "front_listener": service.TypeListener, "listener_rule": service.TypeRule, "load_balancer": service.TypeBalancer,
		"scalable_target": service.TypeScalingTarget, "scaling_policy": service.TypeScalingPolicy, "queue": service.TypeQueue}
	all := map[string]*service.Resource{}
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		kind, _, _ := strings.Cut(name, ".")
		if of := types[kind]; of != "" {
			all[name] = &service.Resource{Type: of, Where: service.Where{Address: name}}
		}
	}
	out := make([]*service.Resource, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		r := all[name]
		r.Properties, _ = service.InPascal(asWritten(tree[name], "", all)).(map[string]any)
		switch r.Type {
		case service.TypeScalingTarget:
			r.Properties["ResourceId"] = service.Reference{To: all["service"]}
		case service.TypeScalingPolicy:
			r.Properties["ScalingTargetId"] = service.Reference{To: all["scalable_target"]}
		}
		out = append(out, r)
	}
	return out
}

// asWritten makes lists of what a tree has by its names, and references of what it
// writes in brackets.
func asWritten(v any, at string, all map[string]*service.Resource) any {
	switch v := v.(type) {
	case map[string]any:
		entries := at == "targetGroupAttributes" || at == "listenerAttributes" || at == "loadBalancerAttributes"
		if !entries && !slices.Contains([]string{"containerDefinitions", "environment", "capacityProviderStrategy", "loadBalancers", "dependsOn"}, at) {
			out := map[string]any{}
			for name, below := range v {
				out[name] = asWritten(below, name, all)
			}
			return out
		}
		var out []any
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if entries {
				out = append(out, map[string]any{"key": name, "value": v[name]})
				continue
			}
			out = append(out, asWritten(v[name], "", all))
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = asWritten(v[i], "", all)
		}
		return out
	case string:
		name, is := strings.CutPrefix(strings.TrimSuffix(v, ".arn}"), "${")
		if to := all[name]; is && to != nil {
			return service.Reference{To: to}
		}
	}
	return v
}
