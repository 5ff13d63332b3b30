package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// DeletesEarly is the rule of a finding on a worker that deletes messages before
// their work can be done: what it then does not finish comes back to nobody.
const DeletesEarly = "deletes-before-work"

// shortest is the shortest work that is looked at. A worker that does it takes no
// less on a late machine, so it need only be long enough to be told from none.
const shortest = 100 * time.Millisecond

// deletion is a message that its only receiver deleted: how long it had it,
// against how long the work takes. What was received before, by a worker that
// perhaps did a part of it, says nothing.
type deletion struct {
	at, took, asked time.Duration
	worker          Task
	// opened is when the call began that brought it; zero where nobody looked.
	opened time.Duration
}

// received is when the worker got it.
func (d deletion) received() time.Duration { return d.at - d.took }

// deletions are those of messages whose work can be told from none.
func (j judge) deletions() (out []deletion) {
	for _, m := range j.Messages {
		if d, ok := m.deletion(); ok && d.asked >= shortest {
			out = append(out, d)
		}
	}
	return out
}

func (m MessageRecord) deletion() (deletion, bool) {
	var only *ReceiptRecord
	for i, r := range m.Receipts {
		switch {
		case r.BrokenOff:
			continue
		case only != nil || r.Returned >= 0 || r.Expired >= 0:
			return deletion{}, false
		}
		only = &m.Receipts[i]
	}
	if only == nil || m.Deleted < only.At {
		return deletion{}, false
	}
	return deletion{at: m.Deleted, took: m.Deleted - only.At, asked: m.Asked, worker: only.Worker, opened: only.Opened}, true
}

// sooner says that the message was deleted in less than a share of its work.
func (d deletion) sooner(share float64) bool {
	return float64(d.took) < share*float64(d.asked)
}

// String says what shows that its work was not done.
func (d deletion) String() string {
	return "one that takes " + Seconds(d.asked).String() + " was deleted " + Seconds(d.took).String() + " after it was received"
}

// half of the work is too little of it, whatever a worker takes seconds for.
const half = 0.5

// early is what a worker deleted too soon.
type early struct {
	// before is those of the old worker until the signal, of all that it deleted
	// then; stopping those since.
	before, allBefore, stopping, allStopping int
	// quickest is the shortest time that it had one, and its work.
	quickest deletion
	// left is those whose work had not had its time when the worker ended.
	left int
	// batch is the one of which most were left out, which is so many.
	batch batch
	most  int
}

// tooEarly compares how long the old worker had its messages with what they ask for.
// From the signal on it is measured by what the workers take otherwise: where
// none of them ever took less than the work, neither may a worker that stops.
func (j judge) tooEarly() early { return j.earlyUpTo(1<<63 - 1) }

// earlyUpTo counts of them those whose work takes at most so long.
func (j judge) earlyUpTo(most time.Duration) (e early) {
	all := j.deletions()
	var learnt, rest []deletion
	share := 1.0
	for _, d := range all {
		if d.worker == ReplacementTask || d.at < j.signalled() {
			learnt = append(learnt, d)
			share = min(share, float64(d.took)/float64(d.asked))
		}
	}
	limit := half
	if len(learnt) > 0 && share > half {
		limit = max(half, 0.9*share)
	}
	for _, d := range all {
		if d.worker != OldTask || d.asked > most {
			continue
		}
		n, of, share := &e.before, &e.allBefore, half
		if d.at >= j.signalled() {
			n, of, share = &e.stopping, &e.allStopping, limit
		}
		*of++
		if !d.sooner(share) {
			rest = append(rest, d)
			continue
		}
		if e.quickest.asked == 0 || d.took < e.quickest.took {
			e.quickest = d
		}
		*n++
		if j.Exit.At >= 0 && d.at-d.took+d.asked > j.Exit.At {
			e.left++
		}
	}
	e.unworked(rest, learnt)
	// A worker that stops may put what is left of a message into a new one.
	e.stopping = max(0, e.stopping-j.resent())
	return e
}

// signalled is when the worker was told to stop; the end where it never was.
func (j judge) signalled() time.Duration {
	if j.Signalled < 0 {
		return j.Ended
	}
	return j.Signalled
}

// resent counts the messages that the old worker sent from the signal on.
func (j judge) resent() (n int) {
	for _, m := range j.Messages {
		if m.From == OldTask && m.Sent >= j.signalled() {
			n++
		}
	}
	return n
}

// count is how many messages were deleted too soon.
func (e early) count() int { return e.before + e.stopping }

// deletesEarly is whether the worker deletes a message after its work.
func (f *finder) deletesEarly() {
	e := f.tooEarly()
	if e.count() == 0 {
		return
	}
	// Of short messages nothing is known, so the number of those that are looked at is told.
	text := f.Broker.acknowledge() + "s " + print.Grouped(e.count()) + " of " + print.Count(e.allBefore+e.allStopping, f.Broker.unit()) + " before the work can be done: "
	if e.quickest.asked > 0 {
		text += e.quickest.String()
	} else {
		text += e.batch.String()
	}
	fix := f.Broker.acknowledge() + " a message once its work is done; where the worker does that, have it work for the seconds that a message names: " +
		"as it is nothing is in hand that a stop could lose, and the drill shows nothing"
	if e.before == 0 && e.allBefore > 0 {
		text += ", and before the signal none of " + print.Grouped(e.allBefore) + " was"
		fix = "finish what is in hand while stopping, or " + f.Broker.giveBack() + ": a message that is deleted comes back to nobody"
	}
	if f.Broker == Kafka && e.quickest.asked > 0 {
		text = "says of " + print.Grouped(e.count()) + " of " + print.Count(e.allBefore+e.allStopping, "record") + " that they are done before the work can be: one that takes " +
			Seconds(e.quickest.asked).String() + " had its line " + Seconds(e.quickest.took).String() + " after it was there"
		fix = "write the line of a record when its work is over, and have it take the seconds that the record names: as it is the drill cannot see what a stop cuts"
	}
	if e.left > 0 {
		text += "; " + print.Grouped(e.left) + " had time left when the worker ended"
	}
	f.add(DeletesEarly, text, fix, true)
}

// undone says what a promise on messages of at most so long lost by it.
func (j judge) undone(promised time.Duration) string {
	if e := j.earlyUpTo(promised); e.count() > 0 {
		return print.Count(e.count(), "message") + " deleted before the work can be done"
	}
	return ""
}
