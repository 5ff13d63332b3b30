package verdict

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// StoreResult is how the old task left one store.
type StoreResult struct {
	// Kind is postgres or redis.
	Kind StoreKind `json:"kind"`
	// AtSignal is how many connections it had when the stop signal came, and Opened
	// how many it opened in all.
	AtSignal int `json:"connections_at_signal"`
	Opened   int `json:"connections_opened"`
	// Left is how many the store still had after the end of the task; nil where it could
	// not be asked. Unclosed is how many ended with the task because it had not closed
	// them.
	Left     *int `json:"connections_left"`
	Unclosed int  `json:"connections_not_closed"`
	// Inside is how many ended inside a transaction from the stop signal on, and
	// Waiting how many others ended before the answer to their last command.
	Inside  int `json:"ended_inside_transaction"`
	Waiting int `json:"ended_before_answer"`
}

// RowsResult is what a query found of requests with an id that were answered, or of
// messages that were done.
type RowsResult struct {
	// Answered are those that were answered with success, Stopping those of them that
	// the stopping task answered; of messages those that a worker was done with.
	Answered int `json:"answered"`
	Stopping int `json:"answered_while_stopping"`
	// Missing have no row, and Twice more than one.
	Missing int `json:"missing"`
	Twice   int `json:"twice"`
}

// LogsResult is what was found of requests or messages with an id in what the old task
// wrote.
type LogsResult struct {
	// Answered are those that it answered, or was done with, and Missing those of them without a line.
	Answered int `json:"answered"`
	Missing  int `json:"missing"`
	// Lost are those without a line whose line is missing because of the stop: it takes
	// the last lines, or more of those since the stop began.
	Lost int `json:"lost"`
	// Broken says that the last line has no end.
	Broken bool `json:"last_line_broken"`
}

// behindApp says what was seen behind the app.
func (j judge) behindApp(out *Result) {
	for _, s := range j.Stores {
		out.Stores = append(out.Stores, j.store(s))
	}
	if j.Rows != nil {
		r := j.rowCounts()
		out.Rows = &r.RowsResult
	}
	out.Logs = j.logLines()
}

func (j judge) store(s StoreRecord) StoreResult {
	out := StoreResult{Kind: s.Kind, Opened: len(s.Connections)}
	if !s.Blind {
		out.Left = new(len(s.Left))
	}
	for _, c := range s.Connections {
		if j.Signalled >= 0 && c.Opened <= j.Signalled && (c.Closed < 0 || c.Closed > j.Signalled) {
			out.AtSignal++
		}
		if j.Signalled < 0 || c.Closed >= 0 && c.Closed < j.Signalled || c.ByStore {
			continue
		}
		if s.Kind == PostgreSQL && !c.Goodbye {
			out.Unclosed++ // With Redis closing is all there is, and a process that ends does it too.
		}
		switch {
		case c.Inside:
			out.Inside++
		case c.Waiting:
			out.Waiting++
		}
	}
	return out
}

// identified are the requests, or the messages as such: one is answered by the worker that
// was done with it, and when it said so.
func (j judge) identified() []Exchange {
	if !j.ofMessages() {
		return j.Exchanges
	}
	var out []Exchange
	for _, m := range j.Messages {
		x := Exchange{ID: m.ID, Kind: "message", Start: m.Sent, End: m.Deleted, Asked: m.Asked, Outcome: Answered}
		if n := len(m.Receipts); n > 0 {
			x.Task = m.Receipts[n-1].Worker
		}
		if m.Deleted < 0 {
			x.Outcome = Failed
		}
		out = append(out, x)
	}
	return out
}

// succeeded says that a request was answered yes; a form's answer is often a redirect.
func (x Exchange) succeeded() bool {
	return x.ID != "" && x.Outcome == Answered && x.Code < 400 && !x.Left
}

// writes are the kinds of requests that have rows at all, where any has: one that only
// reads may have an id for the log.
func (j judge) writes() (kinds map[string]bool, some bool) {
	kinds = map[string]bool{}
	for _, x := range j.identified() {
		if x.ID != "" && j.Rows.Of[x.ID] > 0 {
			kinds[x.Kind] = true
		}
	}
	return kinds, len(kinds) > 0
}

// stoppedWith says that the old task answered from the start of the stop on.
func (j judge) stoppedWith(x Exchange) bool { return x.Task == OldTask && x.End >= j.stopBegins() }

// rowCount is also when the first of those without a row, and with two, was answered.
type rowCount struct {
	RowsResult
	// missing and twice are those that met the stop.
	missing, twice           int
	firstMissing, firstTwice time.Duration
}

func (j judge) rowCounts() rowCount {
	out := rowCount{firstMissing: Never, firstTwice: Never}
	note := func(all, stopping *int, first *time.Duration, x Exchange) {
		*all++
		if !j.stoppedWith(x) {
			return
		}
		*stopping++
		if *first < 0 || x.End < *first {
			*first = x.End
		}
	}
	kinds, some := j.writes()
	for _, x := range j.identified() {
		if some && !kinds[x.Kind] {
			continue
		}
		n := j.Rows.Of[x.ID]
		if x.ID != "" && n > 1 && !x.succeeded() {
			note(&out.Twice, &out.twice, &out.firstTwice, x) // Whatever the answer, nobody asked twice.
		}
		if !x.succeeded() {
			continue
		}
		out.Answered++
		if j.stoppedWith(x) {
			out.Stopping++
		}
		switch {
		case n == 0:
			note(&out.Missing, &out.missing, &out.firstMissing, x)
		case n > 1:
			note(&out.Twice, &out.twice, &out.firstTwice, x)
		}
	}
	return out
}

const (
	// leastLogged is how many lines show that an app writes one for each request.
	leastLogged = 5
	// mostLogChance is how probable it may be that an app which leaves out a line now
	// and then has left out all of the last ones by chance.
	mostLogChance = 0.01
)

// logLines says what of the requests stands in the log, where the app writes a line
// with the id of each; else nil.
func (j judge) logLines() *LogsResult {
	if j.Logs == nil {
		return nil
	}
	var mine []Exchange
	for _, x := range j.identified() {
		if x.succeeded() && x.Task == OldTask {
			mine = append(mine, x)
		}
	}
	slices.SortFunc(mine, func(a, b Exchange) int { return cmp.Compare(a.End, b.End) })
	var s split
	last := -1
	for i, x := range mine {
		all, without := &s.undisturbed, &s.hadUndisturbed
		if j.stoppedWith(x) {
			all, without = &s.judged, &s.hadJudged
		}
		if *all++; j.Logs.IDs[x.ID] {
			last = i
		} else {
			*without++
		}
	}
	out := &LogsResult{Answered: len(mine), Missing: s.hadUndisturbed + s.hadJudged, Broken: j.Logs.Broken}
	if out.Answered-out.Missing < leastLogged {
		return nil
	}
	// Several processes have a log each: those of one may be lost, and another's there.
	if s.hadJudged >= 2 && chance([]split{s}) < leastChance {
		out.Lost = s.hadJudged
	}
	// Of one process the last ones are lost: of what comes after the last that is there.
	tail := len(mine) - 1 - last
	skipped := float64(out.Missing-tail+1) / float64(last+1+2)
	if math.Pow(skipped, float64(tail)) < mostLogChance {
		out.Lost = max(out.Lost, tail)
	}
	return out
}
