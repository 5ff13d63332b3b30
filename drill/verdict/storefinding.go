package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// The rules of findings on what is behind the app.
const (
	LeavesConnections  = "leaves-connections"
	LeavesTransactions = "leaves-transactions"
	ClosesPoolEarly    = "closes-pool-early"
	LosesRows          = "loses-rows"
	DoublesRows        = "doubles-rows"
	LosesLastLogs      = "loses-last-logs"
)

// lastSteps is the order in which an app lets go of what it uses.
const lastSteps = "close the pools after the last request and the last worker have ended, and before the exit"

// stores is how the app left its stores.
func (f *finder) stores() {
	for i, s := range f.Stores {
		name, r := s.Kind.Words(), f.out.Stores[i]
		f.poolClosed(s)
		if r.Inside > 0 {
			f.add(LeavesTransactions, "ends "+print.Count(r.Inside, "connection")+" to "+name+" inside a transaction: what was done there is undone, and its locks are held until the store notices",
				"end every transaction, and with a bound on its statements: "+lastSteps, true)
		}
		switch {
		case r.Left != nil && *r.Left > 0:
			f.add(LeavesConnections, name+" still has "+print.Count(*r.Left, "connection")+" of the app "+Seconds(s.Looked-f.Exit.At).String()+" after its end: "+sessions(s.Left),
				"cancel what still runs and close the pool: "+lastSteps+"; bound statements in the database too, as one that runs does not notice that its client has gone", true)
		case r.Unclosed > 0 && !f.out.Exit.Killed:
			f.add(LeavesConnections, "leaves "+print.Count(r.Unclosed, "connection")+" to "+name+" to end with the process, instead of closing them",
				lastSteps, false)
		}
		if r.Waiting > 0 && len(s.Left) == 0 {
			f.add(LeavesTransactions, "ends "+print.Count(r.Waiting, "connection")+" to "+name+" before the answer to its last command: whether that was done, nobody in the app knows",
				"wait for every command that was sent: "+lastSteps, true)
		}
	}
}

// sessions says what a store still has.
func sessions(list []StoreSession) string {
	text := list[0].State
	if list[0].Doing != "" {
		text += " in " + list[0].Doing
	}
	if len(list) > 1 {
		text += ", and others"
	}
	return text
}

// poolClosed finds a pool that was closed while requests still needed it: from then
// on they fail, which none did before.
func (f *finder) poolClosed(s StoreRecord) {
	from := f.letsGo(s)
	if from < 0 {
		return
	}
	n, first := 0, time.Duration(0)
	for _, x := range f.Exchanges {
		if x.Outcome != Failed || x.Task != OldTask || x.End < from || f.Exit.At >= 0 && x.End > f.Exit.At {
			continue
		}
		if n++; n == 1 || x.End < first {
			first = x.End
		}
	}
	if n == 0 || f.failedBefore() {
		return
	}
	f.add(ClosesPoolEarly, "closes its connections to "+s.Kind.Words()+" from "+Seconds(from-f.Signalled).String()+" after the signal on, and answers "+print.Count(n, "request")+" with "+f.Protocol.serversFault()+" from then on, the first "+Seconds(first-f.Signalled).String()+" after the signal",
		lastSteps, true)
}

// letsGo is when the app began to close its connections to a store for good: it
// closes all that it had, one after the other, and opens no more. It is negative
// where the app did not.
func (f *finder) letsGo(s StoreRecord) time.Duration {
	last, from := Never, Never
	for _, c := range s.Connections {
		last = max(last, c.Opened)
	}
	for _, c := range s.Connections {
		if c.Closed < 0 || c.ByStore {
			if c.Closed < 0 || c.Closed >= f.Signalled {
				return Never // The app did not close all.
			}
			continue
		}
		if c.Closed >= max(f.Signalled, last) && (from < 0 || c.Closed < from) {
			from = c.Closed
		}
	}
	return from
}

// failedBefore says that requests failed before the stop too.
func (f *finder) failedBefore() bool {
	for _, x := range f.Exchanges {
		if x.Outcome == Failed && x.End < f.stopBegins() {
			return true
		}
	}
	return false
}

// rows is whether what was answered yes is in the database, once.
func (f *finder) rows() {
	if f.Rows == nil {
		return
	}
	r := f.rowCounts()
	all := func(n, stopping int) string {
		if stopping == n {
			return ""
		}
		return print.Grouped(n-stopping) + " of them not of the stopping task; "
	}
	if r.Missing > 0 {
		what, fix := print.Count(r.Missing, "request")+" of "+print.Grouped(r.Answered)+" that were answered with success have no row: "+all(r.Missing, r.missing), "answer only when the transaction is committed, and close the pool after the last answer"
		if r.Missing == r.Answered {
			fix = "check that the first column of the query is the {id} of the request: no row was found at all"
		}
		f.add(LosesRows, what+firstOf(r.firstMissing, f.Signalled), fix, true)
	}
	if r.Twice > 0 {
		f.add(DoublesRows, print.Count(r.Twice, "request")+" have more than one row: "+all(r.Twice, r.twice)+firstOf(r.firstTwice, f.Signalled),
			"make the id a key of the table, so that work that is tried again is done once", true)
	}
}

// firstOf says when the first that met the stop was answered.
func firstOf(at, signalled time.Duration) string {
	switch {
	case at < 0:
		return "none of them met the stop"
	case at < signalled:
		return "the first of the stopping task was answered " + Seconds(signalled-at).String() + " before the signal"
	}
	return "the first of the stopping task was answered " + Seconds(at-signalled).String() + " after the signal"
}

// logs is whether the last lines came out.
func (f *finder) logs() {
	r := f.out.Logs
	if r == nil || f.out.Exit.Killed || r.Lost == 0 && !r.Broken {
		return
	}
	message := "loses the last lines of its log: of " + print.Count(r.Answered, "request") + " that it answered " + print.Grouped(r.Lost) + " of the last have none, where those before have one"
	switch {
	case r.Broken && r.Lost == 0:
		message = "breaks off in the middle of the last line of its log"
	case r.Broken:
		message += ", and the last line breaks off in the middle"
	}
	f.add(LosesLastLogs, message, "write out what the log still holds as the last step before the exit, and do not leave by a call that skips it, such as process.exit() or os._exit()", true)
}
