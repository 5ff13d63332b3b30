package verdict

import (
	"slices"
	"time"
)

// Bar is a bar of the plot: the requests that were sent in its time and answered,
// and those that were lost in it, whenever they were sent.
type Bar struct {
	From, Width time.Duration // From counts from the start of the stop
	Count
	ByReplacement int
}

// widths are the bars' possible widths.
var widths = []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second}

// mostBins is how many bars fit into the plot.
const mostBins = 90

// bars counts requests in bars of the least width that fits.
func (j judge) bars(out *Result) []Bar {
	width := widths[len(widths)-1]
	for _, w := range widths {
		// A bar of a few requests says more about chance than about the app.
		if j.Ended/w < mostBins && float64(out.Rate)*w.Seconds() >= 5 || w >= time.Second && j.Ended/w < mostBins/4 {
			width = w
			break
		}
	}
	if len(j.work.units()) == 0 {
		return nil // A job has none.
	}
	first := -(j.zero().Round(width) / width)
	bins := make([]Bar, int((j.Ended-j.zero())/width-first)+1)
	for i := range bins {
		from := time.Duration((int(first) + i) * int(width))
		bins[i].From, bins[i].Width = from, width
	}
	for _, x := range j.work.units() {
		if x.Socket != nil && x.Socket.By == ClosedByEnd {
			continue // It would go on, and its end says nothing.
		}
		i, found := slices.BinarySearchFunc(bins, min(max(x.shown()-j.zero(), bins[0].From), bins[len(bins)-1].From), func(b Bar, at time.Duration) int {
			switch {
			case b.From+b.Width <= at:
				return -1
			case b.From > at:
				return 1
			}
			return 0
		})
		if !found {
			continue
		}
		bins[i].Add(x.Outcome)
		if x.Outcome == Answered && x.Task == ReplacementTask {
			bins[i].ByReplacement++
		}
	}
	return bins
}

// shown is when an exchange is plotted: a loss when somebody noticed it.
func (x Exchange) shown() time.Duration {
	if x.Outcome == Answered {
		return x.Start
	}
	return max(x.Start, x.End)
}
