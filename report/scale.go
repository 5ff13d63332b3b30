package report

import (
	"sort"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// scale maps seconds to a share of a picture's width. It is linear but for
// stretches in which nothing happens and that would crowd out the rest: those
// are shortened to a fixed share and marked as broken.
type scale struct {
	times  []int     // where the scale may bend, ascending
	shares []float64 // the share at each time, from 0 to 1
	breaks []gap
}

// gap is a stretch that is not to scale.
type gap struct{ from, to int }

const (
	// A stretch of at least gapLeast seconds that is longer than all others
	// together is broken, and then has gapShare of the width; but not where the
	// others are less than gapOthers seconds and need no room. Many share gapsMost.
	gapLeast  = 150
	gapShare  = 0.16
	gapsMost  = 0.8
	gapOthers = 10
)

func newScale(t shutdown.Timeline) scale {
	s := scale{times: moments(t)}
	n := len(s.times)
	broken := make([]bool, n)
	rest := s.times[n-1] - s.times[0]
	for {
		long := 0
		for i := 1; i < n; i++ {
			if !broken[i] && s.length(i) > s.length(long) {
				long = i
			}
		}
		others := rest - s.length(long)
		if long == 0 || s.length(long) < gapLeast || s.length(long) <= others || others < gapOthers {
			break
		}
		broken[long] = true
		rest = others
		s.breaks = append(s.breaks, gap{s.times[long-1], s.times[long]})
	}
	sort.Slice(s.breaks, func(i, j int) bool { return s.breaks[i].from < s.breaks[j].from })
	s.shares = make([]float64, n)
	for i := 1; i < n; i++ {
		share := s.gap()
		if !broken[i] {
			share = s.linear() * float64(s.length(i)) / float64(max(1, rest))
		}
		s.shares[i] = s.shares[i-1] + share
	}
	return s
}

// gap is the share of each stretch that is not to scale, and linear that of all
// the others.
func (s scale) gap() float64 {
	return min(gapShare, gapsMost/float64(max(1, len(s.breaks))))
}

func (s scale) linear() float64 { return 1 - s.gap()*float64(len(s.breaks)) }

// length is that of the stretch that ends at the i-th time.
func (s scale) length(i int) int {
	if i == 0 {
		return 0
	}
	return s.times[i] - s.times[i-1]
}

// at is the share of the width at which a second lies.
func (s scale) at(second int) float64 {
	i := sort.SearchInts(s.times, second)
	switch {
	case i == len(s.times):
		return 1
	case s.times[i] == second || i == 0:
		return s.shares[i]
	}
	part := float64(second-s.times[i-1]) / float64(s.length(i))
	return s.shares[i-1] + float64(part*(s.shares[i]-s.shares[i-1]))
}

// moments lists every second at which something begins or ends, from 0.
func moments(t shutdown.Timeline) []int {
	seen := map[int]bool{0: true}
	for _, e := range t.Events {
		seen[e.At] = true
	}
	for _, s := range t.Spans {
		seen[s.From], seen[s.To] = true, true
	}
	if bounded(t) {
		seen[t.Budget.From], seen[t.Budget.To] = true, true
		seen[spent(t)] = true
	}
	out := make([]int, 0, len(seen))
	for second := range seen {
		out = append(out, second)
	}
	sort.Ints(out)
	return out
}

// spent is the second up to which the budget is used.
func spent(t shutdown.Timeline) int { return min(t.Budget.To, t.Budget.To-t.Left) }

// ticks lists round seconds to write on the axis, at least apart (a share of
// the width) from each other, and none inside a break.
func (s scale) ticks(apart float64) []int {
	last := s.times[len(s.times)-1]
	seconds := last
	for _, g := range s.breaks {
		seconds -= g.to - g.from
	}
	step := 1
	for _, candidate := range []int{1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400} {
		step = candidate
		if float64(step)*s.linear()/float64(max(1, seconds)) >= apart {
			break
		}
	}
	out := []int{}
	for i := range s.times {
		// Between two moments, round seconds; from a break on they count anew.
		if i > 0 && s.broken(i) {
			continue
		}
		from := s.times[max(0, i-1)]
		for v := (from + step - 1) / step * step; v <= s.times[i]; v += step {
			if len(out) == 0 || v > out[len(out)-1] && s.at(v)-s.at(out[len(out)-1]) >= apart*0.99 {
				out = append(out, v)
			}
		}
	}
	return out
}

func (s scale) broken(i int) bool {
	for _, g := range s.breaks {
		if g.to == s.times[i] {
			return true
		}
	}
	return false
}
