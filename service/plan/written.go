package plan

import (
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Written is what the code of a configuration gives for one value, in the place of a
// value of JSON.
type Written struct {
	// Value is a value of JSON that is no object and no list, or a [service.Missing].
	Value any
	// Computed says that it came out of an expression.
	Computed bool
	// To are the resources that its expression refers to.
	To    []*Resource
	Where service.Where
}

// Resource is one of a configuration that is evaluated rather than planned.
type Resource struct{ instance instance }

// Reads says that resources of a type make a picture.
func Reads(kind string) bool { return readers[kind] != nil }

// NewResource is a resource of a type that makes a picture. The key is its own, of
// count or for_each, as an address has it, with brackets; empty without.
func NewResource(kind, key string, at service.Where) *Resource {
	return &Resource{instance{declared: declared{kind: kind}, address: at.Address, key: key,
		resource: &service.Resource{Type: readers[kind].kind, Where: at, Path: at.Address}}}
}

// Picture is the resource in the picture.
func (r *Resource) Picture() *service.Resource { return r.instance.resource }

// Fill gives a resource its values: an object of JSON with [Written] in it. What
// they refer to need not be filled yet.
func (r *Resource) Fill(values map[string]any) {
	i := &r.instance
	i.written = values
	usual(i.kind, values)
	out := i.resource
	out.Lines, out.Files = map[string]int{}, map[string]string{}
	out.Properties = readers[i.kind].read(&Plan{}, node{of: i, after: i.written})
	for name, v := range out.Properties {
		out.Properties[name], _ = settled(out, name, v)
	}
}

// usual puts in what the AWS provider says of what nobody wrote, where that is not
// what AWS itself takes.
func usual(kind string, values map[string]any) {
	if kind != "aws_lb_target_group" && kind != "aws_alb_target_group" {
		return
	}
	checks, is := values["health_check"].([]any)
	if !is { // A block that is written in JSON.
		checks = []any{values["health_check"]}
	}
	for _, c := range checks {
		check, is := c.(map[string]any)
		for _, name := range []string{"healthy_threshold", "unhealthy_threshold"} {
			if _, given := check[name]; is && !given {
				check[name] = service.Usual{Value: 3.0}
			}
		}
	}
}

// settled notes the places of values, puts into a property what the picture has for
// it, and says the first line of all that stands there.
func settled(r *service.Resource, path string, v any) (_ any, line int) {
	first := func(below int) {
		if line == 0 || below > 0 && below < line {
			line = below
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			var below int
			v[name], below = settled(r, path+"."+name, v[name])
			first(below)
		}
	case []any:
		for i := range v {
			var below int
			at := path + "[" + strconv.Itoa(i) + "]"
			if v[i], below = settled(r, at, v[i]); below > 0 {
				r.Lines[at] = below
			}
			first(below)
		}
	case Written:
		if v.Where.Line > 0 {
			r.Lines[path] = v.Where.Line
		}
		if v.Where.File != r.Where.File {
			r.Files[path] = v.Where.File
			return v.settled(), 0
		}
		return v.settled(), v.Where.Line
	}
	return v, line
}

// settled is the value as the picture has it.
func (w Written) settled() any {
	if _, unknown := w.Value.(service.Missing); w.Computed && !unknown && w.Value != nil {
		return service.Expression{Value: w.Value}
	}
	return w.Value
}

// named is the resource of one of the kinds that the code of a value refers to, or
// the value.
func (n node) named(kinds []string) any {
	w, is := n.after.(Written)
	if !is {
		return n.after
	}
	var all []*instance
	for _, to := range w.To {
		if wanted(&to.instance, kinds) {
			all = append(all, &to.instance)
		}
	}
	if len(all) == 1 {
		w.Value, w.Computed = service.Reference{To: all[0].resource}, false
	}
	return w
}

// obscured is why a value, or all blocks of a kind, are not known; empty when they
// are.
func (n node) obscured() string {
	if w, is := n.after.(Written); is {
		why, _ := w.Value.(service.Missing)
		return why.Why
	}
	if n.unknown == true && n.given() {
		return afterApply
	}
	return ""
}

// plain is the value as JSON has it; nil where it is not known.
func (n node) plain() any {
	w, is := n.after.(Written)
	switch {
	case !is:
		return n.after
	case n.obscured() != "":
		return nil
	}
	return w.Value
}
