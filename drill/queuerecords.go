package drill

import (
	"encoding/json"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// records is what became of each message, in the order in which they were sent, as
// times from begin on. signalled is when a worker was told to stop; zero when it was not.
func (q *queue) records(begin time.Time, signalled func(verdict.Task) time.Time) []verdict.MessageRecord {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := func(t time.Time) time.Duration {
		if t.IsZero() {
			return verdict.Never
		}
		return max(0, t.Sub(begin))
	}
	all := make([]verdict.MessageRecord, 0, len(q.messages))
	for _, m := range q.messages {
		record := verdict.MessageRecord{ID: m.named(), Sent: at(m.sent), From: m.from, Asked: m.asked, Deleted: at(m.deleted)}
		if q.offsets {
			record.Committed = at(m.committed)
		}
		for _, r := range m.received {
			one := verdict.ReceiptRecord{Opened: at(r.opened), At: at(r.at), Worker: r.worker, Returned: at(r.returned), Expired: at(r.expired), BrokenOff: r.brokenOff(signalled(r.worker)), Extended: r.extended}
			if !r.usedAgain.IsZero() {
				one.UsedAgain = at(r.usedAgain)
			}
			record.Receipts = append(record.Receipts, one)
		}
		all = append(all, record)
	}
	return all
}

// named is the id in the body of a message of the drill's own; empty for others.
func (m *message) named() string {
	var body struct{ ID string }
	if m.from != "" || json.Unmarshal([]byte(m.body), &body) != nil {
		return ""
	}
	return body.ID
}
