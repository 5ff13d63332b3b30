package provider

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var mapOfStrings = tftypes.Map{ElementType: tftypes.String}

// reword puts one fault in the place of all that a map of strings has of wrong
// types. A map has one type of values, so Terraform has made strings of the
// numbers before anybody could see them: it is the map that must go.
func (d *document) reword(faults shutdown.Faults) shutdown.Faults {
	if len(d.maps) == 0 {
		return faults
	}
	var out shutdown.Faults
	for _, f := range faults {
		i := slices.IndexFunc(d.maps, func(prefix string) bool { return strings.HasPrefix(f.Path, prefix) })
		if f.Rule != "type" || i < 0 {
			out = append(out, f)
			continue
		}
		lost := lostTypes(strings.TrimSuffix(d.maps[i], "."))
		if !slices.ContainsFunc(out, func(f shutdown.Fault) bool { return f.Path == lost.Path && f.Message == lost.Message }) {
			out = append(out, lost)
		}
	}
	return out
}

// lostTypes faults the map at a path, the whole profile where it is empty.
func lostTypes(path string) shutdown.Fault {
	if path == "" {
		path = "profile"
	}
	return shutdown.Fault{Path: path, Rule: "type", Given: "a map of strings", Allowed: "an object, whose values keep their types",
		Message: "A map gives all its values one type, so that every number in it has become a string.",
		WaysOut: []string{"write the object {…} itself, without tomap", "give a variable the type any, or an object type, instead of map"}}
}
