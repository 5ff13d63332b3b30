package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// document is a plan or a state while it is read.
type document struct {
	*stream
	file, format string
	// prior says that what is there before the changes is read.
	prior bool
	// planned says that there are changes, which may be none.
	planned       bool
	changes       []*instance
	configuration *module
	values        *stateModule
	variables     map[string]json.RawMessage
}

// module is the configuration of a module.
type module struct {
	resources map[declared]map[string]any
	calls     map[string]*call
	outputs   map[string]any
}

// call is a module that another one calls.
type call struct {
	expressions map[string]any
	module      *module
}

// stateModule is a module in a state.
type stateModule struct {
	address   string
	resources []*instance
	children  []*stateModule
}

// mostChanges bounds the changes of a plan: of ten thousand services there are a tenth
// as many.
const mostChanges = 1_000_000

func (d *document) read() error {
	err := d.object(func(name string) (err error) {
		switch name {
		case "format_version":
			if d.format, err = d.text(); err == nil {
				return d.known()
			}
			return err
		case "resource_changes":
			d.planned = d.PeekKind() != 'n'
			n := 0
			return d.list(func() error {
				if err := d.change(); err != nil {
					return err
				}
				if n++; n > mostChanges {
					return said{fmt.Errorf("%s has more than %d changes, which is more than a plan may have here", d.file, mostChanges)}
				}
				return nil
			})
		case "variables":
			return d.object(d.variable)
		case "configuration":
			return d.object(d.rootModule(func() (err error) { d.configuration, err = d.module(); return err }))
		case "values":
			return d.object(d.rootModule(func() (err error) { d.values, err = d.stateModule(); return err }))
		}
		return d.SkipValue()
	})
	if err == nil {
		if _, err = d.ReadToken(); errors.Is(err, io.EOF) {
			return d.known()
		}
	}
	return d.fault(err)
}

// variable reads the value of a variable of the root module.
func (d *document) variable(name string) error {
	return d.object(func(part string) error {
		if part != "value" {
			return d.SkipValue()
		}
		raw, err := d.ReadValue()
		if err == nil {
			if d.variables == nil {
				d.variables = map[string]json.RawMessage{}
			}
			d.variables[name] = json.RawMessage(raw.Clone())
		}
		return err
	})
}

// rootModule reads the root module of an object, and nothing else of it.
func (d *document) rootModule(read func() error) func(string) error {
	return func(name string) error {
		if name == "root_module" {
			return read()
		}
		return d.SkipValue()
	}
}

// known refuses a document of another kind, or of a format to come.
func (d *document) known() error {
	major, _, _ := strings.Cut(d.format, ".")
	switch {
	case d.format == "":
		return said{fmt.Errorf("%s is not what terraform show -json prints: it has no format_version", d.file)}
	case major != "0" && major != "1":
		return said{fmt.Errorf("%s has the format %s, and 0 and 1 are known here: update graceful", d.file, d.format)}
	}
	return nil
}

// said is an error that names the file and what is wrong with it.
type said struct{ error }

// fault is an error with the file, and with no word of what stands in it.
func (d *document) fault(err error) error {
	var done said
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &done):
		return done.error
	case errors.As(err, &syntax):
		return fmt.Errorf("%s is not what terraform show -json prints: byte %d: %w", d.file, syntax.ByteOffset, syntax.Err)
	case err == nil:
		return fmt.Errorf("%s is not what terraform show -json prints: more follows at byte %d", d.file, d.InputOffset())
	}
	return fmt.Errorf("%s is not what terraform show -json prints: byte %d: %w", d.file, d.InputOffset(), err)
}

// change reads a change, and keeps what it will have made.
func (d *document) change() error {
	i, mode := &instance{}, ""
	var before jsontext.Value // A change whose type is said behind it.
	err := d.object(func(name string) (err error) {
		switch name {
		case "module_address":
			i.module, err = d.text()
		case "change":
			switch {
			case i.kind == "":
				before, err = d.ReadValue()
				before = before.Clone()
			case readers[i.kind] == nil || mode == "data":
				err = d.SkipValue()
			default:
				err = d.changed(i)
			}
		default:
			err = d.identity(i, name, &mode)
		}
		return err
	})
	if err != nil {
		return err
	}
	if readers[i.kind] == nil || mode == "data" {
		return nil
	}
	if before != nil {
		inner := *d
		inner.stream = d.inner(before)
		if err := inner.changed(i); err != nil {
			return err
		}
	}
	if i.after != nil && !i.later.deposed { // Else it is deleted, or was not there.
		d.changes = append(d.changes, i)
	}
	return nil
}

// identity reads what a resource is called.
func (d *document) identity(i *instance, name string, mode *string) (err error) {
	switch name {
	case "address":
		i.address, err = d.text()
	case "mode":
		*mode, err = d.text()
	case "type":
		i.kind, err = d.text()
	case "name":
		i.name, err = d.text()
	case "deposed":
		i.later.deposed = true
		err = d.SkipValue()
	case "index":
		var raw jsontext.Value
		if raw, err = d.ReadValue(); err == nil && raw.Kind() != 'n' {
			i.key = "[" + string(raw) + "]"
		}
	default:
		err = d.SkipValue()
	}
	return err
}

// changed reads what a change comes to.
func (d *document) changed(i *instance) error {
	return d.object(func(name string) (err error) {
		if d.prior {
			return d.later(i, name)
		}
		switch name {
		case "after":
			err = d.keep(i, "the change")
		case "after_unknown":
			var v any
			v, err = d.marks() // False where everything is known.
			i.unknown, _ = v.(map[string]any)
			i.made = v == true || i.unknown["arn"] == true
		default:
			err = d.SkipValue()
		}
		return err
	})
}

// keep keeps the values of an instance as they are written, which takes a third of
// the room, until they are read; what names them to others is read at once.
func (d *document) keep(i *instance, what string) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	switch raw.Kind() {
	case 'n':
		return nil
	case '{':
		i.after = raw.Clone()
	default:
		return said{fmt.Errorf("%s: %s of %s cannot be read: it is no object", d.file, what, i.address)}
	}
	i.names, err = d.inner(i.after).names()
	return err
}

// names are what others may call a resource by: its ARN, a task definition's family
// with and without the revision, and the URL of a queue.
func (s *stream) names() (out []string, err error) {
	family, revision := "", ""
	err = s.object(func(name string) error {
		kind := s.PeekKind()
		switch {
		case (name == "arn" || name == "url") && kind == '"':
			text, err := s.text()
			out = append(out, text)
			return err
		case name == "family" && kind == '"':
			family, err = s.text()
			return err
		case name == "revision" && kind == '0':
			raw, err := s.ReadValue()
			revision = string(raw)
			return err
		}
		return s.SkipValue()
	})
	if family != "" {
		out = append(out, family)
		if revision != "" {
			out = append(out, family+":"+revision)
		}
	}
	return slices.DeleteFunc(out, func(name string) bool { return name == "" }), err
}

// inner reads a part that was kept, until the next part is read.
func (s *stream) inner(raw jsontext.Value) *stream {
	if s.below == nil {
		s.below = &stream{Decoder: jsontext.NewDecoder(bytes.NewBuffer(nil), reading...), words: s.words}
	}
	s.below.Reset(bytes.NewBuffer(raw), reading...)
	return s.below
}
