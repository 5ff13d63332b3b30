package shutdown

import (
	"slices"
	"sort"
	"strconv"
)

// solver finds the changes of a profile with which something that is wrong with
// it is gone and nothing else has come.
type solver struct {
	given   *Profile
	keys    []string
	problem problem
	before  map[string]bool
	// lenient takes a change with which other faults come to light.
	lenient bool
}

// solved says whether the changed profile has the problem no more, and nothing
// that was not wrong before.
func (s *solver) solved(p *Profile) bool {
	gone, clean := s.outcome(p)
	return gone && (clean || s.lenient)
}

func (s *solver) outcome(p *Profile) (gone, clean bool) {
	if s.before == nil {
		s.before = s.given.troubles()
	}
	gone, clean = true, true
	after := p.troubles()
	for _, key := range s.keys {
		gone = gone && !after[key]
	}
	for key := range after {
		clean = clean && s.before[key]
	}
	return gone, clean
}

// MoreComes ends a way out after which faults come to light that this one hides.
const MoreComes = ", after which other faults come to light"

// solve adds a fault of values that do not fit together, with those of the turns
// that solve it. One that only uncovers what the fault has hidden is completed by
// a second change, or says so.
func (c *checker) solve(f Fault, given *Profile, turns ...turn) {
	if !c.bare {
		s := solver{given: given, keys: []string{f.Path + " " + f.Rule}}
		f.WaysOut = s.turned(turns)
	}
	c.add(f)
}

func (s *solver) turned(turns []turn) []string {
	ways, half := []string{}, []string{}
	for _, t := range turns {
		p := *s.given
		t.apply(&p)
		switch gone, clean := s.outcome(&p); {
		case gone && clean:
			ways = append(ways, t.text)
		case gone:
			half = append(half, s.completed(t.text, p))
		}
	}
	if len(ways) > 0 {
		return ways
	}
	return half
}

// completed looks for one more change that makes a turn a way out.
func (s *solver) completed(text string, p Profile) string {
	w := p.WithDefaults().work()
	for _, l := range w.levers() {
		if v, ok := s.greatest(l, p); ok && v < l.high {
			return text + " and " + l.text(v)
		}
	}
	for _, t := range w.turns() {
		q := p
		if t.apply(&q); s.solved(&q) {
			return text + " and " + t.text
		}
	}
	return text + MoreComes
}

// lever is a number of the profile that can be made smaller.
type lever struct {
	path string // As a way out names it.
	noun string // Before the path, such as "the flush of every sidecar".
	low  int
	high int // What it is now.
	put  func(*Profile, int)
	// proviso follows the number.
	proviso string
}

func (l lever) text(v int) string {
	return "set " + or(l.noun, l.path) + " to at most " + strconv.Itoa(v) + l.proviso
}

// levers lists the numbers of a profile that could be smaller, in the order in
// which a user would weigh them.
func (w work) levers() []lever {
	list := []lever{{path: "longest_work", low: 1, high: w.longest, put: func(p *Profile, v int) { p.LongestWork = &v }}}
	if w.OnInterrupt == Checkpoint || w.OnInterrupt == Close {
		list = append(list, lever{path: "interrupt_time", high: w.interruptTime, put: func(p *Profile, v int) { p.InterruptTime = &v }})
	}
	if w.noticed {
		list = append(list, lever{path: "notice_spread", high: w.spread, put: func(p *Profile, v int) { p.NoticeSpread = &v }})
	}
	if w.propagation > 0 {
		list = append(list, lever{path: "propagation", high: w.propagation, put: func(p *Profile, v int) { p.Propagation = &v }, proviso: ", if new work really stops arriving by then"})
	}
	list = append(list, lever{path: "cleanup", high: w.cleanup, put: func(p *Profile, v int) { p.Cleanup = &v }},
		lever{path: "margin", low: 1, high: w.margin, put: func(p *Profile, v int) { p.Margin = &v }})
	if len(w.Sidecars) > 0 {
		longest := 0
		for _, s := range w.Sidecars {
			longest = max(longest, value(s.Flush, 0))
		}
		list = append(list, lever{path: "sidecars", noun: "the flush of every sidecar", high: longest, put: capFlush})
	}
	return list
}

// capFlush shortens each flush that is longer.
func capFlush(p *Profile, v int) {
	p.Sidecars = slices.Clone(p.Sidecars)
	for i := range p.Sidecars {
		p.Sidecars[i].Flush = new(min(v, value(p.Sidecars[i].Flush, 0)))
	}
}

// turn is another change of the profile.
type turn struct {
	text  string
	apply func(*Profile)
}

// turns lists the words of a profile that could be others.
func (w work) turns() []turn {
	var list []turn
	for _, f := range FieldsFor(Profile{Workload: w.Workload}) {
		if f.Name != "on_interrupt" {
			continue
		}
		for _, v := range f.Values {
			if i := Interrupt(v); i != w.OnInterrupt {
				list = append(list, turn{"set on_interrupt to " + v, func(p *Profile) { p.OnInterrupt = i }})
			}
		}
	}
	if w.Workload == WebSocket && w.OnInterrupt == Close && w.balanced() && !w.noticed {
		list = append(list, turn{"set drain_notice to true, if the app closes its connections when it sees that its target drains",
			func(p *Profile) { p.DrainNotice = new(true) }})
	}
	if w.interruptible() {
		list = append(list, turn{"set capacity to on_demand", func(p *Profile) { p.Capacity = OnDemand }})
	}
	if w.Broker == SQS {
		list = append(list, turn{"set broker to other, if the queue is not SQS", func(p *Profile) { p.Broker = OtherBroker }})
	}
	return list
}

// greatest is the greatest value of the lever with which the problem is solved.
func (s *solver) greatest(l lever, from Profile) (int, bool) {
	return longest(l.low, l.high, func(v int) bool {
		p := from
		l.put(&p, v)
		return s.solved(&p)
	})
}

// ways lists the ways out. Where each uncovers another fault, they say so.
func (s *solver) ways(w work, paths ...string) []string {
	ways := s.strict(w, paths...)
	if len(ways) > 0 {
		return ways
	}
	hidden := *s
	hidden.lenient = true
	ways = hidden.strict(w, paths...)
	for i := range ways {
		ways[i] += MoreComes
	}
	return ways
}

// strict lists the ways out that hold by themselves: of the levers and turns
// that are named, in their order. Where none does, it tries several changes at
// once.
func (s *solver) strict(w work, paths ...string) []string {
	var ways []string
	levers, turns := w.levers(), w.turns()
	for _, l := range levers {
		if !slices.Contains(paths, l.path) {
			continue
		}
		if v, ok := s.greatest(l, *s.given); ok && v < l.high {
			ways = append(ways, l.text(v))
		}
	}
	for _, t := range turns {
		p := *s.given
		if t.apply(&p); s.solved(&p) {
			ways = append(ways, t.text)
		}
	}
	if len(ways) > 0 {
		return ways
	}
	return s.pairs(levers, turns)
}

// pairs lists ways out that take two changes.
func (s *solver) pairs(levers []lever, turns []turn) []string {
	const enough = 3
	var ways []string
	for _, t := range turns {
		p := *s.given
		t.apply(&p)
		for _, l := range levers {
			if v, ok := s.greatest(l, p); ok && v < l.high && len(ways) < enough {
				ways = append(ways, t.text+" and "+l.text(v))
			}
		}
	}
	for i, first := range levers {
		p := *s.given
		first.put(&p, first.low)
		for _, second := range levers[i+1:] {
			if v, ok := s.greatest(second, p); ok && v < second.high && len(ways) < enough {
				ways = append(ways, first.text(first.low)+" and "+second.text(v))
			}
		}
	}
	if len(ways) > 0 {
		return ways
	}
	return s.several(levers, turns)
}

// several takes as many changes as it needs, each to its least but the last;
// first without a turn, then with one.
func (s *solver) several(levers []lever, turns []turn) []string {
	slices.Reverse(levers)
	for _, t := range append([]turn{{"", func(*Profile) {}}}, turns...) {
		p, text := *s.given, t.text
		t.apply(&p)
		for _, l := range levers {
			if l.high == l.low {
				continue
			}
			if text != "" {
				text += " and "
			}
			if v, ok := s.greatest(l, p); ok {
				return []string{text + l.text(v)}
			}
			l.put(&p, l.low)
			text += l.text(l.low)
		}
	}
	return nil
}

// dropped is the way out of taking causes out of require.
func (s *solver) dropped(w work) []string {
	var left []Cause
	for _, c := range w.Require {
		if !slices.Contains(s.problem.causes, c) {
			left = append(left, c)
		}
	}
	p := *s.given
	if p.Require = append([]Cause{}, left...); !s.solved(&p) {
		return nil
	}
	if s.given.Require != nil {
		return []string{"drop " + and(words(s.problem.causes...)) + " from require"}
	}
	return []string{"set require to [" + join(words(left...)) + "], so that the loss is accepted"}
}

// longest is the greatest v from low to high for which holds is true, given
// that it holds for every smaller v too; false when it never holds.
func longest(low, high int, holds func(int) bool) (int, bool) {
	if low > high || !holds(low) {
		return 0, false
	}
	n := sort.Search(high-low, func(i int) bool { return !holds(low + i + 1) })
	return low + n, true
}
