package service

import (
	"cmp"
	"encoding/json"
	"math"
	"strconv"
)

// known tells the value of a property from what stands in its place.
func known[T any](p property, read func(any) (T, bool)) Value[T] {
	at := p.where()
	switch v := p.v.(type) {
	case nil:
		return Value[T]{Where: at}
	case Missing:
		return NotKnown[T](v.Why, at)
	case Composed:
		return NotKnown[T](v.why(), at)
	case Reference, map[string]any: // An expression that nobody resolved.
		return NotKnown[T]("known at deployment only", at)
	default:
		value, ok := read(v)
		if !ok {
			// It may be a secret, and is not said.
			return NotKnown[T]("what is written there is no value for it", at)
		}
		out := Of(value, at)
		out.State = cmp.Or(p.came, Set)
		return out
	}
}

// why is the reason of the first part that cannot be known.
func (c Composed) why() string {
	for _, part := range c.Parts {
		if m, is := part.(Missing); is {
			return m.Why
		}
	}
	return "known at deployment only"
}

// number reads a whole number, which AWS takes as a text in many places.
func (p property) number() Value[int] {
	return known(p, func(v any) (int, bool) {
		switch v := v.(type) {
		case float64:
			return int(v), v == math.Trunc(v) && math.Abs(v) < 1<<53
		case int:
			return v, true
		case string:
			n, err := strconv.Atoi(v)
			return n, err == nil
		}
		return 0, false
	})
}

// text reads a text; a number or a truth is one where AWS takes it for one.
func (p property) text() Value[string] {
	return known(p, func(v any) (string, bool) {
		switch v.(type) {
		case string, float64, int, bool:
			return Written(v), true
		}
		return "", false
	})
}

// truth reads true or false, which may be a text.
func (p property) truth() Value[bool] {
	return known(p, func(v any) (bool, bool) {
		switch v := v.(type) {
		case bool:
			return v, true
		case string:
			b, err := strconv.ParseBool(v)
			return b, err == nil
		}
		return false, false
	})
}

// texts reads a list of texts, which is unknown when one of them is.
func (p property) texts() Value[[]string] {
	if _, list := p.v.([]any); !list {
		return known(p, func(any) ([]string, bool) { return nil, false })
	}
	var out []string
	for _, item := range p.items() {
		word := item.text()
		text, ok := word.Get()
		if !ok {
			return NotKnown[[]string](word.Why, p.where())
		}
		out = append(out, text)
	}
	return Of(out, p.where())
}

// Written is a value of JSON as a template has it.
func Written(v any) string {
	switch v := v.(type) {
	case nil:
		return NotSet
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'g', 12, 64)
	default:
		b, err := json.Marshal(v)
		if err != nil {
			return "unreadable"
		}
		return string(b)
	}
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }
