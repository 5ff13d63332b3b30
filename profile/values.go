package profile

import (
	"cmp"
	"errors"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// ReadValues turns a file with the numbers of a service, as they stand
// somewhere, into values. It is as strict as [Read]. What over says wins over the
// file: its faults have no place in it.
//
// The error, if any, is a [shutdown.Faults] with every fault at once, those of
// the file in its order.
func ReadValues(name string, data []byte, over map[string]any) (shutdown.Values, error) {
	d := read(values(), name, data)
	if d.broken {
		return shutdown.Values{}, d.faults
	}
	overlay(d, "", d.content, over)
	v, err := shutdown.ParseValues(d.content)
	var meant shutdown.Faults
	if err != nil && !errors.As(err, &meant) {
		return shutdown.Values{}, err
	}
	faults := append(d.faults, d.placed(d.legible(meant))...)
	if len(faults) == 0 {
		return v, nil
	}
	slices.SortStableFunc(faults, func(a, b shutdown.Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return shutdown.Values{}, faults
}

// overlay writes one map over another. What is written has no place.
func overlay(d *document, path string, under, over map[string]any) {
	for key, v := range over {
		at := inside(path, key)
		below, isMap := under[key].(map[string]any)
		if above, ok := v.(map[string]any); ok && isMap {
			overlay(d, at, below, above)
			continue
		}
		under[key] = v
		d.values[at] = position{}
	}
}

// legible leaves out the faults of what could not be read, which has one
// already, and of what rests on it.
func (d *document) legible(faults shutdown.Faults) shutdown.Faults {
	return slices.DeleteFunc(faults, func(f shutdown.Fault) bool {
		for _, path := range d.opaque {
			if d.touches(path, f.Path) {
				return true
			}
		}
		return false
	})
}

// touches says that a fault is about a value or something inside it, or that
// both are assumptions, whose rules rest on each other.
func (d *document) touches(path, fault string) bool {
	return fault == path || len(fault) > len(path) && fault[:len(path)] == path && (fault[len(path)] == '.' || fault[len(path)] == '[') ||
		firstPart(path) == "assume" && firstPart(fault) == "assume"
}

// firstPart is the outermost field of a path.
func firstPart(path string) string {
	for i := range len(path) {
		if path[i] == '.' || path[i] == '[' {
			return path[:i]
		}
	}
	return path
}
