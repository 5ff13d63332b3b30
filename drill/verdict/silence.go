package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// The rules of findings on connections that stay open and carry nothing.
const (
	FallsSilent       = "falls-silent"
	UnansweredMessage = "unanswered-message"
	EndsMidEvent      = "ends-mid-event"
)

const (
	// hush is how many times the longest wait that is usual a silence lasts at least,
	// beside [Grace].
	hush = 5
	// fewest is how many connections must show what is usual, and how many differ.
	fewest = 3
)

// unmet says that a connection shows what is usual: the signal did not meet it.
func (j judge) unmet(x Exchange) bool {
	return x.Socket != nil && x.Socket.Opened && (!x.ours() || x.End < j.Signalled)
}

// usualWait is the longest wait on connections that the signal did not meet; false
// where too few show one.
func (j judge) usualWait() (longest time.Duration, known bool) {
	shown := 0
	for _, x := range j.Exchanges {
		if !j.unmet(x) {
			continue
		}
		if x.Socket.Slowest > 0 {
			shown++
		}
		longest = max(longest, x.Socket.Slowest, x.Socket.Waited)
	}
	return longest, shown >= fewest
}

// silence is whether the app goes on with the connections that it leaves open:
// at least half of those that were open for long enough after the signal must
// show that it does not.
func (f *finder) silence() {
	usual, known := f.usualWait()
	if !known || f.gone() {
		return
	}
	most := hush*usual + Grace
	silent, open, longest := 0, 0, time.Duration(0)
	for _, x := range f.Exchanges {
		if x.Socket == nil || !x.Socket.Opened || !x.ours() || x.End-max(x.Start, f.Signalled) <= most {
			continue
		}
		open++
		if quiet := min(x.Socket.Waited, x.End-f.Signalled); quiet > most {
			silent++
			longest = max(longest, quiet)
		}
	}
	if silent < fewest || 2*silent < open {
		return
	}
	if f.judge.streams() {
		f.add(FallsSilent, "sends nothing on "+print.Count(silent, "stream")+" of "+print.Grouped(open)+" while stopping, on one for "+Seconds(longest).String()+"; without the stop no more than "+Seconds(usual).String()+" lie between two pieces of data",
			"close where the data comes from only when the last stream has ended", true)
		return
	}
	f.add(UnansweredMessage, "leaves the messages of "+print.Count(silent, "connection")+" of "+print.Grouped(open)+" without an answer while stopping, on one for "+Seconds(longest).String()+"; without the stop an answer takes no more than "+Seconds(usual).String(),
		"close what answers the messages only when the last connection has been closed", true)
}

// midEvent is whether the app ends streams in the middle of an event, and does so
// only when it stops.
func (f *finder) midEvent() {
	n, of := 0, 0
	for _, x := range f.Exchanges {
		switch {
		case x.Socket == nil || x.Socket.By != ClosedByApp || x.Outcome != Answered:
		case f.unmet(x):
			if x.Socket.MidEvent {
				return
			}
		default:
			if of++; x.Socket.MidEvent {
				n++
			}
		}
	}
	if n > 0 {
		f.add(EndsMidEvent, "ends "+print.Count(n, "stream")+" of "+print.Grouped(of)+" in the middle of an event while stopping: without the empty line that ends it, clients throw the event away",
			"write what is left of an event, and its empty line, before the stream ends", true)
	}
}
