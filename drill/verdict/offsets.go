package verdict

import (
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// The rules of findings on consumers of Kafka.
const (
	CommitsAhead = "commits-ahead"
	StaysInGroup = "stays-in-group"
)

// ahead says that the record's offset was committed before its work was done, by more
// than the drill may be wrong.
func (m MessageRecord) ahead() bool {
	return m.Committed > 0 && (m.Deleted < 0 || m.Deleted > m.Committed+Grace)
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
	if f.StaysInGroup {
		f.add(StaysInGroup, "ends without leaving its group, which keeps its partitions for it until the session timeout, 45 s by most clients' defaults: nobody works on them meanwhile",
			"close the consumer as the last step, which leaves the group", true)
	}
}
