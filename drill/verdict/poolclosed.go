package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// poolClosed finds a pool that was closed while something still needed it.
func (f *finder) poolClosed(s StoreRecord) {
	from := f.letsGo(s)
	if from < 0 {
		return
	}
	message := "closes its connections to " + s.Kind.Words() + " from " + Seconds(from-f.Signalled).String() + " after the signal on, and "
	if f.ofMessages() {
		if n, first := f.givenUp(from); n > 0 {
			f.add(ClosesPoolEarly, message+"does not finish "+print.Count(n, f.Broker.unit())+" that it had in hand then, for which there was time: the first was given up "+Seconds(first-f.Signalled).String()+" after the signal",
				lastSteps, true)
		}
		return
	}
	if n, first := f.failedFrom(from); n > 0 {
		f.add(ClosesPoolEarly, message+"answers "+print.Count(n, "request")+" with "+f.Protocol.serversFault()+" from then on, the first "+Seconds(first-f.Signalled).String()+" after the signal",
			lastSteps, true)
	}
}

// failedFrom counts the requests that failed at the old task from a time on; none where
// some failed before the stop too.
func (f *finder) failedFrom(from time.Duration) (n int, first time.Duration) {
	if f.failedBefore() {
		return 0, 0
	}
	for _, x := range f.Exchanges {
		if x.Outcome != Failed || x.Task != OldTask || x.End < from || f.Exit.At >= 0 && x.End > f.Exit.At {
			continue
		}
		if n++; n == 1 || x.End < first {
			first = x.End
		}
	}
	return n, first
}

// givenUp counts the messages that the old worker had in hand at a time and neither
// finished nor let go of soon, though the drain was long enough for their work; none where
// it gave some up before the stop too.
func (f *finder) givenUp(from time.Duration) (n int, first time.Duration) {
	drained := f.Signalled + f.Times.Delay.D() + f.Times.Drain.D()
	for _, m := range f.Messages {
		for i, r := range m.Receipts {
			if r.Worker != OldTask || r.BrokenOff || m.Deleted >= 0 && i == len(m.Receipts)-1 {
				continue
			}
			end := f.Exit.At // Nobody heard of it until the worker's end.
			for _, at := range []time.Duration{r.Returned, r.Expired} {
				if at >= 0 && (end < 0 || at < end) {
					end = at
				}
			}
			if end >= 0 && end < f.stopBegins() {
				return 0, 0
			}
			if r.At >= from || end <= from+Grace || r.At+m.Asked > drained {
				continue
			}
			if n++; n == 1 || end < first {
				first = end
			}
		}
	}
	return n, first
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
