package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
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

// rows is whether what was answered yes is in the database, once.
func (f *finder) rows() {
	if f.Rows == nil {
		return
	}
	r, unit, done := f.rowCounts(), f.work.unit(), f.done()
	all := func(n, stopping int) string {
		if stopping == n {
			return ""
		}
		return print.Grouped(n-stopping) + " of them not of the stopping task; "
	}
	if r.Missing > 0 {
		what, fix := print.Count(r.Missing, unit)+" of "+print.Grouped(r.Answered)+" that were "+done+" have no row: "+all(r.Missing, r.missing), f.commits()
		if r.Missing == r.Answered {
			fix = "check that the first column of the query is the " + f.idOf() + ": no row was found at all"
		}
		f.add(LosesRows, what+f.metAt(r.firstMissing), fix, true)
	}
	if r.Twice > 0 {
		f.add(DoublesRows, print.Count(r.Twice, unit)+" have more than one row: "+all(r.Twice, r.twice)+f.metAt(r.firstTwice),
			"make the id a key of the table, so that work that is tried again is done once", true)
	}
}

// ofMessages says that the units are messages, and not requests.
func (j judge) ofMessages() bool {
	return j.Workload == shutdown.Queue || j.Workload == shutdown.Stream
}

// done is what a unit was that must have a row.
func (j judge) done() string {
	if j.ofMessages() {
		return "done"
	}
	return "answered with success"
}

// commits is how none is without a row.
func (j judge) commits() string {
	if j.ofMessages() {
		return "acknowledge a message only when its transaction is committed, and close the pool after the last one"
	}
	return "answer only when the transaction is committed, and close the pool after the last answer"
}

// idOf names what a row is known by.
func (j judge) idOf() string {
	if j.ofMessages() {
		return "id in the message"
	}
	return "{id} of the request"
}

// metAt says when the first that met the stop was answered.
func (j judge) metAt(at time.Duration) string {
	first := "the first of the stopping task was answered "
	if j.ofMessages() {
		first = "the first of the stopping task was done "
	}
	switch {
	case at < 0:
		return "none of them met the stop"
	case at < j.Signalled:
		return first + Seconds(j.Signalled-at).String() + " before the signal"
	}
	return first + Seconds(at-j.Signalled).String() + " after the signal"
}

// logs is whether the last lines came out.
func (f *finder) logs() {
	r := f.out.Logs
	if r == nil || f.out.Exit.Killed || r.Lost == 0 && !r.Broken {
		return
	}
	did := " that it answered "
	if f.ofMessages() {
		did = " that it was done with "
	}
	message := "loses the last lines of its log: of " + print.Count(r.Answered, f.work.unit()) + did + print.Grouped(r.Lost) + " of the last have none, where those before have one"
	switch {
	case r.Broken && r.Lost == 0:
		message = "breaks off in the middle of the last line of its log"
	case r.Broken:
		message += ", and the last line breaks off in the middle"
	}
	f.add(LosesLastLogs, message, "write out what the log still holds as the last step before the exit, and do not leave by a call that skips it, such as process.exit() or os._exit()", true)
}
