package hcl

import (
	"bytes"
	"encoding/json"

	"github.com/zclconf/go-cty/cty"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// containers are container definitions, which are a text of JSON, as a list.
func (i *instance) containers(v cty.Value) any {
	switch v := i.decoded("container_definitions", v).(type) {
	case []any, nil:
		return v
	case plan.Written:
		if _, unknown := v.Value.(service.Missing); unknown {
			return v
		}
	}
	_, marks := v.Unmark()
	return i.leaf(service.Missing{Why: "container_definitions is no list"}, marks)
}

// decoded is what a text of JSON says. What was encoded where it stands is read with
// its places, and what is written as JSON with its lines.
func (i *instance) decoded(name string, v cty.Value) any {
	plain, marks := v.Unmark()
	if !plain.IsKnown() || plain.IsNull() || plain.Type() != cty.String {
		return i.plain(v, 0)
	}
	text := plain.AsString()
	for m := range marks {
		if e, is := m.(*encoded); is && e.text == text {
			return i.plain(e.value, 0)
		}
	}
	if !json.Valid([]byte(text)) {
		return i.leaf(service.Missing{Why: name + " is no JSON"}, marks)
	}
	at, found := origin{}, false
	for m := range marks {
		if o, is := m.(origin); is && o.text == text {
			at, found = o, true
		}
	}
	r := lines{instance: i, in: json.NewDecoder(bytes.NewReader([]byte(text))), text: []byte(text), marks: marks, origin: at, known: found, line: at.line}
	r.in.UseNumber()
	return r.value()
}

// lines reads JSON whose lines are known, or not.
type lines struct {
	instance *instance
	in       *json.Decoder
	text     []byte
	marks    cty.ValueMarks
	origin   origin
	known    bool
	// line is that of the byte at.
	at, line int
}

// here is the line of what was read last.
func (l *lines) here() int {
	to := min(int(l.in.InputOffset()), len(l.text))
	l.line += bytes.Count(l.text[l.at:to], []byte("\n"))
	l.at = to
	return l.line
}

// value reads the next value of a text that is whole.
func (l *lines) value() any {
	token, err := l.in.Token()
	if err != nil {
		return nil
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			out := []any{}
			for l.in.More() {
				out = append(out, l.value())
			}
			_, _ = l.in.Token()
			return out
		}
		out := map[string]any{}
		for l.in.More() {
			key, _ := l.in.Token()
			name, _ := key.(string)
			if v := l.value(); v != nil {
				out[name] = v
			}
		}
		_, _ = l.in.Token()
		return out
	case nil:
		return nil
	case json.Number:
		if why, is := l.instance.scope.loader.missing(t.String()); is {
			return l.leaf(service.Missing{Why: why})
		}
		n, _ := t.Float64()
		return l.leaf(n)
	case string:
		if why, is := l.instance.scope.loader.missing(t); is {
			return l.leaf(service.Missing{Why: why})
		}
		return l.leaf(t)
	default:
		return l.leaf(t)
	}
}

func (l *lines) leaf(v any) any {
	out := l.instance.leaf(v, l.marks)
	out.To = nil
	if l.known {
		out.Computed = false
		out.Where.File, out.Where.Line = l.origin.file, l.here()
	}
	return out
}
