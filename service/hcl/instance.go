package hcl

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// instance is one instance of a resource or a data source.
type instance struct {
	scope   *scope
	block   *block
	loop    loop
	address string
	// resource is there once something refers to the instance, or asks for it.
	resource *plan.Resource
	computed map[string]cty.Value
	// at is where the attribute stands that is read.
	at place
}

func (b *block) at() hcl.Range {
	return hcl.Range{Filename: b.file, Start: hcl.Pos{Line: b.begins}}
}

// made is the resource of the picture.
func (i *instance) made() *plan.Resource {
	if i.resource == nil {
		i.resource = plan.NewResource(i.block.kind, i.loop.key, service.Where{File: i.block.file, Line: i.block.begins, Address: i.address})
	}
	return i.resource
}

// attribute is what an attribute of the instance is, as far as the code says it.
func (i *instance) attribute(name string) cty.Value {
	at := i.block.at()
	return i.scope.cell(i.block.key()+i.loop.key+"."+name, at, func() cty.Value {
		if s := i.block.settings[name]; s != nil && !meta[name] {
			if v := i.scope.value(s.expression, s.refers, i.loop); !v.IsNull() {
				return v.Mark(reference{i})
			}
		}
		if v, is := i.settings()[name]; is {
			return v
		}
		return i.unknown(name).Mark(reference{i})
	})
}

// unknown is an attribute of which the code says nothing.
func (i *instance) unknown(name string) cty.Value {
	if i.block.data {
		return unknown(i.address + " is read by Terraform")
	}
	if name != "" {
		name = "." + name
	}
	return unknown(i.address + name + " " + afterApply)
}

// object has the attributes that are asked of the instance. As a whole it has all that
// is asked of anything.
func (i *instance) object(attributes map[string]bool, whole bool) cty.Value {
	settings := i.settings()
	if whole && i.block.data && settings == nil {
		return i.unknown("")
	}
	out := map[string]cty.Value{}
	for name := range attributes {
		out[name] = i.attribute(name)
	}
	if whole {
		for name := range i.scope.loader.names {
			out[name] = i.attribute(name)
		}
		for name, v := range settings {
			out[name] = v
		}
	}
	return cty.ObjectVal(out)
}

// all are the instances in a module, and in those that it calls, that make a picture.
func (s *scope) all(out []*instance) []*instance {
	for _, b := range s.module.resources {
		if plan.Reads(b.kind) {
			out = append(out, s.expand(b).instances...)
		}
	}
	for _, name := range sorted(s.module.calls) {
		if c := s.module.calls[name]; c.module != nil {
			for _, below := range s.below(c).scopes {
				out = below.all(out)
			}
		}
	}
	return out
}

// ignores are the comments for an audit at the resource's code; those at the calls of
// the modules that it stands in are for its services.
func (i *instance) ignores() []service.Ignore {
	out := i.scope.module.comments[i.block.file].at(i.block, i.address)
	if i.resource.Picture().Type != service.TypeService {
		return out
	}
	for s := i.scope; s.call != nil; s = s.parent {
		out = append(out, s.parent.module.comments[s.call.file].at(s.call.block, i.address)...)
	}
	return out
}
