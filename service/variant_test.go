package service

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A condition is a sentence, whatever stands in it.
func TestWhen(t *testing.T) {
	is := func(input, value string) Choice { return Choice{Input: input, Value: value} }
	other := func(input string, values ...string) Choice { return Choice{Input: input, Other: values} }
	for want, choices := range map[string][]Choice{
		"":                                          nil,
		"Env is prod":                               {is("Env", "prod")},
		"Env is prod or test":                       {is("Env", "prod"), is("Env", "test")},
		"Env is prod, test or dev":                  {is("Env", "prod"), is("Env", "test"), is("Env", "dev")},
		"Env is prod or dev, or Count is 1":         {is("Env", "prod"), is("Count", "1"), is("Env", "dev")},
		"Cert is empty":                             {is("Cert", "")},
		"Cert is not empty":                         {other("Cert", "")},
		"Env is neither dev nor prod":               {other("Env", "dev", "prod")},
		"Env is neither a, b nor c":                 {other("Env", "a", "b", "c")},
		"Env is prod, or Env is not dev":            {is("Env", "prod"), other("Env", "dev")},
		`Env is "a b" or "c\x1b"`:                   {is("Env", "a b"), is("Env", "c\x1b")},
		`Env is "` + strings.Repeat("x", 60) + `…"`: {is("Env", strings.Repeat("x", 61))},
	} {
		if got := When(choices); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// The variants of several readers come one after the other, as far as they are asked
// for.
func TestTogether(t *testing.T) {
	of := func(names ...string) Variants {
		return Variants{Left: map[string]int{names[0]: len(names)}, All: func(yield func(Variant) bool) {
			for _, n := range names {
				if !yield(Variant{When: Choice{Input: n}}) {
					return
				}
			}
		}}
	}
	all := Together(Variants{}, of("a", "b"), Variants{}, of("c"), of("d", "e"))
	for most := range 6 {
		var got []string
		for v := range all.All {
			if len(got) == most {
				break
			}
			got = append(got, v.When.Input)
		}
		if want := []string{"a", "b", "c", "d", "e"}[:most]; !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
	if diff := cmp.Diff(map[string]int{"a": 2, "c": 1, "d": 2}, all.Left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	if none := Together(Variants{}); none.All != nil {
		t.Error("there are variants of nothing")
	}
}

// A choice has one name, by which people decide about it.
func TestChoice_Key(t *testing.T) {
	for want, c := range map[string]Choice{
		"Env=prod":         {Input: "Env", Value: "prod"},
		"Env=":             {Input: "Env"},
		"Env!=":            {Input: "Env", Other: []string{""}},
		"Env!=dev,prod":    {Input: "Env", Other: []string{"dev", "prod"}},
		"-var-file=a/b.tf": {Input: "-var-file", Value: "a/b.tf"},
	} {
		if got := c.Key(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// What a reader leaves out while its variants are made is counted with what it leaves out
// from the beginning, and once.
func TestTogether_left(t *testing.T) {
	first := Variants{Left: map[string]int{"a": 1, "b": 2}}
	first.All = func(yield func(Variant) bool) {
		yield(Variant{})
		first.Left["a"] += 4
	}
	all := Together(Variants{Left: map[string]int{"a": 8}}, first)
	for range all.All {
		if diff := cmp.Diff(map[string]int{"a": 9, "b": 2}, all.Left); diff != "" {
			t.Errorf("before (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(map[string]int{"a": 13, "b": 2}, all.Left); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
}
