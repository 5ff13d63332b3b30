package template

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// notes are what an evaluation has seen of the inputs: which it has reached, what
// else they may be, and which documents it has gone through together.
type notes struct {
	inputs map[*parameter]*noted
	// beside leads from a document to another one of its group, as a forest.
	beside map[*document]*document
}

// noted is what was seen of an input.
type noted struct {
	// compared has the values that conditions compare it with, keys those by which
	// it is looked up in mappings.
	compared, keys map[string]bool
	// counts says that it is a number of tasks.
	counts bool
}

func newNotes() notes {
	return notes{map[*parameter]*noted{}, map[*document]*document{}}
}

func (n *notes) of(p *parameter) *noted {
	if n.inputs[p] == nil {
		n.inputs[p] = &noted{compared: map[string]bool{}, keys: map[string]bool{}}
	}
	return n.inputs[p]
}

// reach notes that a picture rests on an input.
func (n *notes) reach(p *parameter, counts bool) {
	at := n.of(p)
	at.counts = at.counts || counts
}

// compare notes what an input is compared with.
func (n *notes) compare(p *parameter, value string) {
	if p != nil {
		n.of(p).compared[value] = true
	}
}

// lookUp notes the keys of a mapping in which an input is looked up.
func (n *notes) lookUp(p *parameter, level map[string]any) {
	if p == nil {
		return
	}
	for key := range level {
		n.of(p).keys[key] = true
	}
}

// join puts two documents into one group.
func (n *notes) join(a, b *document) {
	if a, b = n.root(a), n.root(b); a != b {
		n.beside[b] = a
	}
}

// root stands for the group of a document.
func (n *notes) root(d *document) *document {
	for n.beside[d] != nil {
		d = n.beside[d]
	}
	return d
}

// input is the parameter that an expression is, itself or as what a nested stack is
// given; nil where it is anything else.
func (ev *evaluation) input(in *document, v any) *parameter {
	for range deepest {
		expression, _ := v.(map[string]any)
		if len(expression) != 1 {
			return nil
		}
		name, _ := expression["Ref"].(string)
		if text, is := expression["Fn::Sub"].(string); is && strings.HasPrefix(text, "${") && strings.HasSuffix(text, "}") {
			name = text[2 : len(text)-1]
		}
		if name == "" || in.entries[name] != nil {
			return nil
		}
		given, from, ok := in.given(name)
		if !ok {
			return in.parameter(name)
		}
		in, v = from, given
	}
	return nil
}

// byName joins templates of which one scales the service of another by its name.
func (ev *evaluation) byName() {
	services := map[string][]*document{}
	for e, r := range ev.resources {
		if name, why := textOf(r.Properties["ServiceName"]); e.Type == service.TypeService && why == "" {
			services[name] = append(services[name], e.in)
		}
	}
	for e, r := range ev.resources {
		id, why := textOf(r.Properties["ResourceId"])
		if why != "" || e.Type != service.TypeScalingTarget && e.Type != service.TypeScalingPolicy {
			continue
		}
		for _, d := range services[id[strings.LastIndexByte(id, '/')+1:]] {
			ev.noted.join(d, e.in)
		}
	}
}
