package parity

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// TestCompare_reportsEveryKey changes each value on each side by one and
// expects the difference, and nothing else, under its name.
func TestCompare_reportsEveryKey(t *testing.T) {
	changed := 0
	for _, c := range Cases() {
		terraform, cdk := recorded(t, c.Name), synthesised(t, c)
		if len(Compare(terraform, cdk)) > 0 {
			t.Fatalf("%s is not equal to begin with; see TestParity", c.Name)
		}
		for _, side := range []struct {
			name string
			tree Tree
		}{{"Terraform", terraform}, {"CDK", cdk}} {
			for path, value := range Flatten(side.tree) {
				if value == "present" && !strings.Contains(path, " ") {
					continue // A part, not a value; see TestCompare_reportsAMissingPart.
				}
				if _, ok := ignored(path, terraform); ok {
					continue
				}
				changed++
				mutant := with(side.tree, path, mutate(value))
				differences := Compare(mutant, cdk)
				if side.name == "CDK" {
					differences = Compare(terraform, mutant)
				}
				if len(differences) != 1 || differences[0].Path != path {
					t.Errorf("%s: %s changes %s from %q to %q, and Compare reports %v", c.Name, side.name, path, value, mutate(value), differences)
				}
			}
		}
	}
	if changed < 1000 {
		t.Errorf("only %d values were changed; the trees are too small to mean anything", changed)
	}
	t.Logf("%d values changed, one at a time", changed)
}

func TestCompare_reportsAMissingPart(t *testing.T) {
	for _, c := range Cases() {
		tree := recorded(t, c.Name)
		for part := range tree {
			less := Tree{}
			for p, v := range tree {
				if p != part {
					less[p] = v
				}
			}
			if !reports(Compare(tree, less), part) || !reports(Compare(less, tree), part) {
				t.Errorf("%s: without its %s Compare reports nothing of that name", c.Name, part)
			}
		}
	}
}

func reports(differences []Difference, path string) bool {
	for _, d := range differences {
		if d.Path == path {
			return true
		}
	}
	return false
}

// unseen are the properties of a template that the comparison does not look at.
var unseen = map[string]string{
	typePolicy + ".PolicyName":                     "what counts is what a role may do, not in which policy it stands",
	typePolicy + ".PolicyDocument.Version":         "both have the one that AWS has had since 2012",
	typeRole + ".AssumeRolePolicyDocument.Version": "the same",
	typeScalableTarget + ".RoleARN":                "the service-linked role, which AWS fills in",
	typeEgress:                                     "on the load balancer's own group, which belongs to its owner",
}

// TestTemplate_losesNothing changes each value in the templates themselves, so
// that neither reading them nor bringing them into normal form can hide one.
func TestTemplate_losesNothing(t *testing.T) {
	for _, c := range Cases() {
		template, err := c.Synthesise(Fixed())
		if err != nil {
			t.Fatal(err)
		}
		want := recorded(t, c.Name)
		resources, _ := template["Resources"].(map[string]any)
		for id, r := range resources {
			kind := text(r, "Type")
			for _, path := range leaves(at(r, "Properties"), nil) {
				name := kind + "." + property(path)
				if unseen[kind] != "" || unseen[name] != "" || kind == typeService && property(path) == "DesiredCount" && want["scalable_target"] != nil {
					continue
				}
				mutant := clone(t, template)
				change(at(mutant, "Resources", id, "Properties"), path)
				var extra bool
				tree, err := cdkTree(c.Name, mutant, func(string, ...any) { extra = true })
				if err == nil && !extra && len(Compare(want, tree)) == 0 {
					t.Errorf("%s: %s of %s can be anything, and nothing is reported", c.Name, strings.Join(shown(path), "."), id)
				}
			}
		}
	}
}

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
