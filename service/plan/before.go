package plan

import (
	"io"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// DecodeBefore reads out of a plan what is there before it is applied; nil for a
// state, which has no before.
func DecodeBefore(file string, in io.Reader) (*Plan, error) {
	return decode(document{stream: newStream(in), file: file, prior: true})
}

// later is what a change comes to, where what was before it is read.
type later struct {
	after   jsontext.Value
	unknown map[string]any
	// deposed says that another instance stands at the address already.
	deposed bool
}

// later reads what is needed to tell what was written before: what a change comes to.
func (d *document) later(i *instance, name string) (err error) {
	switch name {
	case "before":
		err = d.keep(i, "the change")
	case "after":
		var raw jsontext.Value
		raw, err = d.ReadValue()
		i.later.after = raw.Clone()
	case "after_unknown":
		var v any
		v, err = d.marks()
		i.later.unknown, _ = v.(map[string]any)
	default:
		err = d.SkipValue()
	}
	return err
}

// writtenBefore are the expressions that an instance had. The plan has those of now;
// a value that goes away with its expression was written, and another one that nobody
// writes was a default then as it is now.
func (p *Plan) writtenBefore(i *instance) map[string]any {
	now := p.expressions(i.declared)
	if now == nil {
		return nil
	}
	was, _ := p.again.inner(i.after).value()
	will, _ := p.again.inner(i.later.after).value()
	values, _ := was.(map[string]any)
	kept, _ := will.(map[string]any)
	if kept == nil {
		return nil // It is deleted, and may be of another configuration.
	}
	out := make(map[string]any, len(now))
	for name, expression := range now {
		out[name] = expression
	}
	for name, value := range values {
		if _, is := out[name]; !is && i.later.unknown[name] == nil && !reflect.DeepEqual(value, kept[name]) {
			out[name] = map[string]any{}
		}
	}
	return out
}
