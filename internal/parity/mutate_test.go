package parity

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// mutate changes a value in normal form by as little as possible.
func mutate(value string) string {
	switch n, err := strconv.Atoi(value); {
	case err == nil:
		return strconv.Itoa(n + 1)
	case value == "true":
		return "false"
	case value == "false":
		return "true"
	default:
		return value + "x"
	}
}

// with copies a tree with one value changed.
func with(tree Tree, path, value string) Tree {
	out := Tree{}
	for part, properties := range tree {
		m, _ := replace(part, properties, path, value).(map[string]any)
		out[part] = m
	}
	return out
}

func replace(at string, v any, path, value string) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = replace(at+"."+k, e, path, value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = replace(at+"["+strconv.Itoa(i)+"]", e, path, value)
		}
		return out
	default:
		if at == path {
			return value
		}
		return v
	}
}

// leaves lists the paths to the scalars and intrinsic functions inside a value.
func leaves(v any, path []any) [][]any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 1 {
			for k := range v {
				if k == "Ref" || strings.HasPrefix(k, "Fn::") {
					return [][]any{path}
				}
			}
		}
		var out [][]any
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for _, k := range keys {
			out = append(out, leaves(v[k], append(append([]any(nil), path...), k))...)
		}
		return out
	case []any:
		var out [][]any
		for i, e := range v {
			out = append(out, leaves(e, append(append([]any(nil), path...), i))...)
		}
		return out
	default:
		return [][]any{path}
	}
}

// property is a path without the places in lists.
func property(path []any) string {
	var out []string
	for _, p := range path {
		if s, ok := p.(string); ok {
			out = append(out, s)
		}
	}
	return strings.Join(out, ".")
}

func shown(path []any) []string {
	var out []string
	for _, p := range path {
		switch p := p.(type) {
		case string:
			out = append(out, p)
		case int:
			out = append(out, strconv.Itoa(p))
		}
	}
	return out
}

// change replaces the value at a path by another of its kind.
func change(v any, path []any) {
	parent, last := at(v, path[:len(path)-1]...), path[len(path)-1]
	other := func(old any) any {
		switch old := old.(type) {
		case float64:
			return old + 1
		case bool:
			return !old
		case string:
			return mutate(old)
		default:
			return "changed"
		}
	}
	switch parent := parent.(type) {
	case map[string]any:
		key, _ := last.(string)
		parent[key] = other(parent[key])
	case []any:
		i, _ := last.(int)
		parent[i] = other(parent[i])
	}
}

func clone(t *testing.T, m map[string]any) map[string]any {
	t.Helper()
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
