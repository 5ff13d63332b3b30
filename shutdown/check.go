package shutdown

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// checker collects the faults of meaning. Paths in skip are passed over: their
// value is unknown or has a fault already.
type checker struct {
	skip   map[string]bool
	faults Faults
	// bare leaves out the ways out, which ask for the faults of other profiles.
	bare bool
}

// faults checks the profile against its fields, then against the model.
func (p Profile) faults(skip map[string]bool) Faults {
	c := checker{skip: skip}
	check(&c, "", fields[:], &p)
	c.sidecars(&p)
	full := p.WithDefaults()
	c.narrow(&full)
	c.fits(&p, &full)
	c.combinations(&p, &full)
	if c.sound(modelFields[:]...) {
		w := full.work()
		c.faults = append(c.faults, w.modelFaults(&p)...)
	}
	c.faults.Sort()
	return c.faults
}

// modelFields are the fields that the model's own faults rest on.
var modelFields = [...]string{"workload", "longest_work", "on_interrupt", "interrupt_time", "drain_notice", "notice_spread", "cleanup", "margin", "load_balancer",
	"propagation", "capacity", "sidecars", "front", "broker", "require"}

func (c *checker) add(f Fault) { c.faults = append(c.faults, f) }

// sound says that none of the fields, nor anything inside them, is unknown or
// has a fault.
func (c *checker) sound(names ...string) bool {
	if len(c.skip) == 0 && len(c.faults) == 0 {
		return true
	}
	for _, name := range names {
		for path := range c.skip {
			if within(path, name) {
				return false
			}
		}
		for i := range c.faults {
			if within(c.faults[i].Path, name) {
				return false
			}
		}
	}
	return true
}

// within says whether a path is the field or something inside it.
func within(path, name string) bool {
	rest, ok := strings.CutPrefix(path, name)
	return ok && (rest == "" || rest[0] == '[' || rest[0] == '.')
}

// check holds each value against its row.
func check[T any](c *checker, prefix string, rows []row[T], v *T) {
	for i := range rows {
		r := &rows[i]
		path := prefix + r.Name
		if c.skip[path] {
			continue
		}
		slot := reflect.ValueOf(r.at(v)).Elem()
		if slot.IsZero() {
			if r.Required {
				c.add(r.missing(path))
			}
			continue
		}
		c.value(path, &r.Field, slot)
	}
}

func (c *checker) value(path string, f *Field, slot reflect.Value) {
	switch f.Type {
	case Number:
		if n := int(slot.Elem().Int()); n < f.Min || n > f.Max {
			c.add(f.outOfRange(path, strconv.Itoa(n)))
		}
	case Text:
		if !f.accepts(slot.String()) {
			c.add(f.word(path, slot.String()))
		}
	case Texts:
		c.texts(path, f, slot)
	default:
		c.nested(path, slot.Addr().Interface())
	}
}

// nested checks a map, or each of a list of maps.
func (c *checker) nested(path string, slot any) {
	switch v := slot.(type) {
	case *[]Sidecar:
		checkList(c, path, sidecarFields[:], *v)
	case *[]StandingSidecar:
		checkList(c, path, standingSidecarFields[:], *v)
	case **Front:
		check(c, path+".", frontFields[:], *v)
	case **StandingFront:
		check(c, path+".", standingFrontFields[:], *v)
	case **HealthValues:
		check(c, path+".", healthFields[:], *v)
	case **AppValues:
		check(c, path+".", appFields[:], *v)
	case **Profile:
		check(c, path+".", assumableFields, *v)
	}
}

func checkList[T any](c *checker, path string, rows []row[T], list []T) {
	for i := range list {
		check(c, path+"["+strconv.Itoa(i)+"].", rows, &list[i])
	}
}

func (c *checker) texts(path string, f *Field, slot reflect.Value) {
	seen := make(map[string]bool, slot.Len())
	element := f.element()
	for i := range slot.Len() {
		at, word := path+"["+strconv.Itoa(i)+"]", slot.Index(i).String()
		switch {
		case c.skip[at]:
		case !element.accepts(word):
			c.add(element.word(at, word))
		case seen[word]:
			c.add(Fault{Path: at, Rule: "duplicate", Given: quote(word), Allowed: "each word once",
				Message: path + " names " + quote(word) + " twice.", WaysOut: []string{"remove " + at}})
		}
		seen[word] = true
	}
}

// patterns are compiled when a free word is first checked: a program that only
// imports the package must not pay for them at its start.
var patterns = sync.OnceValue(func() map[string]*regexp.Regexp {
	m := make(map[string]*regexp.Regexp)
	var compile func([]Field)
	compile = func(list []Field) {
		for _, f := range list {
			if f.Pattern != "" && m[f.Pattern] == nil {
				m[f.Pattern] = regexp.MustCompile("^(?:" + f.Pattern + ")$")
			}
			compile(f.Fields)
		}
	}
	compile(Fields())
	compile(ValueFields())
	return m
})

// accepts says whether a word passes the field's list or pattern.
func (f *Field) accepts(v string) bool {
	if f.Pattern != "" {
		return patterns()[f.Pattern].MatchString(v)
	}
	return contains(f.Values, v)
}

func (f *Field) missing(path string) Fault {
	return Fault{Path: path, Rule: "required", Allowed: f.Allowed(), Message: path + " must be set.",
		WaysOut: []string{"set " + path + " to " + f.Allowed()}}
}

func (f *Field) outOfRange(path, given string) Fault {
	return Fault{Path: path, Rule: "range", Given: given, Allowed: f.Allowed(),
		Message: path + " is out of range.", WaysOut: []string{"set " + path + " to " + f.Allowed()}}
}

// word faults a word that the field does not accept.
func (f *Field) word(path, given string) Fault {
	if f.Pattern != "" {
		return Fault{Path: path, Rule: "pattern", Given: quote(given), Allowed: f.PatternWords,
			Message: path + " is not a valid name.", WaysOut: []string{"set " + path + " to " + f.PatternWords}}
	}
	one := f.element()
	return Fault{Path: path, Rule: "enum", Given: quote(given), Allowed: one.Allowed(),
		Message: path + " does not know the word " + quote(given) + ".",
		WaysOut: offer(given, f.Values, "write %s", "set "+path+" to "+one.Allowed())}
}
