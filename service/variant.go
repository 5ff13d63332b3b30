package service

import (
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Choice is an input that a document leaves open, such as a parameter, with a value
// that it may have.
type Choice struct {
	// Input is its name, such as Environment.
	Input string
	Value string
	// Other has the values that it does not have, where it may have any other one;
	// nil where it has Value.
	Other []string
}

// String is a condition, such as Environment is prod.
func (c Choice) String() string { return When([]Choice{c}) }

// Key is the choice as people name it where they decide about one, such as
// Environment=prod, or Environment!=dev,prod for any other value.
func (c Choice) Key() string {
	if c.Other != nil {
		return c.Input + "!=" + strings.Join(c.Other, ",")
	}
	return c.Input + "=" + c.Value
}

// Variant is a further picture that documents may give: that under one choice, with
// everything else as it is by default.
type Variant struct {
	When Choice
	// Resources are those of the documents that the choice reaches.
	Resources []*Resource
}

// Variants are the pictures that documents may give beside that of their defaults:
// the sum of the choices, not their product.
type Variants struct {
	// All makes them one after the other; nil where there are none.
	All iter.Seq[Variant]
	// Left counts, by file, the choices that All leaves out because they are too
	// many. It is whole once All has been gone through.
	Left map[string]int
}

// Together are the variants of several readers.
func Together(list ...Variants) Variants {
	out := Variants{Left: map[string]int{}}
	for _, v := range list {
		add(out.Left, v.Left, nil)
		if v.All == nil {
			continue
		}
		before := out.All
		out.All = func(yield func(Variant) bool) {
			if before != nil {
				for one := range before {
					if !yield(one) {
						return
					}
				}
			}
			known := maps.Clone(v.Left)
			v.All(yield)
			add(out.Left, v.Left, known)
		}
	}
	return out
}

// add adds counts to others, less those that were added before.
func add(to, counts, before map[string]int) {
	for name, n := range counts {
		to[name] += n - before[name]
	}
}

// When says under which choices something is so: Environment is prod or test, or
// Spot is true.
func When(choices []Choice) string {
	var inputs []string
	values, other := map[string][]string{}, map[string]string{}
	for _, c := range choices {
		if !slices.Contains(inputs, c.Input) {
			inputs = append(inputs, c.Input)
		}
		if c.Other == nil {
			values[c.Input] = append(values[c.Input], valueWords(c.Value))
		} else {
			other[c.Input] = neither(c.Other)
		}
	}
	var clauses []string
	for _, name := range inputs {
		if list := values[name]; len(list) > 0 {
			clauses = append(clauses, name+" is "+joined(list, "or"))
		}
		if other[name] != "" {
			clauses = append(clauses, name+" is "+other[name])
		}
	}
	return strings.Join(clauses, ", or ")
}

// neither is any value but those.
func neither(values []string) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = valueWords(v)
	}
	if len(list) == 1 {
		return "not " + list[0]
	}
	return "neither " + joined(list, "nor")
}

// valueWords is a value in a sentence.
func valueWords(value string) string {
	switch {
	case value == "":
		return "empty"
	case len(value) > 60 || strings.ContainsAny(value, " ,") || strconv.Quote(value) != `"`+value+`"`:
		return quote(value)
	}
	return value
}

// joined is a list in a sentence.
func joined(list []string, word string) string {
	if len(list) == 1 {
		return list[0]
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " " + word + " " + list[last]
}
