package gracefulecs

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// checker collects the faults of props. Faults of the profile are the stop
// model's own; those of the other props are raised here in the same form.
type checker struct{ faults shutdown.Faults }

func (c *checker) add(f shutdown.Fault) { c.faults = append(c.faults, f) }

// missing faults a prop that must be set.
func (c *checker) missing(path, allowed, message string, waysOut ...string) {
	c.add(shutdown.Fault{Path: path, Rule: "required", Allowed: allowed, Message: message, WaysOut: waysOut})
}

// misplaced faults a prop that means nothing with the rest of the props.
func (c *checker) misplaced(path, given, message string, waysOut ...string) {
	c.add(shutdown.Fault{Path: path, Rule: "type", Given: given, Allowed: "nothing", Message: message, WaysOut: waysOut})
}

// unlessRolling faults what does not go with a strategy that moves traffic.
func (c *checker) unlessRolling(p *plan, path, given, because, instead string) {
	if p.shifts() {
		c.misplaced(path, given, "With strategy "+string(p.profile.Strategy)+" "+because, instead, "or set the profile's strategy to rolling")
	}
}

// whole reads a whole number that must be known, or gives 0 with a fault. A nil
// pointer is 0 without one.
func (c *checker) whole(path string, v *float64, least, most int) int {
	allowed := "a whole number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most)
	switch {
	case v == nil:
		return 0
	case isToken(*v):
		c.add(tokenFault(path, allowed))
	case *v != math.Trunc(*v): // NaN too.
		c.add(shutdown.Fault{Path: path, Rule: "type", Given: number(*v), Allowed: allowed,
			Message: path + " takes a whole number.", WaysOut: []string{"set " + path + " to " + allowed}})
	case *v < float64(least) || *v > float64(most):
		c.add(shutdown.Fault{Path: path, Rule: "range", Given: number(*v), Allowed: allowed,
			Message: path + " is out of range.", WaysOut: []string{"set " + path + " to " + allowed}})
	default:
		return int(*v)
	}
	return 0
}

// positive checks a target that need not be whole.
func (c *checker) positive(path string, v *float64) {
	if v != nil && !isToken(*v) && !(*v > 0 && *v <= math.MaxFloat32) {
		c.add(shutdown.Fault{Path: path, Rule: "range", Given: number(*v), Allowed: "a number above 0",
			Message: path + " is out of range.", WaysOut: []string{"set " + path + " to a number above 0"}})
	}
}

// texts reads a list of strings; an entry that is nil or empty is a fault.
func (c *checker) texts(path string, list *[]*string) []string {
	if list == nil {
		return nil
	}
	out := make([]string, 0, len(*list))
	for i, s := range *list {
		if deref(s) == "" {
			c.missing(path+"["+strconv.Itoa(i)+"]", "a string", path+" has an empty entry.", "remove it")
			continue
		}
		out = append(out, *s)
	}
	return out
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 12, 64) }

// quote puts a word from outside into a message, cut to a readable length.
func quote(s string) string {
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return strconv.Quote(s)
}

func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// list joins words for a message.
func list(words []string) string { return strings.Join(words, ", ") }

// present are the names of those that are set, in their order.
func present(set map[string]bool) []string {
	return slices.DeleteFunc(sortedKeys(set), func(name string) bool { return !set[name] })
}

// sortedKeys gives the keys of a map in their order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
