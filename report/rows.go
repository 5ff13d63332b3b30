package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// row is one setting as a line of a table.
type row struct{ name, value, unit string }

// quantity is the value with its unit.
func (r row) quantity() string { return strings.TrimSpace(r.value + " " + r.unit) }

// elsewhere are the settings that have a part of a report for themselves,
// wherever they stand.
var elsewhere = []string{"environment", "framework_settings", "sidecar_framework_settings", "guarantees", "estimates", "explanation", "notes"}

// rows flattens the settings into lines, nested names dotted, and lists the
// names of those that do not apply.
func rows(s shutdown.Settings) (lines []row, absent []string) {
	f := flattener{units: units()}
	f.object("", tree(s), elsewhere)
	return f.lines, f.absent
}

// estimates are the expected durations as lines.
func estimates(s shutdown.Settings) []row {
	f := flattener{units: units(), inside: "estimates."}
	for _, m := range tree(s) {
		if o, ok := m.value.(object); ok && m.key == "estimates" {
			f.object("estimates.", o, nil)
		}
	}
	return f.lines
}

// units has the unit of every output.
func units() map[string]string {
	m := make(map[string]string)
	for _, o := range shutdown.Outputs() {
		m[o.Name] = o.Unit
	}
	return m
}

// flattener turns a tree into rows.
type flattener struct {
	units map[string]string
	// inside is taken off the names.
	inside string
	lines  []row
	absent []string
}

func (f *flattener) object(path string, o object, skip []string) {
	for _, m := range o {
		if !slices.Contains(skip, m.key) {
			f.value(path+m.key, m.value, skip)
		}
	}
}

func (f *flattener) value(path string, v any, skip []string) {
	switch v := v.(type) {
	case nil:
		f.absent = append(f.absent, path)
	case object:
		f.object(path+".", v, skip)
	case []any:
		f.list(path, v)
	default:
		f.add(path, fmt.Sprint(v))
	}
}

// list is one row of words, or one row for each object, which its first member
// names.
func (f *flattener) list(path string, list []any) {
	var words []string
	for _, v := range list {
		o, ok := v.(object)
		if !ok {
			words = append(words, fmt.Sprint(v))
			continue
		}
		parts := make([]string, 0, len(o))
		for _, m := range o[1:] {
			parts = append(parts, fmt.Sprint(m.key, " ", m.value))
		}
		f.add(path+"."+fmt.Sprint(o[0].value), strings.Join(parts, ", "))
	}
	switch {
	case len(words) > 0:
		f.add(path, strings.Join(words, ", "))
	case len(list) == 0:
		f.add(path, "none")
	}
}

func (f *flattener) add(path, value string) {
	unit, ok := f.units[path]
	if !ok { // One of many that have their unit together, by name.
		unit = f.units[path[:strings.LastIndexByte(path, '.')]]
	}
	f.lines = append(f.lines, row{strings.TrimPrefix(path, f.inside), value, singular(value, unit)})
}

// singular is the unit as it reads beside the number.
func singular(value, unit string) string {
	if value == "1" {
		return strings.TrimSuffix(unit, "s")
	}
	return unit
}
