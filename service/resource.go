package service

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
)

// Resource is one resource, with the names that CloudFormation has for its type
// and properties, whatever it was read from. A property is a value of JSON (nil,
// bool, float64, string, []any, map[string]any), or in its place a [Reference],
// a [Composed], an [Expression], a [Usual], an [Encoded] or a [Missing].
type Resource struct {
	// Type is CloudFormation's, such as AWS::ECS::Service.
	Type string
	// Where is the resource as a whole.
	Where Where
	// Path is its place among what people built, such as a construct's path;
	// empty where there is none.
	Path string
	// Stack is the path of the stack that it stands in; empty where there is none.
	Stack      string
	Properties map[string]any
	// Lines has the lines of properties by their paths, such as
	// ContainerDefinitions[0].StopTimeout; nil where lines are not known.
	Lines map[string]int
	// Files has the files of those that stand in another one than the resource.
	Files map[string]string
	// Ignores are what people wrote there for an audit to pass over.
	Ignores []Ignore
}

// Reference stands for what names another resource.
type Reference struct {
	To *Resource
	// Attribute is the name of what it takes from it; empty for the resource
	// itself.
	Attribute string
}

// Composed is a text of parts that are known (string) or refer to resources
// (Reference), such as service/shop/ and the name of a service.
type Composed struct{ Parts []any }

// Expression is a value that came out of an expression.
type Expression struct {
	Value any
	// From is what the value comes from, such as parameter Environment; empty where
	// there is no name for it.
	From string
	// Path is that of the value among the lines of its resource, where it does not
	// stand at the place that it is for; empty where it does.
	Path string
}

// Usual is a value that nobody wrote and that stands there all the same: the
// tool's own default.
type Usual struct{ Value any }

// Encoded is a value that is kept as a text of JSON, with the names of the API. It
// is read when it is asked for: written out, container definitions take five times
// the room.
type Encoded struct{ JSON string }

// Missing is a value that cannot be known.
type Missing struct{ Why string }

// property is a value in a resource with its place there.
type property struct {
	in   *Resource
	path string
	v    any
	// came is Computed or Default for what came out of an expression or a default,
	// or stands in what did; empty for what is written.
	came State
	// from is what a value that came out of an expression comes from.
	from string
}

// of is a resource's property, by a path of names.
func (r *Resource) of(path ...string) property {
	if r == nil {
		return property{}
	}
	p := property{in: r, v: r.Properties}
	for _, name := range path {
		p = p.at(name)
	}
	return p
}

// below is the path of what stands below, and entry that of an entry of a list; empty
// where lines are not known, which is all that they are for.
func (p property) below(name string) string {
	if p.in == nil || p.in.Lines == nil {
		return ""
	}
	return strings.TrimPrefix(p.path+"."+name, ".")
}

func (p property) entry(i int) string {
	if p.in == nil || p.in.Lines == nil {
		return ""
	}
	return p.path + index(i)
}

// at is what stands below, by its name.
func (p property) at(name string) property {
	object, _ := p.v.(map[string]any)
	below := property{in: p.in, path: p.below(name), came: p.came, from: p.from, v: object[name]}
	if unknown, is := p.v.(Missing); is {
		below.v = unknown
	}
	return below.opened()
}

// opened takes a value out of its expression or default.
func (p property) opened() property {
	for {
		switch v := p.v.(type) {
		case Expression:
			p.v, p.came = v.Value, Computed
			p.from, p.path = cmp.Or(v.From, p.from), cmp.Or(v.Path, p.path)
		case Usual:
			p.v, p.came = v.Value, Default
		case Encoded:
			var read any
			if err := json.Unmarshal([]byte(v.JSON), &read); err != nil {
				p.v = Missing{"its text is no JSON"}
				return p
			}
			p.v = InPascal(read)
		default:
			return p
		}
	}
}

// items are the entries of a list; one that an expression leaves out is none.
func (p property) items() []property {
	list, _ := p.v.([]any)
	out := make([]property, 0, len(list))
	for i, v := range list {
		if v != nil {
			out = append(out, property{in: p.in, path: p.entry(i), v: v, came: p.came, from: p.from}.opened())
		}
	}
	return out
}

// pairs turns a list of entries with a name and a value into a map; key is the
// name of the name.
func (p property) pairs(key string) map[string]property {
	out := map[string]property{}
	for _, entry := range p.items() {
		if name, ok := entry.at(key).v.(string); ok {
			out[name] = entry.at("Value")
		}
	}
	return out
}

// attribute is the value of an entry by its key; where there is none, the place is
// the list's. It is unknown where the list is, or an entry that might be it.
func (p property) attribute(name string) property {
	if v, ok := p.pairs("Key")[name]; ok {
		return v
	}
	out := property{in: p.in, path: p.path}
	if why := p.obscured(); why != "" {
		out.v = Missing{why}
	}
	return out
}

// obscured is why a list, or one of its entries, is not known; empty when all are.
func (p property) obscured() string {
	if _, is := p.v.([]any); !is {
		return p.text().Why
	}
	for _, item := range p.items() {
		if _, is := item.v.(map[string]any); !is {
			if why := item.text().Why; why != "" {
				return why
			}
		}
	}
	return ""
}

// missing says that nothing is there.
func (p property) missing() bool { return p.v == nil }

// to is the resource that the property refers to, nil if it is none that was read.
func (p property) to() *Resource {
	r, _ := p.v.(Reference)
	return r.To
}

// toA is the same, if that resource is of the type.
func (p property) toA(kind string) *Resource {
	if r := p.to(); r != nil && r.Type == kind {
		return r
	}
	return nil
}

// referred are the resources that the property refers to or is composed with.
func (p property) referred() []*Resource {
	parts := []any{p.v}
	if c, is := p.v.(Composed); is {
		parts = c.Parts
	}
	var out []*Resource
	for _, part := range parts {
		if r := (property{v: part}).to(); r != nil {
			out = append(out, r)
		}
	}
	return out
}

// ending is the text that the property ends in, empty where that is not known, or
// where it is no path.
func (p property) ending() string {
	v := p.v
	if c, is := v.(Composed); is && len(c.Parts) > 0 {
		v = c.Parts[len(c.Parts)-1]
	}
	text, _ := v.(string)
	if !strings.Contains(text, "/") {
		return ""
	}
	return text
}

// written tells properties that are one value, known or not; empty for none.
func (p property) written() string {
	switch v := p.v.(type) {
	case nil:
		return ""
	case Reference, Composed:
		return fmt.Sprintf("%#v", v)
	case string:
		return v
	default:
		return Written(v)
	}
}

// where is the place of the property, or of the closest one above it whose line
// is known.
func (p property) where() Where {
	if p.in == nil {
		return Where{}
	}
	at := p.in.Where
	at.From = p.from
	for path := p.path; path != ""; path = above(path) {
		if line := p.in.Lines[path]; line > 0 {
			at.Line, at.File = line, cmp.Or(p.in.Files[path], at.File)
			return at
		}
	}
	return at
}

// above is the path of what a property stands in.
func above(path string) string {
	cut := strings.LastIndexAny(path, ".[")
	if cut < 0 {
		return ""
	}
	return path[:cut]
}
