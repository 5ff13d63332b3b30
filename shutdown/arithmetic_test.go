package shutdown_test

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// formula is a parser for the formulas of explanations: numbers with the name of
// what they are before them, + − · /, brackets, ⌈ ⌉, max() and min(). It knows
// arithmetic and none of the model.
type formula struct {
	rest string
	// named has each name with the number behind it, in order.
	named []namedNumber
}

type namedNumber struct {
	name string
	n    int
}

var (
	numberAhead = regexp.MustCompile(`^\d+(\.\d+)?`)
	nameAhead   = regexp.MustCompile(`^[a-z_]+( [a-z_]+)* `)
	afterword   = regexp.MustCompile(` (with|behind) [a-z ]+$`)
)

// evaluate computes a formula.
func evaluate(text string) (value *big.Rat, named []namedNumber, err error) {
	f := &formula{rest: afterword.ReplaceAllString(text, "")}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%q: %v, at %q", text, r, f.rest)
		}
	}()
	value = f.sum()
	if f.rest != "" {
		panic("something is left")
	}
	return value, f.named, nil
}

func (f *formula) take(prefix string) bool {
	rest, ok := strings.CutPrefix(f.rest, prefix)
	f.rest = rest
	return ok
}

func (f *formula) must(prefix string) {
	if !f.take(prefix) {
		panic("no " + prefix)
	}
}

func (f *formula) sum() *big.Rat {
	v := f.product()
	for {
		switch {
		case f.take(" + "):
			v = new(big.Rat).Add(v, f.product())
		case f.take(" − "):
			v = new(big.Rat).Sub(v, f.product())
		default:
			return v
		}
	}
}

func (f *formula) product() *big.Rat {
	v := f.atom()
	for {
		switch {
		case f.take(" · "):
			v = new(big.Rat).Mul(v, f.atom())
		case f.take(" / "):
			v = new(big.Rat).Quo(v, f.atom())
		default:
			return v
		}
	}
}

func (f *formula) atom() *big.Rat {
	switch {
	case f.take("("):
		v := f.sum()
		f.must(")")
		return v
	case f.take("⌈"):
		v := f.sum()
		f.must("⌉")
		up := new(big.Int).Add(v.Num(), new(big.Int).Sub(v.Denom(), big.NewInt(1)))
		return new(big.Rat).SetInt(up.Div(up, v.Denom()))
	case f.take("max("):
		return f.pair(1)
	case f.take("min("):
		return f.pair(-1)
	}
	name := nameAhead.FindString(f.rest)
	f.rest = f.rest[len(name):]
	digits := numberAhead.FindString(f.rest)
	if digits == "" {
		panic("no number")
	}
	f.rest = f.rest[len(digits):]
	v, _ := new(big.Rat).SetString(digits)
	if name != "" {
		f.named = append(f.named, namedNumber{strings.TrimSpace(name), int(v.Num().Int64())})
	}
	return v
}

// pair is the greater of two, or with −1 the lesser.
func (f *formula) pair(sign int) *big.Rat {
	a := f.sum()
	f.must(", ")
	b := f.sum()
	f.must(")")
	if a.Cmp(b)*sign >= 0 {
		return a
	}
	return b
}
