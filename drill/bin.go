package drill

import (
	"slices"
	"time"
)

// bin is a bar of the plot: what became of the requests sent in its time.
type bin struct {
	from, width time.Duration // from counts from the start of the stop
	Count
	byReplacement int
}

// widths are the bars' possible widths.
var widths = []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second}

// mostBins is how many bars fit into the plot.
const mostBins = 90

// binned counts requests in bars of the least width that fits.
func (j judge) binned(out *Result) []bin {
	width := widths[len(widths)-1]
	for _, w := range widths {
		// A bar of a few requests says more about chance than about the app.
		if j.Ended/w < mostBins && float64(out.Rate)*w.Seconds() >= 5 || w >= time.Second && j.Ended/w < mostBins/4 {
			width = w
			break
		}
	}
	if len(j.units()) == 0 {
		return nil // A job has none.
	}
	first := -(j.zero().Round(width) / width)
	bins := make([]bin, int((j.Ended-j.zero())/width-first)+1)
	for i := range bins {
		from := time.Duration((int(first) + i) * int(width))
		bins[i].from, bins[i].width = from, width
	}
	for _, x := range j.units() {
		if x.Socket != nil && x.Socket.By == ClosedByEnd {
			continue // It would go on, and its end says nothing.
		}
		i, found := slices.BinarySearchFunc(bins, max(x.Start-j.zero(), bins[0].from), func(b bin, at time.Duration) int {
			switch {
			case b.from+b.width <= at:
				return -1
			case b.from > at:
				return 1
			}
			return 0
		})
		if !found {
			continue
		}
		bins[i].add(x.Outcome)
		if x.Outcome == Answered && x.Task == ReplacementTask {
			bins[i].byReplacement++
		}
	}
	return bins
}
