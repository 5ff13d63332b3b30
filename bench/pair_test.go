package main

import (
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	tests := map[string]struct {
		in   []float64
		want float64
	}{
		"one":             {[]float64{3}, 3},
		"odd":             {[]float64{9, 1, 2}, 2},
		"even":            {[]float64{4, 1, 2, 100}, 3},
		"stays unchanged": {[]float64{2, 2}, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := median(tt.in); got != tt.want {
				t.Errorf("median(%v) = %v, want %v", tt.in, got, tt.want)
			}
		})
	}
}

// A pause that hits one whole pair must not move the ratio.
func TestPairRatio_busyMachine(t *testing.T) {
	p := pair{
		graceful: []time.Duration{9 * time.Second, 90 * time.Second, 9 * time.Second},
		offset:   []time.Duration{10 * time.Second, 100 * time.Second, 10 * time.Second},
	}
	if got := p.ratio(); got != 0.9 {
		t.Errorf("ratio() = %v, want 0.9", got)
	}
}

func TestInTurns_whoGoesFirstChanges(t *testing.T) {
	var order string
	err := inTurns(3,
		func() error { order += "g"; return nil },
		func() error { order += "t"; return nil })
	if err != nil || order != "gttggt" {
		t.Errorf("inTurns() called %q, error %v; want gttggt and none", order, err)
	}
}
