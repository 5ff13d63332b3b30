package hcl

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// called is a call of a module with the instances that it makes.
type called struct {
	repeated
	why    string
	scopes []*scope
	values map[string]cty.Value
}

// below are the instances that a call makes.
func (s *scope) below(c *call) *called {
	if x := s.scopes[c]; x != nil {
		return x
	}
	loops, how, why := s.loops(c.block, "module."+c.name)
	x := &called{repeated: how, why: why, values: map[string]cty.Value{}}
	for _, l := range loops {
		x.scopes = append(x.scopes, &scope{loader: s.loader, module: c.module, address: s.named("module." + c.name + l.key), parent: s, call: c, loop: l})
	}
	if s.scopes == nil {
		s.scopes = map[*call]*called{}
	}
	s.scopes[c] = x
	return x
}

// called is what stands for a module that is called, with the outputs that are asked.
func (s *scope) called(name string, asked []hcl.Traversal) cty.Value {
	c := s.module.calls[name]
	switch {
	case c == nil:
		return unknown("module." + name + " is nowhere")
	case c.module == nil:
		return unknown(c.elsewhere)
	}
	x := s.below(c)
	outputs, whole := wants(asked, 2, x.repeated != once)
	if whole {
		for name := range c.module.outputs {
			outputs[name] = true
		}
	}
	if x.repeated == unclear {
		return unknown(x.why)
	}
	by := fmt.Sprint(sorted(outputs))
	if v, have := x.values[by]; have {
		return v
	}
	list, named := make([]cty.Value, len(x.scopes)), map[string]cty.Value{}
	for n, below := range x.scopes {
		object := map[string]cty.Value{}
		for name := range outputs {
			object[name] = below.output(name)
		}
		list[n] = cty.ObjectVal(object)
		if x.repeated == keyed {
			named[below.loop.each["key"].AsString()] = list[n]
		}
	}
	v := cty.TupleVal(list)
	switch x.repeated {
	case once:
		v = list[0]
	case keyed:
		v = cty.ObjectVal(named)
	}
	x.values[by] = v
	return v
}
