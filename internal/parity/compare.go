package parity

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Difference is one value that is not the same on both sides. An empty value
// means that the side does not set it.
type Difference struct {
	Path           string
	Terraform, CDK string
}

// String is a line for a report.
func (d Difference) String() string {
	word := func(s string) string {
		if s == "" {
			return "not set"
		}
		return strconv.Quote(s)
	}
	return fmt.Sprintf("%s: Terraform %s, CDK %s", d.Path, word(d.Terraform), word(d.CDK))
}

// Compare lists every value in which the two trees differ, by path.
func Compare(terraform, cdk Tree) []Difference {
	t, c := Flatten(terraform), Flatten(cdk)
	paths := map[string]bool{}
	for p := range t {
		paths[p] = true
	}
	for p := range c {
		paths[p] = true
	}
	var out []Difference
	for p := range paths {
		if ignored(p, terraform) {
			continue
		}
		if orDefault(p, t) != orDefault(p, c) {
			out = append(out, Difference{Path: p, Terraform: t[p], CDK: c[p]})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	return out
}

// Flatten gives each value by its path, such as
// "service.deploymentConfiguration.maximumPercent". A value that is there but
// empty is written as two quotes.
func Flatten(t Tree) map[string]string {
	out := map[string]string{}
	for part, properties := range t {
		// A part that one side lacks is a difference even without properties.
		out[part] = "present"
		flatten(part, properties, out)
	}
	return out
}

func flatten(path string, v any, out map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			flatten(path+"."+k, e, out)
		}
	case []any:
		for i, e := range v {
			flatten(path+"["+strconv.Itoa(i)+"]", e, out)
		}
	default:
		s := fmt.Sprint(v)
		if s == "" {
			s = `""`
		}
		out[path] = s
	}
}

// orDefault is the value at a path, or what AWS fills in there.
func orDefault(path string, values map[string]string) string {
	if v, ok := values[path]; ok {
		return v
	}
	for _, d := range Defaults {
		if matches(d.Path, path) {
			return d.Value
		}
	}
	return ""
}

// ignored says whether a path is in a row of [Ignored] that goes for this service.
func ignored(path string, t Tree) bool {
	for _, i := range Ignored {
		if matches(i.Path, path) && (i.When == nil || i.When(t)) {
			return true
		}
	}
	return false
}

// matches compares a path with a pattern in which one * stands for anything.
func matches(pattern, path string) bool {
	before, after, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == path
	}
	return len(path) >= len(before)+len(after) && strings.HasPrefix(path, before) && strings.HasSuffix(path, after)
}

// without copies a tree without the values whose path matches a pattern.
func (t Tree) without(pattern string) Tree {
	out := Tree{}
	for part, properties := range t {
		m, _ := prune(part, properties, pattern).(map[string]any)
		out[part] = m
	}
	return out
}

func prune(path string, v any, pattern string) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	out := make(map[string]any, len(m))
	for k, e := range m {
		if p := path + "." + k; !matches(pattern, p) {
			out[k] = prune(p, e, pattern)
		}
	}
	return out
}
