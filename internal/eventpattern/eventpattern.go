// Package eventpattern matches events with the part of EventBridge's patterns
// that the examples use: nested fields, and lists of the exact values that a
// field may have. Any other pattern is refused, so that no test can pass because
// an operator was overlooked. The parity test on the wire compares the answers
// with moto's.
package eventpattern

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Match says whether the event, a JSON object, matches the pattern.
func Match(pattern, event []byte) (bool, error) {
	var p, e map[string]any
	if err := json.Unmarshal(pattern, &p); err != nil {
		return false, fmt.Errorf("pattern: %w", err)
	}
	if err := json.Unmarshal(event, &e); err != nil {
		return false, fmt.Errorf("event: %w", err)
	}
	if len(p) == 0 {
		return false, fmt.Errorf("the pattern is empty, which EventBridge refuses")
	}
	return fields(p, e, "")
}

// fields looks at every field, also after one that does not match, so that what
// is wrong in the pattern is found with any event.
func fields(pattern, event map[string]any, path string) (bool, error) {
	all := true
	for name, want := range pattern {
		at := path + name
		var ok bool
		var err error
		switch want := want.(type) {
		case map[string]any:
			inner, _ := event[name].(map[string]any)
			ok, err = fields(want, inner, at+".")
		case []any:
			ok, err = oneOf(want, event[name], at)
		default:
			err = fmt.Errorf("%s: %v is neither a list nor an object, which EventBridge refuses", at, want)
		}
		if err != nil {
			return false, err
		}
		all = all && ok
	}
	return all, nil
}

// oneOf says whether the value, or one of a list of values, is wanted.
func oneOf(want []any, value any, path string) (bool, error) {
	if len(want) == 0 {
		return false, fmt.Errorf("%s: the list is empty, which EventBridge refuses", path)
	}
	values, list := value.([]any)
	if !list {
		values = []any{value}
	}
	ok := false
	for _, w := range want {
		if _, operator := w.(map[string]any); operator || w == nil {
			return false, fmt.Errorf("%s: %v is not an exact value, and this package knows nothing else", path, w)
		}
		for _, v := range values {
			ok = ok || reflect.DeepEqual(w, v)
		}
	}
	return ok, nil
}
