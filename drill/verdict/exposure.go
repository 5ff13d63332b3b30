package verdict

import (
	"math"
	"slices"
	"time"
)

// Exposure is how much met the task that was being stopped. A fault that hits few
// units shows only where many did.
type Exposure struct {
	// Units is how many requests, connections or messages were at the stopping
	// task from the start of the stop on; under task protection the messages that
	// need it. AtOnce is the most of them at one moment.
	Units  int `json:"units"`
	AtOnce int `json:"at_once"`
	// Shortest, Median and Longest are how long they were there; nil without any.
	Shortest *Seconds `json:"shortest"`
	Median   *Seconds `json:"median"`
	Longest  *Seconds `json:"longest"`
	// Rare is the fault that Chance is of.
	Rare Rare `json:"fault"`
	// Chance is how probable it is that such a fault would have shown, from 0 to 1.
	Chance float64 `json:"chance"`
}

// Rare is a fault that hits one of so many units, and how sure a drill shall be
// to show it.
type Rare struct {
	// OneIn is 200 for a fault that hits 1 of 200; at least 2.
	OneIn int `json:"hits_one_of"`
	// Confidence is how many of 100 such faults shall show; 1 to 99.
	Confidence int `json:"confidence"`
}

// DefaultRare is what the exposure is measured by where nobody says it.
var DefaultRare = Rare{OneIn: 200, Confidence: 95}

// Chance is how probable it is that the fault hits at least one of so many units.
func (r Rare) Chance(units int) float64 {
	return 1 - math.Pow(1-1/float64(r.OneIn), float64(units))
}

// Needed is the least number of units that shows the fault with the confidence.
func (r Rare) Needed() int {
	return int(math.Ceil(math.Log(1-float64(r.Confidence)/100) / math.Log(1-1/float64(r.OneIn))))
}

// stay is a time that a unit was at the stopping task.
type stay struct{ from, to time.Duration }

// exposure is that of the units that stayed so, the whole time of each.
func (j judge) exposure(stays []stay) Exposure {
	e := Exposure{Units: len(stays), Rare: j.Rare}
	if e.Rare == (Rare{}) {
		e.Rare = DefaultRare
	}
	e.Chance = e.Rare.Chance(e.Units)
	if len(stays) == 0 {
		return e
	}
	var lengths []time.Duration
	for _, s := range stays {
		lengths = append(lengths, s.to-s.from)
	}
	slices.Sort(lengths)
	e.Shortest, e.Median, e.Longest = new(Seconds(lengths[0])), new(Seconds(lengths[len(lengths)/2])), new(Seconds(lengths[len(lengths)-1]))
	e.AtOnce = concurrent(stays)
	return e
}

// MostAtOnce is how many exchanges were in flight at the same time.
func MostAtOnce(exchanges []Exchange) int {
	stays := make([]stay, len(exchanges))
	for i, x := range exchanges {
		stays[i] = stay{x.Start, x.End}
	}
	return concurrent(stays)
}

// concurrent is how many stays went on at the same time.
func concurrent(stays []stay) (most int) {
	starts, ends := make([]time.Duration, len(stays)), make([]time.Duration, len(stays))
	for i, s := range stays {
		starts[i], ends[i] = s.from, s.to
	}
	slices.Sort(starts)
	slices.Sort(ends)
	ended := 0
	for i, at := range starts {
		for ended < len(ends) && ends[ended] <= at {
			ended++
		}
		most = max(most, i+1-ended)
	}
	return most
}

// met says that the stopping task had a unit from one time to another.
func (j judge) met(from, to time.Duration) bool {
	return to >= j.stopBegins() && (j.Exit.At < 0 || from <= j.Exit.At)
}

// exchangesMet are the exchanges that were at the stopping task.
func (j judge) exchangesMet() (out []stay) {
	for _, x := range j.Exchanges {
		if x.ours() && j.met(x.Start, x.End) {
			out = append(out, stay{x.Start, x.End})
		}
	}
	return out
}

// messagesMet are the messages that the stopping worker had in hand, under task
// protection those that need it.
func (j judge) messagesMet() (out []stay) {
	for _, m := range j.Messages {
		if j.protected() && m.Asked <= j.Times.Drain.D() {
			continue
		}
		for _, r := range m.Receipts {
			if r.Worker != OldTask {
				continue
			}
			to := j.Ended
			for _, at := range []time.Duration{m.Deleted, r.Returned, r.Expired, j.Exit.At} {
				if at >= 0 {
					to = min(to, at)
				}
			}
			if j.met(r.At, to) {
				out = append(out, stay{r.At, to})
			}
		}
	}
	return out
}
