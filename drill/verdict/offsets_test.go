package verdict_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A record is committed too early when its work was done later than the drill may be
// wrong, or never.
func TestJudge_offsets(t *testing.T) {
	t.Parallel()
	const done = 1500 * time.Millisecond
	for name, tt := range map[string]struct {
		committed, done time.Duration
		stays           bool
		want            []string
		words           string
	}{
		"behind the work":         {done + 20*ms, done, false, nil, ""},
		"as early as may be":      {done - verdict.Grace, done, false, nil, ""},
		"a little earlier":        {done - verdict.Grace - 1, done, false, []string{"commits-ahead!"}, "the offsets of 1 record before"},
		"never done":              {done, -1, false, []string{"commits-ahead!", "loses-message!"}, "1 of them nobody did"},
		"never committed":         {-1, done, false, nil, ""},
		"neither":                 {-1, -1, false, []string{"loses-message!"}, ""},
		"stays in the group":      {done, done, true, []string{"stays-in-group!"}, "until the session timeout"},
		"nobody looked at it":     {0, done, false, nil, ""},
		"lost and nobody looked":  {0, -1, false, []string{"loses-message!"}, ""},
		"committed at the record": {1, done, false, []string{"commits-ahead!"}, ""},
	} {
		r := flawless()
		r.Workload, r.Broker, r.StaysInGroup, r.Exchanges, r.Probes = shutdown.Stream, verdict.Kafka, tt.stays, nil, nil
		r.Deregistered, r.LastRouted, r.Expired, r.Balancer = -1, -1, -1, "none"
		r.Messages = []verdict.MessageRecord{
			{Sent: 200 * ms, Asked: 100 * ms, Deleted: 400 * ms, Committed: 420 * ms, Receipts: []verdict.ReceiptRecord{{At: 300 * ms, Worker: verdict.OldTask, Returned: -1, Expired: -1}}},
			{Sent: 800 * ms, Asked: 300 * ms, Deleted: 1200 * ms, Committed: 1250 * ms, Receipts: []verdict.ReceiptRecord{{At: 900 * ms, Worker: verdict.OldTask, Returned: -1, Expired: -1}}},
			{Sent: 900 * ms, Asked: 100 * ms, Deleted: tt.done, Committed: tt.committed},
		}
		if tt.done >= 0 {
			r.Messages[2].Receipts = []verdict.ReceiptRecord{{At: tt.done - 100*ms, Worker: verdict.ReplacementTask, Returned: -1, Expired: -1}}
		}
		out := verdict.Judge(r)
		got := rules(out)
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		if tt.words != "" && !slices.ContainsFunc(out.Findings, func(f verdict.Finding) bool { return strings.Contains(f.Message, tt.words) }) {
			t.Errorf("%s: no finding says %q: %v", name, tt.words, out.Findings)
		}
	}
}
