package hcl

import (
	"cmp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// What is known of a value beside itself goes along with it as marks, through
// whatever an expression does with it.
type (
	// reason is why a value is not known.
	reason string
	// reference is a resource that a value was taken from.
	reference struct{ to *instance }
	// place is where a value stands.
	place struct {
		file     string
		line     int
		computed bool
	}
	// partial says that a text has placeholders for what is not known.
	partial struct{}
)

// unknown is a value that is not known, of whatever type.
func unknown(why string) cty.Value { return cty.DynamicVal.Mark(reason(why)) }

// mostReasons is how many reasons are said.
const mostReasons = 2

// why are the reasons of a value that is not known.
func why(marks cty.ValueMarks) string {
	var out []string
	for m := range marks {
		if r, is := m.(reason); is {
			out = append(out, string(r))
		}
	}
	if len(out) == 0 {
		return "not to be told from the code"
	}
	slices.SortFunc(out, func(a, b string) int {
		// First what somebody can give.
		return cmp.Or(cmp.Compare(wait(a), wait(b)), cmp.Compare(a, b))
	})
	more := ""
	if len(out) > mostReasons {
		out, more = out[:mostReasons], ", and more"
	}
	return strings.Join(out, ", and ") + more
}

// wait is 1 for what comes with an apply, and 0 for what may be there before.
func wait(why string) int {
	if strings.HasSuffix(why, afterApply) {
		return 1
	}
	return 0
}

// afterApply ends what is said of a value that a provider gives.
const afterApply = "is known after apply"

// referred are the resources that make a picture among those that a value was taken
// from.
func referred(marks cty.ValueMarks) []*plan.Resource {
	var out []*plan.Resource
	for m := range marks {
		if r, is := m.(reference); is && !r.to.block.data && plan.Reads(r.to.block.kind) {
			out = append(out, r.to.made())
		}
	}
	return out
}

// where is the one place of a value.
func where(marks cty.ValueMarks) (at place, one bool) {
	for m := range marks {
		if p, is := m.(place); is {
			if one {
				return place{}, false
			}
			at, one = p, true
		}
	}
	return at, one
}

func (p place) where(address string) service.Where {
	return service.Where{File: p.file, Line: p.line, Address: address}
}

// without are the marks but for those of a type.
func without[M any](marks cty.ValueMarks) cty.ValueMarks {
	out := cty.ValueMarks{}
	for m := range marks {
		if _, is := m.(M); !is {
			out[m] = struct{}{}
		}
	}
	return out
}

// has says that one of the marks is of a type.
func has[M any](marks cty.ValueMarks) bool {
	for m := range marks {
		if _, is := m.(M); is {
			return true
		}
	}
	return false
}

// certain says that a value is wholly there: known, and without placeholders.
func certain(v cty.Value) bool { return v.IsKnown() && !has[partial](v.Marks()) }
