package provider

import (
	"math/big"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// shape is how a Go type of the model stands in Terraform: under the names that
// it has in JSON, null where JSON has null. Types, schemas and values are all
// made from it, so that they cannot differ from each other or from the command
// line.
type shape struct {
	kind tftypes.Type
	// members are those of an object, in the order of the Go type.
	members []member
	// element is that of a list or a map.
	element *shape
	// value converts a known Go value.
	value func(reflect.Value) tftypes.Value
}

type member struct {
	name  string
	index int
	shape *shape
}

// reported says what becomes of the outputs that only an explanation carries.
type reported int

const (
	leftOut reported = iota // there is no attribute
	silent                  // the attribute is null
	told                    // the attribute has its value
)

// shapeOf makes the shape of a type whose place in a result is path.
func (r reported) shapeOf(path string, t reflect.Type) *shape {
	s := r.plain(path, t)
	if r == silent && onlyReported(path) {
		null := tftypes.NewValue(s.kind, nil)
		s.value = func(reflect.Value) tftypes.Value { return null }
	}
	return s
}

func (r reported) plain(path string, t reflect.Type) *shape {
	switch t.Kind() {
	case reflect.Pointer:
		return nullable(r.shapeOf(path, t.Elem()))
	case reflect.String:
		return &shape{kind: tftypes.String, value: func(v reflect.Value) tftypes.Value { return tftypes.NewValue(tftypes.String, v.String()) }}
	case reflect.Bool:
		return &shape{kind: tftypes.Bool, value: func(v reflect.Value) tftypes.Value { return tftypes.NewValue(tftypes.Bool, v.Bool()) }}
	case reflect.Int:
		return &shape{kind: tftypes.Number, value: func(v reflect.Value) tftypes.Value {
			return tftypes.NewValue(tftypes.Number, new(big.Float).SetInt64(v.Int()))
		}}
	case reflect.Struct:
		return r.object(path, t)
	case reflect.Slice:
		if isTable(t) {
			return r.table(path, t)
		}
		return r.list(path, t)
	default:
		panic("provider: no attribute can hold a " + t.String())
	}
}

func nullable(s *shape) *shape {
	null, value := tftypes.NewValue(s.kind, nil), s.value
	s.value = func(v reflect.Value) tftypes.Value {
		if v.IsNil() {
			return null
		}
		return value(v.Elem())
	}
	return s
}

func nullWhenZero(s *shape) *shape {
	null, value := tftypes.NewValue(s.kind, nil), s.value
	s.value = func(v reflect.Value) tftypes.Value {
		if v.IsZero() {
			return null
		}
		return value(v)
	}
	return s
}

func (r reported) object(path string, t reflect.Type) *shape {
	kinds := make(map[string]tftypes.Type)
	var members []member
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		inner := strings.TrimPrefix(path+"."+name, ".")
		// What JSON leaves out when it is empty belongs to another surface.
		if name == "-" || options == "omitempty" && t.Field(i).Type.Kind() == reflect.Pointer || r == leftOut && onlyReported(inner) {
			continue
		}
		m := member{name, i, r.shapeOf(inner, t.Field(i).Type)}
		if options == "omitempty" {
			m.shape = nullWhenZero(m.shape)
		}
		members = append(members, m)
		kinds[name] = m.shape.kind
	}
	s := &shape{kind: tftypes.Object{AttributeTypes: kinds}, members: members}
	s.value = func(v reflect.Value) tftypes.Value { return tftypes.NewValue(s.kind, s.attributes(v)) }
	return s
}

// attributes are the values of an object's members.
func (s *shape) attributes(v reflect.Value) map[string]tftypes.Value {
	out := make(map[string]tftypes.Value, len(s.members))
	for _, m := range s.members {
		out[m.name] = m.shape.value(v.Field(m.index))
	}
	return out
}

func (r reported) list(path string, t reflect.Type) *shape {
	element := r.shapeOf(path, t.Elem())
	kind := tftypes.List{ElementType: element.kind}
	return &shape{kind: kind, element: element, value: func(v reflect.Value) tftypes.Value {
		if v.IsNil() {
			return tftypes.NewValue(kind, nil)
		}
		out := make([]tftypes.Value, v.Len())
		for i := range out {
			out[i] = element.value(v.Index(i))
		}
		return tftypes.NewValue(kind, out)
	}}
}

// isTable says whether a type is a [shutdown.Table].
func isTable(t reflect.Type) bool {
	return t.Elem().Kind() == reflect.Struct && strings.HasPrefix(t.Elem().Name(), "Entry[")
}

// table is a map, but for the guarantees: an object with one attribute for each
// cause, so that a misspelt cause is an error before anything is planned.
func (r reported) table(path string, t reflect.Type) *shape {
	value, _ := t.Elem().FieldByName("Value")
	element := r.shapeOf(path, value.Type)
	rows := func(v reflect.Value) map[string]tftypes.Value {
		out := make(map[string]tftypes.Value, v.Len())
		for i := range v.Len() {
			row := v.Index(i)
			out[row.Field(0).String()] = element.value(row.Field(1))
		}
		return out
	}
	if path != "guarantees" {
		kind := tftypes.Map{ElementType: element.kind}
		return &shape{kind: kind, element: element, value: func(v reflect.Value) tftypes.Value { return tftypes.NewValue(kind, rows(v)) }}
	}
	kinds := make(map[string]tftypes.Type)
	var members []member
	for i, c := range shutdown.Causes() {
		kinds[string(c)] = element.kind
		members = append(members, member{string(c), i, element})
	}
	kind := tftypes.Object{AttributeTypes: kinds}
	return &shape{kind: kind, members: members, value: func(v reflect.Value) tftypes.Value { return tftypes.NewValue(kind, rows(v)) }}
}

// onlyReported says whether only explanations carry the output at a path.
func onlyReported(path string) bool { return outputs()[path].Reported }
