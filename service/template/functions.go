package template

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// atDeployment is why many expressions are not known.
var atDeployment = service.Missing{Why: "known at deployment only"}

// expression is the value of a function, as far as it is known.
func (ev *evaluation) expression(in *document, name string, argument any, at *spot, depth int) any {
	list, _ := argument.([]any)
	switch name {
	case "Ref":
		id, _ := argument.(string)
		return ev.ref(in, id, depth)
	case "Fn::GetAtt":
		return ev.attribute(in, argument, depth)
	case "Fn::ImportValue":
		return ev.imported(in, argument, depth)
	case "Fn::Sub":
		return ev.sub(in, argument, depth)
	case "Fn::If":
		return ev.choose(in, list, at, depth)
	case "Fn::FindInMap":
		return ev.find(in, list, depth)
	case "Fn::Join":
		if len(list) == 2 {
			return ev.join(in, list[0], list[1], depth)
		}
	case "Fn::Select":
		if len(list) == 2 {
			return ev.pick(in, list[0], list[1], depth)
		}
	case "Fn::Split":
		if len(list) == 2 {
			return ev.split(in, list[0], list[1], depth)
		}
	}
	return atDeployment
}

// ref is what a name stands for: a resource, or the value of a parameter.
func (ev *evaluation) ref(in *document, id string, depth int) any {
	if id == noValue {
		return nil
	}
	if e := in.entries[id]; e != nil {
		return ev.refer(e, "")
	}
	if given, from, ok := in.given(id); ok {
		return ev.resolve(from, given, nil, depth+1)
	}
	p := in.parameter(id)
	if p == nil {
		return atDeployment
	}
	ev.noted.reach(p, ev.counting && ev.deciding == 0)
	if u := ev.under; u != nil && u.of == p {
		if !u.other {
			return p.value(u.value)
		}
		if ev.deciding > 0 {
			return otherThan(u.Other)
		}
		return service.Missing{Why: atDeployment.Why + ": the parameter " + u.String()}
	}
	if p.read() || p.secret() && ev.deciding == 0 {
		return p.missing()
	}
	return p.value(p.Default)
}

// given is what the parent of a nested stack gives it for a parameter, and the
// document in which that stands.
func (d *document) given(name string) (v any, from *document, ok bool) {
	if d.parent == nil || d.Parameters[name] == nil && strings.HasPrefix(name, "AWS::") {
		return nil, nil, false
	}
	all, _ := d.parent.Properties["Parameters"].(map[string]any)
	v, ok = all[name]
	if !ok && len(all) == 1 {
		for function := range all {
			if strings.HasPrefix(function, "Fn::") { // Which of them are given is not known.
				return map[string]any{"Fn::GetAtt": []any{}}, d.parent.in, true
			}
		}
	}
	return v, d.parent.in, ok
}

// refer is a reference to a resource, if that is made.
func (ev *evaluation) refer(e *entry, attribute string) any {
	if !ev.made(e) {
		return service.Missing{Why: "not made: the condition of " + e.resource.Where.Address + " does not hold"}
	}
	return service.Reference{To: ev.resource(e), Attribute: attribute}
}

// attribute is that of a resource; an output of a nested stack is what it gives.
func (ev *evaluation) attribute(in *document, argument any, depth int) any {
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
		return ev.resolve(e.nested, e.nested.Outputs[out].Value, nil, depth+1)
	}
	return ev.refer(e, name)
}

// imported is what another template exports under a name.
func (ev *evaluation) imported(in *document, argument any, depth int) any {
	if ev.making {
		return atDeployment
	}
	if ev.exports == nil {
		ev.export()
	}
	name, why := ev.known(in, argument, depth)
	if why != "" {
		return service.Missing{Why: why}
	}
	e, ok := ev.exports[name]
	if !ok || !ev.exported(e) {
		return atDeployment
	}
	ev.noted.join(in, e.in)
	return ev.resolve(e.in, e.Value, nil, depth+1)
}

// export finds the outputs that have a name for others.
func (ev *evaluation) export() {
	ev.exports, ev.making = map[string]export{}, true
	for _, d := range ev.set.documents {
		for _, o := range d.Outputs {
			if o.Export.Name == nil {
				continue
			}
			if name, why := ev.known(d, o.Export.Name, 0); why == "" {
				ev.exports[name] = export{o, d}
			}
		}
	}
	ev.making = false
}

// exported says that the condition of an output does not leave it out.
func (ev *evaluation) exported(e export) bool {
	name, is := e.Condition.(string)
	return !is || !ev.condition(e.in, name).is(false)
}

// find looks up a value in a mapping.
func (ev *evaluation) find(in *document, list []any, depth int) any {
	if len(list) < 3 || len(list) > 4 {
		return atDeployment
	}
	name, why := ev.known(in, list[0], depth)
	if why != "" {
		return service.Missing{Why: why}
	}
	var at any
	at, ok := in.Mappings[name]
	if !ok {
		return service.Missing{Why: "not to be found: there is no mapping " + name}
	}
	for _, key := range list[1:3] {
		level, _ := at.(map[string]any)
		ev.noted.lookUp(ev.input(in, key), level)
		word, why := ev.known(in, key, depth)
		if why != "" {
			return service.Missing{Why: why}
		}
		if at, ok = level[word]; !ok {
			if len(list) == 4 {
				if usual, is := list[3].(map[string]any); is {
					return ev.resolve(in, usual["DefaultValue"], nil, depth+1)
				}
			}
			return service.Missing{Why: "not to be found: the mapping " + name + " has no " + word}
		}
	}
	switch at.(type) {
	case string, float64, bool, []any:
		return service.Expression{Value: at, From: "mapping " + name}
	}
	return atDeployment
}

// join puts parts together.
func (ev *evaluation) join(in *document, separator, list any, depth int) any {
	between, ok := separator.(string)
	parts, why := listOf(ev.resolve(in, list, nil, depth+1))
	if !ok || why != "" {
		return service.Missing{Why: cmp.Or(why, atDeployment.Why)}
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

// pick is an entry of a list.
func (ev *evaluation) pick(in *document, index, list any, depth int) any {
	word, why := ev.known(in, index, depth)
	if why != "" {
		return service.Missing{Why: why}
	}
	entries, why := listOf(ev.resolve(in, list, nil, depth+1))
	if why != "" {
		return service.Missing{Why: why}
	}
	i, err := strconv.Atoi(word)
	if err != nil || i < 0 || i >= len(entries) {
		return service.Missing{Why: "not to be found: Fn::Select takes entry " + word + " of a list of " + strconv.Itoa(len(entries))}
	}
	switch v := entries[i].(type) {
	case string, float64, bool:
		return service.Expression{Value: v}
	default:
		return v
	}
}

// split makes a list of a text.
func (ev *evaluation) split(in *document, separator, text any, depth int) any {
	between, ok := separator.(string)
	word, why := ev.known(in, text, depth)
	if !ok || why != "" {
		return service.Missing{Why: cmp.Or(why, atDeployment.Why)}
	}
	var out []any
	for _, part := range strings.Split(word, between) {
		out = append(out, part)
	}
	return service.Expression{Value: out}
}

var placeholder = regexp.MustCompile(`\$\{(!?)([^}]*)\}`)

// sub puts values into a text.
func (ev *evaluation) sub(in *document, argument any, depth int) any {
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
			parts = append(parts, ev.resolve(in, v, nil, depth+1))
		case strings.Contains(name, ".") && !strings.HasPrefix(name, "AWS::"):
			parts = append(parts, ev.attribute(in, name, depth+1))
		default:
			parts = append(parts, ev.ref(in, name, depth+1))
		}
	}
	return composed(append(parts, text[from:]))
}

// composed is one text where all parts are known, and else the parts, with
// neighbours that are known put together.
func composed(parts []any) any {
	c := composer{}
	for _, part := range parts {
		if e, is := part.(service.Expression); is {
			c.came(e.From)
			part = opened(e)
		}
		more := []any{part}
		if inner, is := part.(service.Composed); is {
			more = inner.Parts
		}
		for _, m := range more {
			c.add(m)
		}
	}
	c.flush()
	switch text, is := last(c.out).(string); {
	case c.size > longestText:
		return service.Missing{Why: "put together to more than " + strconv.Itoa(longestText) + " bytes"}
	case len(c.out) == 0 || len(c.out) == 1 && is:
		return service.Expression{Value: text, From: c.from}
	}
	return service.Composed{Parts: c.out}
}

// composer puts a text together.
type composer struct {
	out  []any
	text strings.Builder
	size int
	// from is where its values come from; empty for several places.
	from    string
	several bool
}

func (c *composer) came(from string) {
	if c.several = c.several || c.from != "" && c.from != from; c.several {
		from = ""
	}
	c.from = from
}

func (c *composer) add(part any) {
	if c.size++; c.size > longestText {
		return
	}
	switch part := part.(type) {
	case string, float64, bool:
		text := service.Written(part)
		if c.size += len(text); c.size <= longestText {
			c.text.WriteString(text)
		}
	case nil:
	default:
		c.flush()
		c.out = append(c.out, part)
	}
}

// flush ends a piece of text that is known.
func (c *composer) flush() {
	if c.text.Len() > 0 {
		c.out = append(c.out, c.text.String())
		c.text.Reset()
	}
}

func last(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}
