package shutdown

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// FieldType is how a field is written.
type FieldType int

// The field types.
const (
	Text    FieldType = iota // one word
	Number                   // a whole number
	Flag                     // true or false
	Texts                    // a list of words
	Objects                  // a list of maps, see Fields
	Object                   // one map, see Fields
)

// Field describes one field of a profile or of values. Checks, messages,
// schemas and documentation are all made from it.
type Field struct {
	Name     string
	Type     FieldType
	Required bool
	// Min and Max bound a Number, both included. Unit is "seconds", "minutes",
	// "tasks", "percent" or "checks".
	Min, Max int
	Unit     string
	// Values lists the words of a Text or Texts; nil when any word passes Pattern.
	// A Flag has the word that it must be where only one fits.
	Values []string
	// Pattern is a regular expression for a free word, and PatternWords says it
	// in words.
	Pattern, PatternWords string
	// Fields are those of an Object, or of each of Objects.
	Fields []Field
	// Refused says that the field must not be set at all; only [FieldsFor] gives it.
	Refused bool
	// Default is what stands in when the field is not set, as documentation.
	// Fallback is the same as a value, nil where it depends on other fields.
	Default  string
	Fallback any
	// Narrower says in which profiles fewer values fit, as documentation.
	Narrower string
	// Doc says what the field means, in Markdown without a range.
	Doc string
}

// Allowed says which values pass, such as "a whole number from 1 to 60".
func (f Field) Allowed() string {
	switch {
	case f.Refused:
		return "nothing"
	case f.Type == Number:
		return "a whole number from " + strconv.Itoa(f.Min) + " to " + strconv.Itoa(f.Max)
	case f.Type == Flag && len(f.Values) != 1:
		return "true or false"
	case f.Type == Object:
		return f.shape()
	case f.Type == Objects:
		return "a list of " + f.shape()
	case f.Type == Texts && f.Values != nil:
		return "a list of " + listed(f.Values)
	case f.Type == Texts:
		return "a list of strings"
	case len(f.Values) == 1:
		return "only " + f.Values[0]
	case f.Values != nil:
		return "one of " + listed(f.Values)
	case f.PatternWords != "":
		return f.PatternWords
	default:
		return "a string"
	}
}

// element describes one entry of a list.
func (f Field) element() Field {
	switch f.Type {
	case Objects:
		f.Type = Object
	case Texts:
		f.Type = Text
	}
	return f
}

// kind names the type as a fault does.
func (f Field) kind() string {
	switch f.Type {
	case Number:
		return "a whole number"
	case Flag:
		return "true or false"
	case Texts:
		return "a list of strings"
	case Objects:
		return "a list of " + f.shape()
	case Object:
		return f.shape()
	default:
		return "a string"
	}
}

// shape is the fields of a map, as one writes them.
func (f Field) shape() string {
	names := make([]string, len(f.Fields))
	for i, inner := range f.Fields {
		names[i] = inner.Name
		if !inner.Required {
			names[i] += "?"
		}
	}
	return "{" + strings.Join(names, ", ") + "}"
}

// listed joins words; a run such as X, X+1, X+2 is written as X to X+2.
func listed(words []string) string {
	var out []string
	for i := 0; i < len(words); i++ {
		last := i
		for last+1 < len(words) && words[last+1] == words[i]+"+"+strconv.Itoa(last+1-i) {
			last++
		}
		if last > i {
			out = append(out, words[i]+" to "+words[last])
			i = last
			continue
		}
		out = append(out, words[i])
	}
	return strings.Join(out, ", ")
}

// row is a field with where it stands in a T, what fills it in, and in which
// profiles fewer values fit.
type row[T any] struct {
	Field
	// at points at the field: **int, **bool, a pointer to a string type, to a
	// slice of one, to a slice of structs, or to a pointer to a struct.
	at func(*T) any
	// defaults are tried in order.
	defaults []given
	fits     []fit
}

// given is a default for the profiles that it is for.
type given struct {
	value any
	when  condition
	// derived gives a default that is another field's value, named in value.
	derived func(*Profile) any
}

// fit narrows a field for some profiles.
type fit struct {
	when     condition
	min, max int      // both 0: as the field
	values   []string // nil: as the field
	refused  bool     // the field must not be set at all
	// rule and why are those of the fault; why holds one %s for the given value
	// where it names it. others are values of other fields with which it would fit.
	rule, why string
	others    []choice
}

// choice is a value of a field: a word, or for a Flag a bool.
type choice struct {
	field string
	value any
}

// turn is the choice as a change of a profile.
func (c choice) turn() turn {
	return turn{"set " + c.field + " to " + fmt.Sprint(c.value), func(p *Profile) {
		set(reflect.ValueOf(fields[place(c.field)].at(p)).Elem(), c.value)
	}}
}

// choices are those of the words that a field may have.
func (f Field) choices(words []string) []choice {
	out := make([]choice, len(words))
	for i, w := range words {
		out[i] = choice{f.Name, w}
		if f.Type == Flag {
			out[i].value = w == "true"
		}
	}
	return out
}

// documented fills in what the documentation says of a row's data.
func documented[T any](rows []row[T]) []Field {
	out := make([]Field, len(rows))
	for i, r := range rows {
		f := r.Field
		f.Default, f.Fallback = defaultWords(r.defaults)
		f.Narrower = narrowerWords(r.fits)
		out[i] = f
	}
	return out
}

func defaultWords(list []given) (string, any) {
	var parts []string
	var only any
	for _, g := range list {
		text := valueWords(g.value)
		switch w := g.when.words(); {
		case w != "":
			text += " " + w
		case len(list) > 1:
			text = "else " + text
		case g.derived == nil:
			only = g.value
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", "), only
}

// valueWords writes a default: a word as code, a number as it is.
func valueWords(v any) string {
	switch v := v.(type) {
	case int:
		return strconv.Itoa(v)
	case []Cause:
		return and(code(v))
	default:
		return fmt.Sprintf("`%v`", v)
	}
}

func narrowerWords(list []fit) string {
	var parts []string
	for _, f := range list {
		var text string
		switch {
		case f.refused:
			text = "must not be set"
		case f.values != nil:
			text = "only " + or2(code(f.values))
		default:
			text = strconv.Itoa(f.min) + " to " + strconv.Itoa(f.max)
		}
		parts = append(parts, f.when.words()+" "+text)
	}
	return strings.Join(parts, "; ")
}

// Fields lists the fields of a profile in profile order.
func Fields() []Field { return documented(fields[:]) }

// FieldsFor lists the fields as the words that p has set narrow them: fewer
// values, a closer range, or none at all.
func FieldsFor(p Profile) []Field {
	out := Fields()
	for i := range out {
		for _, f := range fields[i].fits {
			if f.when.certain(&p) {
				out[i] = f.narrow(out[i])
			}
		}
	}
	return out
}

// narrow is the field as the fit leaves it.
func (f fit) narrow(field Field) Field {
	switch {
	case f.refused:
		field.Refused = true
	case f.values != nil && field.Type == Flag:
		field.Values = f.values
	case f.values != nil:
		kept := []string{}
		for _, v := range field.Values {
			if slices.Contains(f.values, v) {
				kept = append(kept, v)
			}
		}
		field.Values = kept
	default:
		field.Min, field.Max = f.min, f.max
	}
	return field
}

// place is where a field stands in profile order; unknown fields come last.
func place(name string) int {
	for i := range fields {
		if fields[i].Name == name {
			return i
		}
	}
	return len(fields)
}

// order is the place of a path in profile order.
func order(path string) int {
	name, _, _ := strings.Cut(path, ".")
	name, rest, _ := strings.Cut(name, "[")
	index, _, _ := strings.Cut(rest, "]")
	i, err := strconv.Atoi(index)
	if err != nil {
		i = 0
	}
	return place(name)*1_000_000 + min(i, 999_999)
}

func words[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
