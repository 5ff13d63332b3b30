package template

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// truth is whether something is so, or why that is not known.
type truth struct {
	value bool
	why   string
}

// is says that it is known to be so.
func (t truth) is(value bool) bool { return t.why == "" && t.value == value }

// otherThan stands, where conditions are decided, for any value but those.
type otherThan []string

// mostConditions bounds how many conditions may name each other in a row.
const mostConditions = 200

// condition is whether the condition of that name holds, decided once.
func (ev *evaluation) condition(in *document, name string) truth {
	key := named{in, name}
	if t, ok := ev.conditions[key]; ok {
		return t
	}
	v, ok := in.Conditions[name]
	if !ok {
		return truth{why: "not to be found: there is no condition " + name}
	}
	if ev.deciding >= mostConditions {
		return truth{why: fmt.Sprintf("not decided: conditions name each other more than %d in a row", mostConditions)}
	}
	ev.conditions[key] = truth{why: "not decided: the condition " + name + " depends on itself"} // Until it is decided.
	ev.deciding++
	t := ev.decide(in, v, 0)
	ev.deciding--
	ev.conditions[key] = t
	return t
}

// decide is whether an expression holds. All operands are looked at, also behind
// one that decides, since each says what else an input may be.
func (ev *evaluation) decide(in *document, v any, depth int) truth {
	if depth > deepest {
		return truth{why: tooDeep.Why}
	}
	if ev.steps++; ev.steps > mostSteps+ev.set.size {
		return truth{why: tooMany.Why}
	}
	function, _ := v.(map[string]any)
	if len(function) != 1 {
		return truth{why: atDeployment.Why}
	}
	for name, argument := range function {
		list, _ := argument.([]any)
		switch name {
		case "Condition":
			other, _ := argument.(string)
			return ev.condition(in, other)
		case "Fn::Equals":
			if len(list) == 2 {
				return ev.equal(in, list[0], list[1], depth)
			}
		case "Fn::Not":
			if len(list) == 1 {
				t := ev.decide(in, list[0], depth+1)
				t.value = !t.value
				return t
			}
		case "Fn::And":
			return ev.every(in, list, true, depth)
		case "Fn::Or":
			t := ev.every(in, list, false, depth)
			t.value = !t.value
			return t
		}
	}
	return truth{why: atDeployment.Why}
}

// every says that all operands are as wanted: one that is not decides it, whatever
// is not known.
func (ev *evaluation) every(in *document, list []any, wanted bool, depth int) truth {
	out := truth{value: true}
	for _, v := range list {
		switch t := ev.decide(in, v, depth+1); {
		case t.is(!wanted):
			out = truth{}
		case t.why != "" && out.is(true):
			out.why = t.why
		}
	}
	if len(list) == 0 {
		return truth{why: atDeployment.Why}
	}
	return out
}

// equal compares two values, as texts.
func (ev *evaluation) equal(in *document, a, b any, depth int) truth {
	left, right := ev.resolve(in, a, nil, depth+1), ev.resolve(in, b, nil, depth+1)
	x, whyX := textOf(left)
	y, whyY := textOf(right)
	if whyY == "" {
		ev.noted.compare(ev.input(in, a), y)
	}
	if whyX == "" {
		ev.noted.compare(ev.input(in, b), x)
	}
	switch {
	case whyX == "" && whyY == "":
		return truth{value: x == y}
	case whyY == "" && excludes(left, y), whyX == "" && excludes(right, x):
		return truth{}
	case whyX != "":
		return truth{why: whyX}
	}
	return truth{why: whyY}
}

// excludes says that what was resolved is any value but that, among others.
func excludes(v any, value string) bool {
	other, _ := v.(otherThan)
	for _, o := range other {
		if o == value {
			return true
		}
	}
	return false
}

// choose is what an Fn::If gives: where its condition is not known, both have to
// agree.
func (ev *evaluation) choose(in *document, list []any, at *spot, depth int) any {
	if len(list) != 3 {
		return atDeployment
	}
	name, _ := list[0].(string)
	branch := func(i int) any {
		here := at.at("Fn::If").at(fmt.Sprintf("[%d]", i))
		return from(ev.resolve(in, list[i], here, depth+1), "condition "+name, here.path())
	}
	t := ev.condition(in, name)
	switch {
	case t.is(true):
		return branch(1)
	case t.is(false):
		return branch(2)
	}
	yes, no := branch(1), branch(2)
	if x, why := textOf(yes); why == "" {
		if y, why := textOf(no); why == "" && x == y {
			return yes
		}
	}
	return service.Missing{Why: t.why}
}

// from says what a value comes from and where it stands, unless it says so itself.
func from(v any, source, path string) any {
	switch v := v.(type) {
	case nil, service.Missing, service.Reference, service.Composed:
		return v
	case service.Expression:
		if v.From == "" {
			v.From = source
		}
		if v.Path == "" {
			v.Path = path
		}
		return v
	default:
		return service.Expression{Value: v, From: source, Path: path}
	}
}

// circle finds conditions that name each other in a circle, which CloudFormation
// refuses; empty where there are none.
func (d *document) circle() string {
	const open, done = 1, 2
	state := map[string]int{}
	var visit func(v any, depth int) string
	visit = func(v any, depth int) string {
		if depth > mostDepth {
			return "" // Too deep to be decided at all.
		}
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				if name := visit(item, depth+1); name != "" {
					return name
				}
			}
		case map[string]any:
			for key, item := range v {
				name, is := item.(string)
				if key != "Condition" || !is {
					if name := visit(item, depth+1); name != "" {
						return name
					}
					continue
				}
				switch below, ok := d.Conditions[name]; {
				case !ok || state[name] == done:
				case state[name] == open:
					return name
				default:
					state[name] = open
					if name := visit(below, depth+1); name != "" {
						return name
					}
					state[name] = done
				}
			}
		}
		return ""
	}
	for _, name := range sorted(d.Conditions) {
		if found := visit(map[string]any{"Condition": name}, 0); found != "" {
			return found
		}
	}
	return ""
}
