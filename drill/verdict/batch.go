package verdict

import (
	"math"
	"slices"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// batch is what one call brought a worker, as far as it deleted it. A message that
// waits in the hand of a worker that does one after the other is had for long
// without any work, so it takes the whole batch to tell.
type batch struct {
	// at is when the call brought them, last when the last one was deleted.
	at, last time.Duration
	all      []deletion
}

// call is one receive of a worker.
type call struct {
	worker Task
	opened time.Duration
}

// batchesOf are those that calls brought of which it is known when they began.
func batchesOf(all []deletion) []batch {
	index := map[call]int{}
	var out []batch
	for _, d := range all {
		if d.opened <= 0 {
			continue
		}
		c := call{d.worker, d.opened}
		i, known := index[c]
		if !known {
			i = len(out)
			index[c], out = i, append(out, batch{at: d.received()})
		}
		b := &out[i]
		b.at, b.last, b.all = min(b.at, d.received()), max(b.last, d.at), append(b.all, d)
	}
	return out
}

// work is how long all of it takes, and the longest of it.
func (b batch) work() (all, longest time.Duration) {
	for _, d := range b.all {
		all, longest = all+d.asked, max(longest, d.asked)
	}
	return all, longest
}

// tolerance is how much more than the time that passed the work of a worker may
// come to that does one after the other: it may be roughly right.
const tolerance = 1.1

// undone is how many of its messages at least cannot have been done one after the
// other.
func (b batch) undone() (n int) {
	asked := make([]time.Duration, 0, len(b.all))
	for _, d := range b.all {
		asked = append(asked, d.asked)
	}
	slices.Sort(asked)
	var sum time.Duration
	for _, one := range asked {
		if sum += one; more(sum, b.last-b.at) {
			n++
		}
	}
	return n
}

// more says that work is more than fits into a time, one after the other.
func more(work, span time.Duration) bool { return float64(work) > tolerance*float64(span) }

// oneByOne says that workers do what they have in hand one after the other, by
// what was deleted. Some batch must show it, which two threads had been quicker
// with, and at no time may more have been done than one can.
func oneByOne(learnt []deletion) bool {
	// A thread takes for a message at most its seconds times the least factor, and
	// the least that any took more: nothing is then taken for a wait in hand that
	// is a worker's own slowness.
	factor, extra := math.Inf(1), time.Duration(math.MaxInt64)
	for _, d := range learnt {
		factor, extra = min(factor, float64(d.took)/float64(d.asked)), min(extra, d.took-d.asked)
	}
	extra = max(0, extra)
	shown := slices.ContainsFunc(batchesOf(learnt), func(b batch) bool {
		all, longest := b.work()
		two := (time.Duration(factor*float64(all+longest)) + time.Duration(len(b.all)+1)*extra) / 2
		return b.last-b.at > two+Grace
	})
	return shown && alone(learnt, OldTask) && alone(learnt, ReplacementTask)
}

// alone says that in no span a worker deleted more than one can do in it.
func alone(learnt []deletion, worker Task) bool {
	var own []deletion
	for _, d := range learnt {
		if d.worker == worker {
			own = append(own, d)
		}
	}
	slices.SortFunc(own, func(a, b deletion) int { return int(a.at - b.at) })
	for _, from := range own {
		var sum time.Duration
		for _, d := range own {
			if d.received() < from.received() {
				continue
			}
			if sum += d.asked; more(sum, d.at-from.received()) {
				return false
			}
		}
	}
	return true
}

// unworked finds in what was not deleted too soon batches that a worker which does one
// after the other cannot have done. One that ended before the signal is itself what
// is learnt of it, so they end later.
func (e *early) unworked(rest, learnt []deletion) {
	known := false
	for _, b := range batchesOf(rest) {
		n := b.undone()
		if n == 0 {
			continue
		}
		if !known && !oneByOne(learnt) {
			return
		}
		known = true
		e.stopping += n
		if n > e.most {
			e.most, e.batch = n, b
		}
	}
}

// String says what shows that a batch was not done.
func (b batch) String() string {
	all, _ := b.work()
	return print.Count(len(b.all), "message") + " of one receive that take " + Seconds(all).String() + " were deleted within " + Seconds(b.last-b.at).String() +
		", and otherwise one is done after the other"
}
