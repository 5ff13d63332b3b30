package verdict

import (
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// The rules of findings on consumers of Kafka.
const (
	CommitsAhead = "commits-ahead"
	StaysInGroup = "stays-in-group"
	CommitsNone  = "commits-nothing"
)

// ahead says that the record's offset was committed before its work was done, by more
// than the drill may be wrong.
func (m MessageRecord) ahead() bool {
	return m.Committed > 0 && (m.Deleted < 0 || m.Deleted > m.Committed+Grace)
}

// uncommitted counts the records that the old consumer had done before its end where
// no offset at all was committed until then; nothing where one was, or nobody looked.
func (j judge) uncommitted() (n int) {
	if j.Broker != Kafka || j.Exit.At < 0 {
		return 0
	}
	for _, m := range j.Messages {
		if m.Committed >= 0 && m.Committed <= j.Exit.At+Grace {
			return 0
		}
		for _, r := range m.Receipts {
			if r.Worker == OldTask && m.Deleted >= 0 && m.Deleted < j.Exit.At-Grace {
				n++
				break
			}
		}
	}
	return n
}

// waiting counts the records that were there at the signal and not done.
func (j judge) waiting() (n int) {
	for _, m := range j.Messages {
		if m.Sent < j.signalled() && (m.Deleted < 0 || m.Deleted >= j.signalled()) {
			n++
		}
	}
	return n
}

// nothingMet is why a drill shows nothing that no unit met, and what would. A consumer
// of Kafka that breaks off its record leaves nothing to see: its line says when a record is
// done, and others get the record as they get those that it had fetched and not begun.
func (j judge) nothingMet() (why, fix string) {
	if n := j.waiting(); j.Broker == Kafka && n > 0 {
		return "the consumer did no record from the signal on, though " + print.Count(n, "record") + " waited: it broke off the one in hand, which others do again from the start, or it had none in hand",
			"finish the record in hand within the drain of " + j.Times.Drain.String() + ", and leave the group then; what a record that is broken off leaves half done shows with --postgres and --rows"
	}
	return "nothing was in flight at the stopping task, so that nothing could be lost",
		"raise --rate, or ask for work that takes longer"
}

// offsets is what a group says that it has done, beside what was done.
func (f *finder) offsets() {
	if f.Broker != Kafka {
		return
	}
	if n := f.out.Messages.Ahead; n > 0 {
		lost := 0
		for _, m := range f.Messages {
			if m.ahead() && m.Deleted < 0 {
				lost++
			}
		}
		message := "commits the offsets of " + print.Count(n, "record") + " before their work is done"
		if lost > 0 {
			message += ": " + print.Grouped(lost) + " of them nobody did, and nobody will"
		}
		f.add(CommitsAhead, message, "commit an offset when all records before it are done, and not by the clock or when they are fetched", true)
	}
	if n := f.uncommitted(); n >= fewest {
		f.add(CommitsNone, "commits no offset: "+print.Count(n, "record")+" that it had done until its end are done again by whoever has their partitions next",
			"commit an offset when all records before it are done, and what is left as the consumer closes", true)
	}
	if f.StaysInGroup {
		f.add(StaysInGroup, "ends without leaving its group, which keeps its partitions for it until the session timeout, 45 s by most clients' defaults: nobody works on them meanwhile",
			"close the consumer as the last step, which leaves the group", true)
	}
}
