// Package plan reads what `terraform show -json` prints of a plan or of a state
// into resources.
//
// On a first plan no ARN is known, so what refers to what is taken from the plan's
// configuration, through variables and outputs of modules, and followed to the
// instances that the plan has. In a state the ARNs themselves say it.
package plan

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Plan is what was read.
type Plan struct {
	file string
	// prior says that it is what there was before the plan.
	prior     bool
	instances []*instance
	// at has the instances of a resource in an instance of a module.
	at map[declared][]*instance
	// beside has all that stand in an instance of a module.
	beside map[string][]*instance
	// made has the first two instances of each type that the plan makes.
	made map[string][]*instance
	// arns has the instances by what AWS calls them.
	arns  map[string]*instance
	root  *module
	again *stream // What reads a part that was kept.
	// variables are those of the root module.
	variables map[string]json.RawMessage
	// calls has the instances of a module that is called in another one, by the
	// address of the call without its key.
	calls map[string][]string
	// seen are the instances of modules that calls has.
	seen map[string]bool
}

// declared is a resource in an instance of a module.
type declared struct{ module, kind, name string }

// instance is one resource of a plan.
type instance struct {
	declared
	address string
	key     string // Its count or for_each key as it is written, with brackets.
	// names are what others may call it by.
	names []string
	// after has its values as they are written.
	after jsontext.Value
	// unknown has true where a value is known after apply only.
	unknown map[string]any
	// made says that its ARN is known after apply only.
	made bool
	// expressions are the configuration's; nil where there is no configuration.
	expressions map[string]any
	// written are its values where it comes from code, and not from a plan.
	written  map[string]any
	resource *service.Resource
	later    later
}

// Read reads a document. The file is the name that places are said with.
func Read(file string, text []byte) (*Plan, error) { return Decode(file, bytes.NewReader(text)) }

// Decode reads a document as it comes in, and keeps what makes a picture: most of a
// plan stands in it two or three times over.
func Decode(file string, in io.Reader) (*Plan, error) {
	return decode(document{stream: newStream(in), file: file})
}

func decode(d document) (*Plan, error) {
	if err := d.read(); err != nil {
		return nil, err
	}
	p := &Plan{file: d.file, prior: d.prior, at: map[declared][]*instance{}, beside: map[string][]*instance{}, made: map[string][]*instance{}, calls: map[string][]string{}, seen: map[string]bool{}, arns: map[string]*instance{}, root: d.configuration, again: &stream{words: d.words}, variables: d.variables}
	if d.planned {
		for _, i := range d.changes {
			i.expressions = p.expressions(i.declared)
			if p.prior {
				i.expressions, i.later = p.writtenBefore(i), later{}
			}
			p.add(i)
		}
		return p, nil
	}
	if p.prior {
		return nil, nil
	}
	p.state(d.values)
	return p, nil
}

// state takes in what a state has.
func (p *Plan) state(m *stateModule) {
	if m == nil {
		return
	}
	for _, i := range m.resources {
		i.module = m.address
		p.add(i)
	}
	for _, child := range m.children {
		p.state(child)
	}
}

func (p *Plan) add(i *instance) {
	i.resource = &service.Resource{Type: readers[i.kind].kind, Where: service.Where{File: p.file, Address: i.address}, Path: i.address}
	p.instances = append(p.instances, i)
	p.at[i.declared] = append(p.at[i.declared], i)
	if p.beside[i.module] == nil {
		p.called(i.module)
	}
	p.beside[i.module] = append(p.beside[i.module], i)
	if kind := i.resource.Type; i.made && len(p.made[kind]) < 2 {
		p.made[kind] = append(p.made[kind], i)
	}
	for _, name := range i.names {
		p.arns[name] = i
	}
}

// Variables are those that the root module was planned with; none of a state.
func (p *Plan) Variables() map[string]json.RawMessage { return p.variables }

// Resources are those that make a picture of a service, in the plan's order.
func (p *Plan) Resources() []*service.Resource {
	out := make([]*service.Resource, 0, len(p.instances))
	for _, i := range p.instances {
		if i.resource.Properties == nil {
			i.resource.Properties = readers[i.kind].read(p, p.node(i))
			i.after, i.unknown = nil, nil
		}
		out = append(out, i.resource)
	}
	return out
}
