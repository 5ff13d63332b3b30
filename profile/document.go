package profile

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// mostValues bounds what a file may hold, so that a file of a megabyte cannot
// ask for a report of a gigabyte. The largest sensible profile has about 60.
const mostValues = 1000

// document is a file on its way to a profile, the same for both formats.
type document struct {
	*form
	data []byte
	// content is what the file holds.
	content map[string]any
	// values and keys say where the value and the key of a path stand.
	values, keys map[string]position
	// opaque lists the paths whose value could not be read. They have a fault,
	// and the model must not judge them.
	opaque []string
	faults shutdown.Faults
	// broken says that nothing can be made of the file beyond its faults.
	broken bool
	count  int
	lines  [][]rune
}

func newDocument(k *form, data []byte) *document {
	return &document{form: k, data: data, content: map[string]any{}, values: map[string]position{}, keys: map[string]position{}}
}

func (d *document) add(f shutdown.Fault, where position) {
	f.Line, f.Column, f.Path = where.line, where.column, safe.Path(f.Path)
	d.faults = append(d.faults, f)
}

// fail ends the reading: whatever was found before is overshadowed by f.
func (d *document) fail(f *shutdown.Fault) {
	if !d.broken {
		d.broken, d.faults = true, shutdown.Faults{*f}
	}
}

// hide marks a value that could not be read.
func (d *document) hide(path string) { d.opaque = append(d.opaque, path) }

// enter notes a value's place. It is false when the file holds too many.
func (d *document) enter(path string, where position) bool {
	d.values[path] = where
	return d.counted(where)
}

// key notes a field's place. It is false when the map has the key already, which
// is a fault; the first value counts and the second is passed over.
func (d *document) key(path, name string, where position, seen map[string]position) bool {
	if first, ok := seen[name]; ok {
		d.add(duplicateKey(path, name, first), where)
		d.counted(where)
		return false
	}
	seen[name], d.keys[path] = where, where
	return true
}

// hideMissing hides the fields that a map has not, because they may stand where
// they could not be read from.
func (d *document) hideMissing(path string, m map[string]any) {
	for _, f := range d.fieldsAt(path) {
		if _, ok := m[f.Name]; !ok {
			d.hide(inside(path, f.Name))
		}
	}
}

// known says whether a map has such a field. What stands in one that does not
// exist is passed over: that it must go is all there is to say.
func (d *document) known(parent, name string) bool { return named(d.fieldsAt(parent), name) != nil }

// counted bounds how much there is to report.
func (d *document) counted(where position) bool {
	d.count++
	if d.count > mostValues {
		d.fail(d.tooMany(where))
	}
	return !d.broken
}

// locate finds the place of a path, or else of the nearest thing around it. A
// field that is missing from the profile itself points at the file's start.
func (d *document) locate(path string) position {
	for path != "" {
		if p, ok := d.values[path]; ok {
			return p
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return start
}

// inside is the path of a field in a map.
func inside(parent, name string) string {
	if parent == "" {
		return name
	}
	return parent + "." + name
}
