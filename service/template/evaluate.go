package template

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

const (
	// deepest is how far expressions are followed, so that a circle of exports or
	// nested stacks has an end.
	deepest = 64
	// mostSteps bounds, beside a step for each byte of the templates, what expressions
	// that name each other may blow up to.
	mostSteps = 300_000
	// longestText is the longest that is put together; CloudFormation takes templates
	// of a megabyte.
	longestText = 1 << 20
)

// What cannot be followed to its end.
var (
	tooDeep = service.Missing{Why: "not followed: its expressions go too deep"}
	tooMany = service.Missing{Why: "not followed: the expressions of the template are too many"}
)

// evaluation resolves the expressions of templates, all inputs at their defaults but
// at most one.
type evaluation struct {
	set *Set
	// under is the choice of the one; nil without.
	under      *choice
	resources  map[*entry]*service.Resource
	conditions map[named]truth
	// exports are made when the first is asked for; while they are, they have no
	// values of their own.
	exports map[string]export
	making  bool
	noted   notes
	// steps counts what was resolved, cost how much of it for each document.
	steps int
	cost  map[*document]int

	// deciding counts the conditions around what is resolved, counting says that it
	// is a number of tasks.
	deciding int
	counting bool
}

// named is what has a name in a document.
type named struct {
	in   *document
	name string
}

// export is an output under the name that other templates have for it.
type export struct {
	output
	in *document
}

func (s *Set) evaluation(under *choice) *evaluation {
	return &evaluation{set: s, under: under, resources: map[*entry]*service.Resource{}, conditions: map[named]truth{}, noted: newNotes(), cost: map[*document]int{}}
}

// spot is where an expression stands in its resource; nil where it stands elsewhere.
type spot struct {
	above *spot
	name  string
}

func (s *spot) at(name string) *spot {
	if s == nil {
		return nil
	}
	return &spot{s, name}
}

// path is the spot as lines are found by it.
func (s *spot) path() string {
	if s == nil {
		return ""
	}
	above := s.above.path()
	if above == "" || strings.HasPrefix(s.name, "[") {
		return above + s.name
	}
	return above + "." + s.name
}

// resource is that of an entry as this evaluation has it, until it is filled without
// properties.
func (ev *evaluation) resource(e *entry) *service.Resource {
	r := ev.resources[e]
	if r == nil {
		own := *e.resource
		r = &own
		ev.resources[e] = r
	}
	return r
}

// all are the resources that are made and make a picture, of documents and of those
// to which their references lead.
func (ev *evaluation) all(documents []*document) []*service.Resource {
	var out []*service.Resource
	done := map[*document]bool{}
	for todo := documents; len(todo) > 0; {
		for _, d := range todo {
			done[d] = true
			before, audited := ev.steps, 0
			for _, id := range sorted(d.entries) {
				if e := d.entries[id]; service.Pictured(e.Type) && ev.made(e) {
					out = append(out, ev.fill(e))
					if e.Type == service.TypeService {
						audited++
					}
				}
			}
			ev.cost[d] = ev.steps - before + auditSteps*audited
		}
		todo = nil
		for _, d := range ev.set.documents {
			if !done[d] && ev.refersTo(d) {
				todo = append(todo, d)
			}
		}
	}
	return out
}

// refersTo says that something refers to a resource of a document.
func (ev *evaluation) refersTo(d *document) bool {
	for e := range ev.resources {
		if e.in == d {
			return true
		}
	}
	return false
}

// fill resolves the properties of a resource.
func (ev *evaluation) fill(e *entry) *service.Resource {
	r := ev.resource(e)
	r.Properties = make(map[string]any, len(e.Properties))
	for _, name := range sorted(e.Properties) { // In their order, so that what is cut is the same each time.
		v := e.Properties[name]
		ev.counting = e.Type == service.TypeService && name == "DesiredCount" || e.Type == service.TypeScalingTarget && name == "MinCapacity"
		r.Properties[name] = ev.resolve(e.in, v, &spot{nil, name}, 0)
	}
	ev.counting = false
	return r
}

// made says whether a resource is made: neither its condition nor that of a stack
// that it is nested in is false.
func (ev *evaluation) made(e *entry) bool {
	for at := e; at != nil; at = at.in.parent {
		if name, is := at.Condition.(string); is && ev.condition(at.in, name).is(false) {
			return false
		}
	}
	return true
}

// resolve puts what is known in the place of expressions.
func (ev *evaluation) resolve(in *document, v any, at *spot, depth int) any {
	if depth > deepest {
		return tooDeep
	}
	if ev.steps++; ev.steps > mostSteps+ev.set.size {
		return tooMany
	}
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = ev.resolve(in, v[i], at.at("["+strconv.Itoa(i)+"]"), depth+1)
		}
		return out
	case map[string]any:
		if len(v) == 1 {
			for name, argument := range v {
				if name == "Ref" || strings.HasPrefix(name, "Fn::") {
					return ev.expression(in, name, argument, at, depth+1)
				}
			}
		}
		out := make(map[string]any, len(v))
		for k := range v {
			out[k] = ev.resolve(in, v[k], at.at(k), depth+1)
		}
		return out
	case string:
		if strings.Contains(v, "{{resolve:") {
			return service.Missing{Why: atDeployment.Why + ": it is read from Systems Manager or Secrets Manager"}
		}
	}
	return v
}

// known is a text that is known, and why it is not. A number or a truth is one.
func (ev *evaluation) known(in *document, v any, depth int) (text, why string) {
	return textOf(ev.resolve(in, v, nil, depth+1))
}

// textOf is the text of what was resolved, and why it is none.
func textOf(v any) (text, why string) {
	switch v := opened(v).(type) {
	case string, float64, bool:
		return service.Written(v), ""
	case service.Missing:
		return "", v.Why
	case service.Composed:
		for _, part := range v.Parts {
			if m, is := part.(service.Missing); is {
				return "", m.Why
			}
		}
	}
	return "", atDeployment.Why
}

// listOf is the list that was resolved, without what an expression leaves out, and
// why it is none.
func listOf(v any) (list []any, why string) {
	all, is := opened(v).([]any)
	if !is {
		_, why = textOf(v)
		if why == "" {
			why = atDeployment.Why
		}
		return nil, why
	}
	for _, item := range all {
		if item != nil {
			list = append(list, item)
		}
	}
	return list, ""
}

// opened takes a value out of its expression.
func opened(v any) any {
	for {
		e, is := v.(service.Expression)
		if !is {
			return v
		}
		v = e.Value
	}
}

// number is one that stands in a template, which may be a text.
func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case string:
		n, err := strconv.ParseFloat(v, 64)
		return n, err == nil
	}
	return 0, false
}
