package hcl

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// written is a value as [plan.Resource.Fill] has it; nil for null.
func (i *instance) written(name string, v cty.Value) any {
	switch name {
	case "container_definitions":
		return i.containers(v)
	case "redrive_policy":
		return i.decoded(name, v)
	}
	return i.plain(v, 0)
}

// plain is a value with [plan.Written] where it holds no others.
func (i *instance) plain(v cty.Value, depth int) any {
	plain, marks := v.Unmark()
	kind := plain.Type()
	if depth > mostNesting {
		return i.leaf(service.Missing{Why: errDeep.Error()}, marks)
	}
	switch {
	case !plain.IsKnown():
		return i.leaf(service.Missing{Why: why(marks)}, marks)
	case plain.IsNull():
		return nil
	case kind.IsObjectType() || kind.IsMapType():
		out := map[string]any{}
		for it := plain.ElementIterator(); it.Next(); {
			key, below := it.Element()
			if v := i.plain(below, depth+1); v != nil {
				out[key.AsString()] = v
			}
		}
		return out
	case plain.CanIterateElements():
		out := make([]any, 0, plain.LengthInt())
		for it := plain.ElementIterator(); it.Next(); {
			_, below := it.Element()
			out = append(out, i.plain(below, depth+1))
		}
		return out
	}
	return i.scalar(plain, marks)
}

func (i *instance) scalar(v cty.Value, marks cty.ValueMarks) any {
	switch v.Type() {
	case cty.String:
		text := v.AsString()
		if why, is := i.scope.loader.missing(text); is && (has[partial](marks) || has[differs](marks)) {
			return i.leaf(service.Missing{Why: why}, marks)
		}
		return i.leaf(text, marks)
	case cty.Number:
		n, _ := v.AsBigFloat().Float64()
		return i.leaf(n, marks)
	case cty.Bool:
		return i.leaf(v.True(), marks)
	}
	return i.leaf(service.Missing{Why: "not to be told from the code"}, marks)
}

// leaf is a value that holds no others, with its place and what it was taken from.
func (i *instance) leaf(v any, marks cty.ValueMarks) plan.Written {
	at, one := where(marks)
	if !one {
		at = i.at
	}
	return plan.Written{Value: v, Computed: at.computed, To: referred(marks), Where: at.where(i.address)}
}
