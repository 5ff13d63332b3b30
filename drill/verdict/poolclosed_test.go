package verdict_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A worker that closes its pool with messages in hand, and gives them up when it comes to
// need it, is told of it, whether it gives them back or not.
func TestJudge_poolClosedWithMessages(t *testing.T) {
	t.Parallel()
	const closed, drain = 1100 * ms, 4 * second
	const none = time.Duration(-1)
	for name, tt := range map[string]struct {
		received, returned, expired, deleted, asked time.Duration
		change                                      func(r *verdict.Recording)
		want                                        bool
	}{
		"given back when its work failed":       {received: 900 * ms, returned: closed + verdict.Grace + 1, expired: none, deleted: 3 * second, want: true},
		"given back as the pool was closed":     {received: 900 * ms, returned: closed + verdict.Grace, expired: none, deleted: 3 * second},
		"dropped at the worker's end":           {received: 900 * ms, returned: none, expired: 9 * second, deleted: 9 * second, want: true},
		"lost":                                  {received: 900 * ms, returned: none, expired: none, deleted: none, want: true},
		"received when the pool was closed":     {received: closed, returned: 2 * second, expired: none, deleted: 3 * second},
		"received a moment before":              {received: closed - 1, returned: 2 * second, expired: none, deleted: 3 * second, want: true},
		"longer than what is left of the drain": {received: 900 * ms, asked: second + drain - 900*ms + 1, returned: 2 * second, expired: none, deleted: 7 * second},
		"as long as what is left of the drain":  {received: 900 * ms, asked: second + drain - 900*ms, returned: 2 * second, expired: none, deleted: 7 * second, want: true},
		"the pool is closed last":               {received: 900 * ms, returned: 1500 * ms, expired: none, deleted: 3 * second, change: func(r *verdict.Recording) { r.Stores[0].Connections[0].Closed = 1600 * ms }},
		"the store has closed it": {received: 900 * ms, returned: 2 * second, expired: none, deleted: 3 * second, change: func(r *verdict.Recording) {
			r.Stores[0].Connections[0].ByStore = true
		}},
		"another one was given up before the stop": {received: 900 * ms, returned: 2 * second, expired: none, deleted: 3 * second, change: func(r *verdict.Recording) {
			early := receipt(verdict.OldTask, 100*ms)
			early.Returned = 200 * ms
			r.Messages = append(r.Messages, verdict.MessageRecord{ID: "early", Deleted: 700 * ms, Receipts: []verdict.ReceiptRecord{early, receipt(verdict.OldTask, 400*ms)}})
		}},
		"the replacement's": {received: 900 * ms, returned: 2 * second, expired: none, deleted: 3 * second, change: func(r *verdict.Recording) {
			r.Messages[len(r.Messages)-1].Receipts[0].Worker = verdict.ReplacementTask
		}},
		"its receive was broken off": {received: 900 * ms, returned: none, expired: 9 * second, deleted: 9 * second, change: func(r *verdict.Recording) {
			r.Messages[len(r.Messages)-1].Receipts[0].BrokenOff = true
		}},
		"done after all": {received: 900 * ms, returned: none, expired: none, deleted: 2 * second, change: func(r *verdict.Recording) {
			m := &r.Messages[len(r.Messages)-1]
			m.Receipts = m.Receipts[:1]
		}},
	} {
		r := stocked()
		r.Exit.At = 3 * second
		r.Times.Delay, r.Times.Drain = 0, verdict.Seconds(drain)
		r.Stores[0].Connections[0].Closed = closed
		one := receipt(verdict.OldTask, tt.received)
		one.Returned, one.Expired = tt.returned, tt.expired
		m := verdict.MessageRecord{ID: "met", Sent: 800 * ms, Asked: max(tt.asked, 500*ms), Deleted: tt.deleted, Receipts: []verdict.ReceiptRecord{one}}
		if tt.deleted >= 0 {
			m.Receipts = append(m.Receipts, receipt(verdict.ReplacementTask, tt.deleted-100*ms))
		}
		r.Messages = append(r.Messages, m)
		if tt.change != nil {
			tt.change(&r)
		}
		out := judge(r)
		if got := slices.Contains(behindRules(out), verdict.ClosesPoolEarly+"!"); got != tt.want {
			t.Errorf("%s: named: %v, want %v: %v", name, got, tt.want, out.Findings)
		}
		if tt.want && !slices.ContainsFunc(out.Findings, func(f verdict.Finding) bool {
			return strings.Contains(f.Message, "from 0.1 s after the signal on, and does not finish 1 message that it had in hand then")
		}) {
			t.Errorf("%s: %v", name, out.Findings)
		}
	}
	// A record of Kafka is known when it is done, and not before.
	r := stocked()
	r.Exit.At, r.Workload, r.Broker = 3*second, shutdown.Stream, verdict.Kafka
	r.Stores[0].Connections[0].Closed = closed
	if slices.Contains(behindRules(judge(r)), verdict.ClosesPoolEarly+"!") {
		t.Error("records that were done are said to be given up")
	}
}
