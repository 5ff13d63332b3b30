package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/parity"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// fromTree reads the settings out of the requests that a side sends.
func fromTree(tree parity.Tree) (settings, error) {
	part := func(kind, name string) *service.Resource {
		properties, _ := service.InPascal(listed(tree[name])).(map[string]any)
		return &service.Resource{Type: kind, Properties: properties}
	}
	task, group, of := part(service.TypeTask, "task_definition"), part(service.TypeTargetGroup, "target_group"), part(service.TypeService, "service")
	// In a tree attributes stand under their names.
	attributes, _ := tree["target_group"]["targetGroupAttributes"].(map[string]any)
	var pairs []any
	for key, v := range attributes {
		pairs = append(pairs, map[string]any{"Key": key, "Value": v})
	}
	group.Properties["TargetGroupAttributes"] = pairs
	of.Properties["TaskDefinition"] = service.Reference{To: task}
	of.Properties["LoadBalancers"] = []any{map[string]any{"TargetGroupArn": service.Reference{To: group}}}
	target := &service.Resource{Type: service.TypeScalingTarget, Properties: map[string]any{"ResourceId": service.Reference{To: of}}}
	all := []*service.Resource{task, group, of, target}
	for name := range tree {
		if metric, ok := strings.CutPrefix(name, "scaling_policy."); ok {
			p := part(service.TypeScalingPolicy, name)
			p.Properties["ScalingTargetId"] = service.Reference{To: target}
			if tracking, is := p.Properties[service.TargetTracking].(map[string]any); is {
				tracking["PredefinedMetricSpecification"] = map[string]any{"PredefinedMetricType": metric}
			}
			all = append(all, p)
		}
	}
	return fromResources("the requests", all)
}

// lists are those that requests have as maps, sorted by their names.
var lists = map[string]bool{"containerDefinitions": true, "environment": true, "capacityProviderStrategy": true}

// listed makes lists of them again.
func listed(v any) any {
	m, is := v.(map[string]any)
	if !is {
		return v
	}
	out := make(map[string]any, len(m))
	for k, e := range m {
		entries, is := e.(map[string]any)
		if !is || !lists[k] {
			out[k] = listed(e)
			continue
		}
		list := []any{}
		for _, name := range slices.Sorted(maps.Keys(entries)) {
			list = append(list, listed(entries[name]))
		}
		out[k] = list
	}
	return out
}

// fromRecorded compares what the module was last recorded to send for a case
// with what the construct makes of it now.
func fromRecorded(name string) (module, construct settings, err error) {
	root, err := parity.Root()
	if err != nil {
		return nil, nil, err
	}
	recorded, err := parity.Recorded(root, name)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range parity.Cases() {
		if c.Name != name {
			continue
		}
		template, err := c.Synthesise(parity.Fixed())
		if err != nil {
			return nil, nil, err
		}
		var left error
		tree, err := parity.CDKTree(name, template, func(format string, a ...any) { left = fmt.Errorf(format, a...) })
		if err = errors.Join(err, left); err != nil {
			return nil, nil, err
		}
		if differences := parity.Compare(recorded, tree); len(differences) > 0 {
			return nil, nil, fmt.Errorf("the two differ in %d values, the first is %s", len(differences), differences[0])
		}
		module, err = fromTree(recorded)
		if err != nil {
			return nil, nil, err
		}
		construct, err = fromTree(tree)
		return module, construct, err
	}
	return nil, nil, fmt.Errorf("there is no case %s in internal/parity", name)
}
