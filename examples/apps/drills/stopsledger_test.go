//go:build drills && linux

package drills_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// What may be wrong with a stop.
const (
	ranOut       = "ran out in hand"
	notGivenBack = "was not given back within a second"
	neverDone    = "never done"
	doneTwice    = "done more than once"
	goneLate     = "was still there after its deadline"
	usedAgain    = "used it again"
)

// sound wants no fault, and that the stops met what they were made for.
func (f *fleet) sound(t testing.TB) {
	t.Helper()
	faults := f.faults()
	messages := f.server.Messages()
	inTime, givenBack, brokenOff, extended := 0, 0, 0, 0
	worst := time.Duration(0)
	for _, m := range messages {
		for _, r := range m.Receipts {
			extended = max(extended, r.Extended)
			switch {
			case r.BrokenOff:
				brokenOff++
			case r.Returned >= 0:
				givenBack++
				worst = max(worst, r.Returned-f.due(string(r.Worker), r.At))
			default:
				inTime++
			}
		}
	}
	t.Logf("%d stops, %d messages of %v hidden for %v: %d kept to the end, %d given back, at the latest %v after the worker had to, %d polls broken off with a message on the way; the machine was %v late",
		len(f.workers)-lanes, len(messages), takes, hidden, inTime, givenBack, worst.Round(time.Millisecond), brokenOff, f.late.Round(time.Millisecond))
	if givenBack == 0 || extended < int(takes/hidden) {
		t.Errorf("%d messages were given back, and one was hidden anew %d times at most: the stops met nothing", givenBack, extended)
	}
	if len(faults) > 0 {
		t.Errorf("%d faults:\n%s", len(faults), strings.Join(faults[:min(len(faults), 20)], "\n"))
	}
}

// due is when a worker had to give a message back that it had got then.
func (f *fleet) due(worker string, got time.Duration) time.Duration {
	for _, one := range f.workers {
		if string(one.name) == worker && !one.signalled.IsZero() {
			return max(got, one.signalled.Add(one.drain).Sub(f.server.Begin()))
		}
	}
	return got
}

// faults is all that was not as it should be, at the queue and in what the workers said.
func (f *fleet) faults() (faults []string) {
	said := func(format string, values ...any) { faults = append(faults, fmt.Sprintf(format, values...)) }
	done, begun := map[string]int{}, map[string]int{}
	for _, one := range f.workers {
		for _, l := range one.lines() {
			switch l.Msg {
			case "begun":
				begun[string(one.name)+" "+l.Message]++
			case "done":
				done[l.Message]++
			}
		}
		if late := one.left.Sub(one.signalled.Add(one.drain + one.cleanup)); one.killed || late > patience/2 {
			said("worker %s %s of %v: %v; it said last\n%s", one.name, goneLate, one.drain+one.cleanup, late, one.tail())
		}
	}
	for i, m := range f.server.Messages() {
		id := fmt.Sprintf("message-%d", i+1)
		switch n := done[id]; {
		case n == 0 || m.Deleted < 0:
			said("%s was %s: %d times by the workers' word, deleted at %v", id, neverDone, n, m.Deleted)
		case n > 1:
			said("%s was %s: %d times", id, doneTwice, n)
		}
		for n, r := range m.Receipts {
			last := n == len(m.Receipts)-1
			// What a worker began it had got, however its connection ended.
			broken := r.BrokenOff && begun[string(r.Worker)+" "+id] == 0
			switch due := f.due(string(r.Worker), r.At); {
			case broken || last && m.Deleted >= 0:
			case r.Returned < 0 && r.Expired >= due:
				said("%s %s: worker %s had to by %v, and it was hidden until %v", id, notGivenBack, r.Worker, due, r.Expired)
			case r.Returned < 0:
				said("%s %s of worker %s, which got it at %v, at %v", id, ranOut, r.Worker, r.At, r.Expired)
			case r.Returned-due > time.Second+f.late:
				said("%s %s: worker %s had to by %v and did at %v", id, notGivenBack, r.Worker, due, r.Returned)
			}
			if r.UsedAgain > 0 {
				said("%s: worker %s gave it back at %v and %s at %v", id, r.Worker, r.Returned, usedAgain, r.UsedAgain)
			}
		}
	}
	return faults
}

// of is one line that a worker wrote on a message.
type of struct{ Msg, Message string }

// lines are what a worker said of messages.
func (s *stopped) lines() (all []of) {
	for text := range bytes.Lines(s.output.text.Bytes()) {
		var l of
		if json.Unmarshal(text, &l) == nil && l.Message != "" {
			all = append(all, l)
		}
	}
	return all
}

// tail is the end of what a worker said.
func (s *stopped) tail() string {
	text := s.output.text.String()
	return text[max(0, len(text)-600):]
}
