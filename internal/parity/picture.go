package parity

import (
	"maps"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Picture are the resources of a tree as a picture of the service is made of them, with
// what refers to what.
func Picture(tree Tree) []*service.Resource {
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
		name, is := strings.CutPrefix(strings.TrimSuffix(v, "}"), "${")
		if to := all[name[:max(0, strings.LastIndexByte(name, '.'))]]; is && to != nil {
			return service.Reference{To: to}
		}
	}
	return v
}
