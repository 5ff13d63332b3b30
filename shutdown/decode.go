package shutdown

import (
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"strconv"
)

// Parse turns a decoded document (YAML, JSON, HCL) into a proven profile and
// reports all its faults at once, those of shape and those of meaning. Numbers
// may be int, int64, float64, json.Number or *big.Float; nil means not set.
//
// The error, if any, is a [Faults].
func Parse(document map[string]any) (Proven, error) {
	p, faults := parse(document, nil)
	if len(faults) > 0 {
		return Proven{}, faults
	}
	return proven(p), nil
}

// ParsePartly reports the faults that a document has so far: the fields named
// in unknown have a value that is not known yet, so that they and the rules that
// need them are passed over.
func ParsePartly(document map[string]any, unknown ...string) Faults {
	_, faults := parse(document, unknown)
	return faults
}

func parse(document map[string]any, unknown []string) (Profile, Faults) {
	var p Profile
	d := decoder{skip: make(map[string]bool, len(unknown)), what: profileWord}
	for _, path := range unknown {
		d.skip[path] = true
	}
	decode(&d, "", document, fields[:], &p)
	faults := append(d.faults, p.faults(d.skip)...)
	faults.Sort()
	return p, faults
}

// decoder collects the faults of shape. A path in skip has been dealt with, so
// that no second fault is raised for it.
type decoder struct {
	faults Faults
	skip   map[string]bool
	// what names the map that is being decoded, for the fault of a key that it
	// does not have.
	what string
	// unknowable says that the word "unknown" stands for a value that nobody
	// knows; the paths are collected.
	unknowable bool
	unknown    []string
}

// decode reads a map into v.
func decode[T any](d *decoder, prefix string, m map[string]any, rows []row[T], v *T) {
	unknownFields(d, prefix, m, rows)
	for i := range rows {
		r := &rows[i]
		given, ok := m[r.Name]
		if !ok || given == nil {
			continue
		}
		path := prefix + r.Name
		if d.unknowable && given == "unknown" {
			d.unknown = append(d.unknown, path)
			continue
		}
		d.value(path, &r.Field, given, r.at(v))
	}
}

// value reads one field into its slot.
func (d *decoder) value(path string, f *Field, given, slot any) {
	switch f.Type {
	case Number:
		if n, ok := d.number(path, f, given); ok {
			set(reflect.ValueOf(slot).Elem(), n)
		}
	case Flag:
		if b, ok := given.(bool); ok {
			set(reflect.ValueOf(slot).Elem(), b)
		} else {
			d.wrongType(path, f, given)
		}
	case Text:
		if s, ok := d.text(path, f, given); ok {
			set(reflect.ValueOf(slot).Elem(), s)
		}
	case Texts:
		d.texts(path, f, given, reflect.ValueOf(slot).Elem())
	default:
		d.nested(path, f, given, slot)
	}
}

// nested reads a map, or a list of maps. The slots are the few that there are.
func (d *decoder) nested(path string, f *Field, given, slot any) {
	switch slot := slot.(type) {
	case *[]Sidecar:
		decodeList(d, path, f, given, "A sidecar", sidecarFields[:], slot)
	case *[]StandingSidecar:
		decodeList(d, path, f, given, "A sidecar", standingSidecarFields[:], slot)
	case **Front:
		decodeObject(d, path, f, given, "A front", frontFields[:], slot)
	case **StandingFront:
		decodeObject(d, path, f, given, "A front", standingFrontFields[:], slot)
	case **HealthValues:
		decodeObject(d, path, f, given, "A health check", healthFields[:], slot)
	case **AppValues:
		decodeObject(d, path, f, given, "An app", appFields[:], slot)
	case **Profile:
		decodeObject(d, path, f, given, "An assumption", assumableFields, slot)
	}
}

func decodeObject[T any](d *decoder, path string, f *Field, given any, what string, rows []row[T], slot **T) {
	m, ok := given.(map[string]any)
	if !ok {
		d.wrongType(path, f, given)
		return
	}
	*slot = new(T)
	inside(d, what, func() { decode(d, path+".", m, rows, *slot) })
}

func decodeList[T any](d *decoder, path string, f *Field, given any, what string, rows []row[T], slot *[]T) {
	list, ok := given.([]any)
	if !ok {
		d.wrongType(path, f, given)
		return
	}
	element := f.element()
	*slot = make([]T, len(list))
	for i, e := range list {
		at := path + "[" + strconv.Itoa(i) + "]"
		m, ok := e.(map[string]any)
		if !ok {
			d.wrongType(at, &element, e)
			for j := range rows {
				d.skip[at+"."+rows[j].Name] = true
			}
			continue
		}
		inside(d, what, func() { decode(d, at+".", m, rows, &(*slot)[i]) })
	}
}

// profileWord is what a fault calls a profile.
const profileWord = "A profile"

// inside names another map while one inside is read.
func inside(d *decoder, what string, read func()) {
	outer := d.what
	d.what = what
	read()
	d.what = outer
}

// unknownFields raises a fault for every key that is no field, offering the
// nearest one.
func unknownFields[T any](d *decoder, prefix string, m map[string]any, rows []row[T]) {
	names := make([]string, len(rows))
	for i := range rows {
		names[i] = rows[i].Name
	}
	for _, key := range sortedKeys(m) {
		if contains(names, key) {
			continue
		}
		path := prefix + key // As it stands there; whoever prints a fault makes it printable.
		message := d.what + " has no field " + quote(key) + "."
		if d.what == profileWord && isOutput(key) {
			message = d.what + " has no field " + quote(key) + ": it is computed from what the profile declares."
		}
		d.faults = append(d.faults, Fault{Path: path, Rule: "unknown-field", Given: quote(key), Allowed: "one of " + join(names),
			Message: message, WaysOut: offer(key, names, "write %s", "remove "+Printable(path))})
	}
}

func (d *decoder) wrongType(path string, f *Field, given any) {
	if d.skip[path] {
		return
	}
	d.skip[path] = true
	fault := Fault{Path: path, Rule: "type", Given: show(given), Allowed: f.kind(),
		Message: path + " takes " + f.kind() + ", not " + kind(given) + "."}
	fault.WaysOut = []string{"set " + path + " to " + f.kind()}
	if s, ok := given.(string); ok && f.Type == Number && isDecimal(s) && isWhole(s) {
		fault.WaysOut = []string{"write " + s + " without quotes"}
	}
	d.faults = append(d.faults, fault)
}

func (d *decoder) text(path string, f *Field, v any) (string, bool) {
	s, ok := v.(string)
	switch {
	case !ok:
		d.wrongType(path, f, v)
		return "", false
	case s == "" && !d.skip[path]:
		// An empty string in Go means "not set"; in a document somebody wrote it.
		d.skip[path] = true
		d.faults = append(d.faults, f.word(path, ""))
		return "", false
	}
	return s, s != ""
}

// texts reads a list of words. One that is there and empty stays so: it is not
// the same as one that is not set.
func (d *decoder) texts(path string, f *Field, v any, slot reflect.Value) {
	list, ok := v.([]any)
	if !ok {
		d.wrongType(path, f, v)
		return
	}
	element := f.element()
	out := reflect.MakeSlice(slot.Type(), 0, len(list))
	for i, e := range list {
		s, ok := e.(string)
		if !ok {
			d.wrongType(path+"["+strconv.Itoa(i)+"]", &element, e)
		}
		out = reflect.Append(out, reflect.ValueOf(s).Convert(slot.Type().Elem()))
	}
	slot.Set(out)
}

// number accepts a whole number. One too large for an int is out of range, in
// the words of the range.
func (d *decoder) number(path string, f *Field, v any) (int, bool) {
	x, ok := asFloat(v)
	switch {
	case !ok || x != math.Trunc(x):
		d.wrongType(path, f, v)
		return 0, false
	case math.Abs(x) > 1e9:
		if !d.skip[path] {
			d.skip[path] = true
			d.faults = append(d.faults, f.outOfRange(path, show(v)))
		}
		return 0, false
	}
	return int(x), true
}

// asFloat reads any of the number types that decoders produce.
func asFloat(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, !math.IsNaN(v)
	case json.Number:
		if !isDecimal(v.String()) {
			return 0, false
		}
		x, err := strconv.ParseFloat(v.String(), 64)
		if x == math.Trunc(x) && !isWhole(v.String()) {
			return 0.5, true // A fraction so fine that the float has lost it.
		}
		return x, err == nil || math.IsInf(x, 0)
	case *big.Float:
		x, _ := v.Float64()
		return x, v.IsInt() || x != math.Trunc(x) || v.IsInf()
	default:
		return 0, false
	}
}
