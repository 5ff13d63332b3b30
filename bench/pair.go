package main

import (
	"slices"
	"time"
)

// A pair holds the samples of this provider and of hashicorp/time, taken in
// turns so that a busy machine slows both alike.
type pair struct {
	graceful, offset []time.Duration
}

// ratio is the median of the ratios within each pair: what both suffered at the
// same moment cancels out.
func (p pair) ratio() float64 {
	ratios := make([]float64, len(p.graceful))
	for i := range ratios {
		ratios[i] = float64(p.graceful[i]) / float64(p.offset[i])
	}
	return median(ratios)
}

// inTurns calls both functions n times; who goes first changes each time.
func inTurns(n int, graceful, offset func() error) error {
	for i := range n {
		first, second := graceful, offset
		if i%2 == 1 {
			first, second = offset, graceful
		}
		if err := first(); err != nil {
			return err
		}
		if err := second(); err != nil {
			return err
		}
	}
	return nil
}

// median of an even number of values is the mean of the middle two.
func median[T float64 | time.Duration](values []T) T {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
