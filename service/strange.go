package service

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/ecsapi"
)

// Strange is a name in a container definition that ECS does not know.
type Strange struct {
	Name string
	// Meant is the name that ECS has for what it looks like: stopTimeout for
	// stop_timeout; empty if it looks like none.
	Meant string
	Where Where
}

// members has the names that ECS knows in a container definition, by how they read
// without their cases and strokes.
var members = func() map[string]string {
	out := map[string]string{}
	for _, m := range ecsapi.Members() {
		out[folded(m.Name)] = m.Name
	}
	return out
}()

// right are the same names as CloudFormation has them.
var right = func() map[string]bool {
	out := map[string]bool{}
	for _, m := range ecsapi.Members() {
		out[inPascal(m.Name)] = true
	}
	return out
}()

// strokes are what a name may be written with in other places.
var strokes = strings.NewReplacer("_", "", "-", "")

// folded is a name without its cases and strokes.
func folded(name string) string { return strings.ToLower(strokes.Replace(name)) }

// strange are the names in a container definition that ECS does not know, in order.
func strange(c property) []Strange {
	object, _ := c.v.(map[string]any)
	var out []Strange
	for name := range object {
		if right[name] {
			continue
		}
		out = append(out, Strange{Name: small(name), Meant: members[folded(name)], Where: c.at(name).where()})
	}
	slices.SortFunc(out, func(a, b Strange) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// cased gives names that differ from ECS's by their cases alone ECS's cases.
func cased(c property) property {
	object, _ := c.v.(map[string]any)
	for name, v := range object {
		if right[name] {
			continue
		}
		if meant, near := members[strings.ToLower(name)]; near {
			if _, both := object[inPascal(meant)]; !both {
				object[inPascal(meant)] = v
			}
			delete(object, name)
		}
	}
	return c
}

// small is a name as the API has it.
func small(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return strings.ToLower(string(first)) + name[size:]
}
