package hcl

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

const (
	// mostBytes is the largest file that is read, and mostOfAll what all may have
	// together. People's files have some thousand lines.
	mostBytes = 4 << 20
	mostOfAll = 64 << 20
	// mostNesting is how deep brackets may stand in each other, and mostOperators how
	// many operators an expression may have: they are parsed by calls in calls.
	mostNesting   = 250
	mostOperators = 5_000
	// mostModules is how deep modules may call each other, and mostInstances how many
	// instances there may be of modules and of resources.
	mostModules   = 32
	mostInstances = 20_000
	// mostSteps bounds what is evaluated, with some more for each instance; longest
	// bounds a text, and mostItems a list.
	mostSteps   = 500_000
	moreForEach = 100
	longest     = 1 << 20
	mostItems   = 100_000
	// mostValues bounds what stands in a value and in what that holds, each time that
	// it does: lists may hold the same list often. mostUnlike is how many items are
	// compared with each other.
	mostValues = 300_000
	mostUnlike = 5_000
	// mostExponent is that of the largest number, as a power of two.
	mostExponent = 4096
)

// step counts what is evaluated.
func (l *loader) step(at hcl.Range) {
	if l.halted != nil {
		panic(halt{})
	}
	if l.steps++; l.steps > l.most+moreForEach*l.count {
		l.halt(at, errTooMuch)
	}
}

// bounded ends an evaluation whose values grow without bounds.
func (l *loader) bounded(v cty.Value, at hcl.Range) {
	if !v.IsKnown() || v.IsNull() {
		return
	}
	switch kind := v.Type(); {
	case kind == cty.String:
		if n := len(v.AsString()); n > longest {
			l.halt(at, fmt.Errorf("a text gets longer than %d bytes", longest))
		}
	case kind == cty.Number:
		if v.AsBigFloat().MantExp(new(big.Float)) > mostExponent {
			l.halt(at, fmt.Errorf("a number gets larger than 2^%d", mostExponent))
		}
	case kind.IsCollectionType() || kind.IsTupleType() || kind.IsObjectType():
		n := v.LengthInt()
		if n > mostItems {
			l.halt(at, fmt.Errorf("a list or a map gets more than %d items", mostItems))
		}
	}
}

// weigh counts what stands in a value that an expression has made.
func (l *loader) weigh(v cty.Value, at hcl.Range) {
	n := size(v, 0)
	if n > mostValues {
		l.halt(at, fmt.Errorf("a value holds more than %d others", mostValues))
	}
	l.steps += n / 4
}

// size is how many values stand in one, as far as they are not too many.
func size(v cty.Value, before int) int {
	v, _ = v.Unmark()
	n := before + 1
	if !v.IsKnown() || v.IsNull() {
		return n
	}
	if v.Type() == cty.String {
		return n + len(v.AsString())/64
	}
	if v.CanIterateElements() {
		for it := v.ElementIterator(); it.Next() && n <= mostValues; {
			_, below := it.Element()
			n = size(below, n)
		}
	}
	return n
}

// halt ends the evaluation at a place.
func (l *loader) halt(at hcl.Range, err error) {
	if l.halted == nil {
		l.halted = fmt.Errorf("%s:%d: %w", at.Filename, at.Start.Line, err)
	}
	panic(halt{})
}
