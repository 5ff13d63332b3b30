package hcl

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// context has the values of names, and no more of them than are asked for: what is
// asked for by nobody need not be there.
func (s *scope) context(refers []hcl.Traversal, in loop) *hcl.EvalContext {
	names := map[string]map[string]cty.Value{}
	set := func(root, name string, v func() cty.Value) {
		if names[root] == nil {
			names[root] = map[string]cty.Value{}
		}
		if _, have := names[root][name]; !have {
			names[root][name] = v()
		}
	}
	asked := map[*block][]hcl.Traversal{}
	calls := map[string][]hcl.Traversal{}
	for _, t := range refers {
		name := step(t, 1)
		switch root := t.RootName(); root {
		case "var":
			set(root, name, func() cty.Value { return s.variable(name) })
		case "local":
			set(root, name, func() cty.Value { return s.local(name) })
		case "module":
			calls[name] = append(calls[name], t)
		case "path", "terraform", "tofu":
			set(root, name, func() cty.Value { return s.surroundings(root, name) })
		case "each", "count", "self":
		case "data":
			kind, of := name, step(t, 2)
			if b := s.module.declared["data."+kind+"."+of]; b != nil {
				asked[b] = append(asked[b], t)
			}
		default:
			if b := s.module.declared[root+"."+name]; b != nil {
				asked[b] = append(asked[b], t)
			}
		}
	}
	for name, all := range calls {
		set("module", name, func() cty.Value { return s.called(name, all) })
	}
	data := map[string]map[string]cty.Value{}
	for b, all := range asked {
		v := s.resource(b, all)
		if !b.data {
			set(b.kind, b.name, func() cty.Value { return v })
			continue
		}
		if data[b.kind] == nil {
			data[b.kind] = map[string]cty.Value{}
		}
		data[b.kind][b.name] = v
	}
	out := map[string]cty.Value{}
	for root, values := range names {
		out[root] = cty.ObjectVal(values)
	}
	if len(data) > 0 {
		kinds := map[string]cty.Value{}
		for kind, values := range data {
			kinds[kind] = cty.ObjectVal(values)
		}
		out["data"] = cty.ObjectVal(kinds)
	}
	if in.each != nil {
		out[in.name] = cty.ObjectVal(maps.Clone(in.each))
	}
	return &hcl.EvalContext{Variables: out, Functions: s.functions()}
}

// step is the name at a place of a traversal.
func step(t hcl.Traversal, at int) string {
	if at < len(t) {
		switch step := t[at].(type) {
		case hcl.TraverseAttr:
			return step.Name
		case hcl.TraverseIndex:
			if step.Key.Type() == cty.String {
				return step.Key.AsString()
			}
		}
	}
	return ""
}

// surroundings are what Terraform knows of where it runs.
func (s *scope) surroundings(root, name string) cty.Value {
	if root == "path" {
		switch name {
		case "module":
			return cty.StringVal(s.module.folder)
		case "root", "cwd":
			return cty.StringVal(s.loader.path)
		}
	}
	if root+"."+name == workspace {
		s.loader.inWorkspace = true
		if v := s.loader.given.workspace; v != nil {
			return *v
		}
	}
	return unknown(root + "." + name + " is known to a run alone")
}

// resource is what stands for a resource, or for its instances.
func (s *scope) resource(b *block, asked []hcl.Traversal) cty.Value {
	x := s.expand(b)
	after := 2
	if b.data {
		after++
	}
	attributes, whole := wants(asked, after, x.repeated != once)
	return x.value(attributes, whole)
}

// wants are the attributes that are asked of something, and whether it is asked for
// as a whole.
func wants(asked []hcl.Traversal, after int, many bool) (attributes map[string]bool, whole bool) {
	attributes = map[string]bool{}
	for _, t := range asked {
		rest := t[min(after, len(t)):]
		if many {
			if len(rest) == 0 {
				whole = true
				continue
			}
			if _, is := rest[0].(hcl.TraverseIndex); is {
				rest = rest[1:]
			}
		}
		if name := step(rest, 0); name != "" {
			attributes[name] = true
		} else {
			whole = true
		}
	}
	return attributes, whole
}
