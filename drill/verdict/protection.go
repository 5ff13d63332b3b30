package verdict

import (
	"cmp"
	"slices"
	"time"
)

// ProtectionRecord is what happened to the old task's protection.
type ProtectionRecord struct {
	// Minutes is how long the profile wants it, before scaling.
	Minutes int
	// Calls is every change that the worker asked for.
	Calls []ProtectionCall
	// Refused is how many calls asked wrongly, and Refusal why the last one did.
	Refused int
	Refusal string
	// Asked is when ECS wanted the task to stop. GaveUp is when the drill had
	// waited long enough for the protection to end. Each is negative when it
	// did not happen.
	Asked, GaveUp time.Duration
}

// ProtectionCall is one change of the protection.
type ProtectionCall struct {
	At time.Duration
	On bool
	// Until is when it runs out unless it is taken again, where On.
	Until time.Duration
}

// ProtectionResult is what a worker did with task protection.
type ProtectionResult struct {
	// Minutes is how long the profile wants it, before scaling.
	Minutes int `json:"minutes"`
	// Taken is how often an unprotected task became protected, Renewed how often
	// a protected one asked again.
	Taken   int `json:"taken"`
	Renewed int `json:"renewed"`
	// GivenBack and RanOut are how the protection ended.
	GivenBack int `json:"given_back"`
	RanOut    int `json:"ran_out"`
	// HeldOff is how long the stop waited for it; nil where it did not wait.
	HeldOff *Seconds `json:"stop_held_off"`
	// Needed is the messages that take longer than the drain and were in hand
	// before the signal; Unprotected is those of them that for more than a
	// moment were so without protection.
	Needed      int `json:"messages_that_need_it"`
	Unprotected int `json:"messages_without_it"`
	// Exposed is the time in which at least one of these was.
	Exposed Seconds `json:"unprotected_with_work_in_hand"`

	gaps []gap
}

// span is a time under protection.
type span struct {
	from, to time.Duration
	// ranOut and givenBack are how it ended; neither where the task ended first.
	ranOut, givenBack bool
}

// spans are the times under protection, up to the end of the task.
func (p ProtectionRecord) spans(until time.Duration) (spans []span, renewed int) {
	var open *span
	end := func(at time.Duration) {
		if open == nil {
			return
		}
		if open.to <= at {
			open.ranOut = true // Before anybody asked again.
		} else {
			open.to = at
		}
		spans = append(spans, *open)
		open = nil
	}
	for _, c := range p.Calls {
		if open != nil && open.to <= c.At {
			end(c.At)
		}
		switch {
		case c.On && open != nil:
			open.to = c.Until
			renewed++
		case c.On:
			open = &span{from: c.At, to: c.Until}
		case open != nil:
			open.givenBack = true
			end(c.At)
		}
	}
	end(until)
	return spans, renewed
}

// gap is a time in which a message was in hand without protection.
type gap struct {
	from, to time.Duration
	kind     gapKind
	message  int
}

type gapKind int

const (
	uncovered gapKind = iota // there was no protection before the message was out of hand
	late                     // it came after the message
	givenBack                // it was given back before
	ranOut                   // it ran out before
)

// protected says whether the path is the one that protection holds off.
func (j judge) protected() bool { return j.Path == Protected && j.Protection != nil }

// asked is when the stop was asked for, where protection could hold it off.
func (j judge) asked() time.Duration {
	if j.Protection == nil {
		return Never
	}
	return j.Protection.Asked
}

// protection says what the worker did with its protection.
func (j judge) protection() *ProtectionResult {
	if j.Protection == nil {
		return nil
	}
	end := j.Ended
	if j.Exit.At >= 0 {
		end = j.Exit.At
	}
	spans, renewed := j.Protection.spans(end)
	out := &ProtectionResult{Minutes: j.Protection.Minutes, Taken: len(spans), Renewed: renewed}
	for _, s := range spans {
		switch {
		case s.givenBack:
			out.GivenBack++
		case s.ranOut:
			out.RanOut++
		}
	}
	if j.Protection.Asked >= 0 && j.Signalled >= 0 {
		out.HeldOff = new(Seconds(j.Signalled - j.Protection.Asked))
	}
	for i, m := range j.Messages {
		if m.Asked <= j.Times.Drain.D() {
			continue // The drain keeps it.
		}
		needed, gaps := j.gaps(m, spans)
		for n := range gaps {
			gaps[n].message = i
		}
		if needed {
			out.Needed++
		}
		if len(gaps) > 0 {
			out.Unprotected++
		}
		out.gaps = append(out.gaps, gaps...)
	}
	out.Exposed = Seconds(union(out.gaps))
	return out
}

// gaps are the times in which the old worker had the message in hand before
// the signal without protection, and whether it had it at all. A moment does
// not count, unless the signal came in it after the protection had ended.
func (j judge) gaps(m MessageRecord, spans []span) (needed bool, out []gap) {
	for _, r := range m.Receipts {
		from, to := r.At, j.outOfHand(m, r)
		handedBack := r.Returned >= 0 && r.Returned-r.At <= Grace
		if r.Worker != OldTask || r.BrokenOff || handedBack || to <= from {
			continue
		}
		needed = true
		kind, at := late, from
		for _, s := range spans {
			if s.to <= at || s.from >= to {
				continue
			}
			out = j.note(out, gap{from: at, to: s.from, kind: kind})
			if at = s.to; s.ranOut {
				kind = ranOut
			} else {
				kind = givenBack
			}
		}
		if kind == late {
			kind = uncovered
		}
		out = j.note(out, gap{from: at, to: to, kind: kind})
	}
	return needed, out
}

// note adds a gap that counts.
func (j judge) note(gaps []gap, g gap) []gap {
	atSignal := j.Signalled >= 0 && g.to >= j.Signalled && (g.kind == givenBack || g.kind == ranOut)
	if length := g.to - g.from; length > Grace || length > 0 && atSignal {
		return append(gaps, g)
	}
	return gaps
}

// outOfHand is when the message was out of the worker's hands, or the signal.
func (j judge) outOfHand(m MessageRecord, r ReceiptRecord) time.Duration {
	end := j.Ended
	for _, at := range []time.Duration{m.Deleted, r.Returned, r.Expired, j.Signalled, j.Exit.At} {
		if at >= 0 {
			end = min(end, at)
		}
	}
	return end
}

// union is how long at least one of the gaps was open.
func union(gaps []gap) (sum time.Duration) {
	sorted := slices.SortedFunc(slices.Values(gaps), func(a, b gap) int { return cmp.Compare(a.from, b.from) })
	end := time.Duration(0)
	for _, g := range sorted {
		if from := max(g.from, end); g.to > from {
			sum += g.to - from
			end = g.to
		}
	}
	return sum
}
