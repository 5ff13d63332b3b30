package verdict

import (
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// MissesHeartbeat is the rule of a finding on a worker that does not hide the
// messages in its hand again, although it was told how often to.
const MissesHeartbeat = "misses-heartbeat"

// ranOut says that the receipt ran out while its worker lived: it came back as
// nobody extended it, and the worker's end has no part in that.
func (j judge) ranOut(r ReceiptRecord) bool {
	return j.Heartbeat > 0 && r.dropped() && (r.Worker != OldTask || j.Exit.At < 0 || r.Expired < j.Exit.At)
}

// heartbeat finds a worker without heartbeats, and says how many messages nobody
// had deleted for that.
func (f *finder) heartbeat() (lost int) {
	messages, never := 0, 0
	for _, m := range f.Messages {
		if i := slices.IndexFunc(m.Receipts, f.ranOut); i >= 0 {
			messages++
			if m.Receipts[i].Extended == 0 {
				never++
			}
		}
	}
	if messages == 0 {
		return 0
	}
	message := "lets " + print.Count(messages, "message") + " in hand run out while it lives: what comes back is worked on twice, and the heartbeat is every " + f.Heartbeat.String()
	switch {
	case never == messages:
		message += "; it never hid them again"
	case never > 0:
		message += "; " + print.Grouped(never) + " of them it never hid again"
	}
	if lost = f.crowdedOut(); lost > 0 {
		message += "; " + print.Count(lost, "message") + " were left when the drill ended, as a receipt that has run out deletes nothing"
	}
	f.add(MissesHeartbeat, message,
		"hide a message again (ChangeMessageVisibility for "+f.Prefix+"VISIBILITY_SECONDS) at once when it comes and then every "+f.Prefix+"HEARTBEAT_SECONDS, beside the work, until it is deleted or given back, also from the signal on", true)
	return lost
}

// crowdedOut counts the messages that nobody had deleted, but for those that a
// worker gave back whenever it had them.
func (j judge) crowdedOut() (n int) {
	for _, m := range j.Messages {
		kept := slices.ContainsFunc(m.Receipts, func(r ReceiptRecord) bool { return r.Returned < 0 })
		if m.Deleted < 0 && (kept || len(m.Receipts) == 0) {
			n++
		}
	}
	return n
}
