package template

import (
	"cmp"
	"maps"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

const (
	// mostVariants bounds the variants of a template.
	mostVariants = 64
	// mostVaried bounds the steps of all variants of a template together, of which
	// the audit of a service takes as many as auditSteps.
	mostVaried = 1_500_000
	auditSteps = 60
)

// choice is one that an input leaves, other than its default.
type choice struct {
	service.Choice
	of    *parameter
	value any
	// other says that it is any value but those that are compared.
	other bool
}

// group are templates that belong together, with the choices that they leave.
type group struct {
	documents []*document
	choices   []choice
	left      int
}

// Variants are the further pictures that the templates may give. Each sets one
// parameter of one template to another value, and follows all expressions anew, so
// that what hangs together stays together.
func (s *Set) Variants() service.Variants {
	out := service.Variants{Left: map[string]int{}}
	var groups []group
	for _, g := range s.groups() {
		if g.left > 0 {
			for _, d := range g.documents {
				out.Left[d.file] = g.left
			}
		}
		if len(g.choices) > 0 {
			groups = append(groups, g)
		}
	}
	if len(groups) == 0 {
		return out
	}
	out.All = func(yield func(service.Variant) bool) {
		for _, g := range groups {
			for i := range g.choices {
				ev := s.evaluation(&g.choices[i])
				if !yield(service.Variant{When: g.choices[i].Choice, Resources: ev.all(g.documents)}) {
					return
				}
			}
		}
	}
	return out
}

// groups are the templates by what they take from each other.
func (s *Set) groups() []group {
	base := s.evaluation(nil)
	base.all(s.documents)
	for _, d := range s.documents {
		if d.parent != nil {
			base.noted.join(d.parent.in, d)
		}
	}
	base.byName()
	at, cost := map[*document]int{}, map[*document]int{}
	var out []group
	for _, d := range s.documents {
		root := base.noted.root(d)
		if _, ok := at[root]; !ok {
			at[root] = len(out)
			out = append(out, group{})
		}
		g := &out[at[root]]
		g.documents = append(g.documents, d)
		cost[root] += base.cost[d]
	}
	left := map[*document][][]choice{}
	for _, p := range slices.SortedFunc(maps.Keys(base.noted.inputs), func(a, b *parameter) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.in.file, b.in.file), cmp.Compare(a.in.stack, b.in.stack))
	}) {
		root := base.noted.root(p.in)
		left[root] = append(left[root], p.choices(base.noted.inputs[p]))
	}
	for root, i := range at {
		most := min(mostVariants, mostVaried/max(1, cost[root]))
		if base.steps > mostSteps+s.size {
			most = 0 // There is no whole picture to begin with.
		}
		out[i].take(left[root], most)
	}
	return out
}

// take keeps so many choices, of each input in turn, and counts the others.
func (g *group) take(inputs [][]choice, most int) {
	for _, list := range inputs {
		g.left += len(list)
	}
	for round := 0; len(g.choices) < most; round++ {
		before := len(g.choices)
		for _, list := range inputs {
			if round < len(list) && len(g.choices) < most {
				g.choices = append(g.choices, list[round])
			}
		}
		if len(g.choices) == before {
			break
		}
	}
	g.left -= len(g.choices)
}

// choices are the values that an input may have beside its default, as far as the
// template tells.
func (p *parameter) choices(seen *noted) []choice {
	if p.read() || p.secret() {
		return nil
	}
	usual := ""
	if p.Default != nil {
		usual = service.Written(p.Default)
	}
	var out []choice
	there := map[string]bool{usual: p.Default != nil}
	add := func(v any) {
		c := choice{Choice: service.Choice{Input: p.name, Value: service.Written(v)}, of: p, value: v}
		if !there[c.Value] {
			there[c.Value] = true
			out = append(out, c)
		}
	}
	if listed := p.allowed(); len(listed) > 0 {
		for _, v := range listed[:min(len(listed), mostListed)] {
			add(v)
		}
		return out
	}
	if seen.counts && p.kind() == "Number" && p.within(1) {
		add("1")
	}
	for _, value := range slices.Sorted(maps.Keys(seen.compared)) {
		if p.fits(value) {
			add(value)
		}
	}
	for i, value := range slices.Sorted(maps.Keys(seen.keys)) {
		if i < mostListed && p.fits(value) {
			add(value)
		}
	}
	if len(seen.compared) > 0 && (p.Default == nil || seen.compared[usual]) {
		other := slices.Sorted(maps.Keys(seen.compared))
		out = append(out, choice{Choice: service.Choice{Input: p.name, Other: other}, of: p, other: true})
	}
	return out
}

// mostListed bounds the values of one input that are told from each other.
const mostListed = 1000

// fits says that a value is one that the input may have.
func (p *parameter) fits(value string) bool {
	if p.kind() != "Number" {
		return true
	}
	n, is := number(value)
	return is && p.within(n)
}
