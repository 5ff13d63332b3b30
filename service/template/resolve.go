package template

import (
	"regexp"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// deepest is how far expressions are followed, so that a circle of exports or
// nested stacks has an end.
const deepest = 64

// atDeployment is why most expressions are not known.
var atDeployment = service.Missing{Why: "known at deployment only"}

// resolve puts what is known in the place of expressions.
func (s *Set) resolve(in *document, v any, depth int) any {
	if depth > deepest {
		return service.Missing{Why: "its expressions go too deep"}
	}
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = s.resolve(in, v[i], depth+1)
		}
		return out
	case map[string]any:
		if len(v) == 1 {
			for name, argument := range v {
				if name == "Ref" || strings.HasPrefix(name, "Fn::") {
					return s.expression(in, name, argument, depth)
				}
			}
		}
		out := make(map[string]any, len(v))
		for k := range v {
			out[k] = s.resolve(in, v[k], depth+1)
		}
		return out
	default:
		return v
	}
}

// expression is the value of a function, as far as it is known.
func (s *Set) expression(in *document, name string, argument any, depth int) any {
	switch name {
	case "Ref":
		id, _ := argument.(string)
		return s.ref(in, id, depth)
	case "Fn::GetAtt":
		return s.attribute(in, argument, depth)
	case "Fn::ImportValue":
		if export, ok := argument.(string); ok {
			if e, ok := s.exports[export]; ok {
				return s.resolve(e.in, e.v, depth+1)
			}
		}
	case "Fn::Join":
		if list, ok := argument.([]any); ok && len(list) == 2 {
			return s.join(in, list[0], list[1], depth)
		}
	case "Fn::Sub":
		return s.sub(in, argument, depth)
	}
	return atDeployment
}

// ref is what a name stands for: a resource, or what a nested stack was given.
func (s *Set) ref(in *document, id string, depth int) any {
	if id == "AWS::NoValue" {
		return nil
	}
	if e := in.entries[id]; e != nil {
		return service.Reference{To: e.resource}
	}
	if p := in.parent; p != nil {
		given, _ := p.Properties["Parameters"].(map[string]any)
		if v, ok := given[id]; ok {
			return s.resolve(p.in, v, depth+1)
		}
	}
	return atDeployment
}

// attribute is that of a resource; an output of a nested stack is what it gives.
func (s *Set) attribute(in *document, argument any, depth int) any {
	var id, name string
	switch argument := argument.(type) {
	case []any:
		if len(argument) == 2 {
			id, _ = argument[0].(string)
			name, _ = argument[1].(string)
		}
	case string:
		id, name, _ = strings.Cut(argument, ".")
	}
	e := in.entries[id]
	if e == nil {
		return atDeployment
	}
	if out, ok := strings.CutPrefix(name, "Outputs."); ok && e.nested != nil {
		return s.resolve(e.nested, e.nested.Outputs[out].Value, depth+1)
	}
	return service.Reference{To: e.resource, Attribute: name}
}

// join puts parts together.
func (s *Set) join(in *document, separator, list any, depth int) any {
	between, ok := separator.(string)
	parts, isList := s.resolve(in, list, depth+1).([]any)
	if !ok || !isList {
		return atDeployment
	}
	var all []any
	for i, part := range parts {
		if i > 0 && between != "" {
			all = append(all, between)
		}
		all = append(all, part)
	}
	return composed(all)
}

var placeholder = regexp.MustCompile(`\$\{(!?)([^}]*)\}`)

// sub puts values into a text.
func (s *Set) sub(in *document, argument any, depth int) any {
	text, ok := argument.(string)
	var given map[string]any
	if list, isList := argument.([]any); isList && len(list) == 2 {
		text, ok = list[0].(string)
		given, _ = list[1].(map[string]any)
	}
	if !ok {
		return atDeployment
	}
	var parts []any
	from := 0
	for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		parts = append(parts, text[from:at[0]])
		from = at[1]
		name := text[at[4]:at[5]]
		switch v, own := given[name]; {
		case at[2] < at[3]: // ${!name} is written as ${name}.
			parts = append(parts, "${"+name+"}")
		case own:
			parts = append(parts, s.resolve(in, v, depth+1))
		case strings.Contains(name, ".") && !strings.HasPrefix(name, "AWS::"):
			parts = append(parts, s.attribute(in, name, depth))
		default:
			parts = append(parts, s.ref(in, name, depth))
		}
	}
	return composed(append(parts, text[from:]))
}

// composed is one text where all parts are known, and else the parts, with
// neighbours that are known put together.
func composed(parts []any) any {
	var out []any
	for _, part := range parts {
		if e, is := part.(service.Expression); is {
			part = e.Value
		}
		var more []any
		switch part := part.(type) {
		case service.Composed:
			more = part.Parts
		case string, float64, bool:
			more = []any{service.Written(part)}
		case nil:
		default:
			more = []any{part}
		}
		for _, m := range more {
			text, is := m.(string)
			if before, ok := last(out).(string); is && ok {
				out[len(out)-1] = before + text
				continue
			}
			if !is || text != "" {
				out = append(out, m)
			}
		}
	}
	if len(out) == 0 {
		return service.Expression{Value: ""}
	}
	if text, ok := out[0].(string); ok && len(out) == 1 {
		return service.Expression{Value: text}
	}
	return service.Composed{Parts: out}
}

func last(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}
