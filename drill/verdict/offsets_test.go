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

// A consumer that commits nothing at all has everything done again.
func TestJudge_uncommitted(t *testing.T) {
	t.Parallel()
	const late = verdict.Never
	for name, tt := range map[string]struct {
		committed [3]time.Duration
		done      int
		worker    verdict.Task
		want      []string
	}{
		"none":                         {[3]time.Duration{late, late, late}, 3, verdict.OldTask, []string{"commits-nothing!"}},
		"the replacement's alone":      {[3]time.Duration{late, late, time.Hour}, 3, verdict.OldTask, []string{"commits-nothing!"}},
		"one":                          {[3]time.Duration{late, 900 * ms, late}, 3, verdict.OldTask, nil},
		"before the load":              {[3]time.Duration{0, late, late}, 3, verdict.OldTask, nil},
		"too few to tell":              {[3]time.Duration{late, late, late}, 2, verdict.OldTask, nil},
		"those of the replacement":     {[3]time.Duration{late, late, late}, 3, verdict.ReplacementTask, nil},
		"one as the old consumer ends": {[3]time.Duration{late, late, -2}, 3, verdict.OldTask, nil},
	} {
		r := flawless()
		r.Workload, r.Broker, r.Exchanges, r.Probes = shutdown.Stream, verdict.Kafka, nil, nil
		r.Deregistered, r.LastRouted, r.Expired, r.Balancer = -1, -1, -1, "none"
		r.Messages = nil
		for i, committed := range tt.committed {
			if committed == -2 {
				committed = r.Exit.At + verdict.Grace
			}
			worker := tt.worker
			if i >= tt.done {
				worker = verdict.ReplacementTask
			}
			at := time.Duration(i+1) * 200 * ms
			r.Messages = append(r.Messages, verdict.MessageRecord{Sent: at, Asked: 100 * ms, Deleted: at + 200*ms, Committed: committed,
				Receipts: []verdict.ReceiptRecord{{At: at + 100*ms, Worker: worker, Returned: -1, Expired: -1}}})
		}
		out := verdict.Judge(r)
		got := rules(out)
		got = slices.DeleteFunc(got, func(rule string) bool { return rule == "exposed-too-little" })
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		for _, g := range out.Guarantees {
			if g.Held == (len(tt.want) > 0) {
				t.Errorf("%s: the guarantee of %s: held %v, %s", name, g.Cause, g.Held, g.Because)
			}
		}
	}
}

// A consumer that breaks off its record shows as one that does nothing from the signal on,
// though records wait. Nothing else tells of it.
func TestJudge_brokenOffRecord(t *testing.T) {
	t.Parallel()
	const signal = second
	for name, tt := range map[string]struct {
		broker     verdict.Broker
		sent, done time.Duration
		words      string
	}{
		"records waited":             {verdict.Kafka, signal - 1, 3 * second, "though 1 record waited"},
		"none waited":                {verdict.Kafka, signal - 200*ms, signal - 1, "nothing was in flight"},
		"one was sent at the signal": {verdict.Kafka, signal, 3 * second, "nothing was in flight"},
		"a queue's":                  {"", signal - 1, 3 * second, "nothing was in flight"},
	} {
		r := flawless()
		r.Workload, r.Broker, r.Exchanges, r.Probes = shutdown.Stream, tt.broker, nil, nil
		r.Deregistered, r.LastRouted, r.Expired, r.Balancer = -1, -1, -1, "none"
		r.Messages = []verdict.MessageRecord{
			{Sent: 100 * ms, Asked: 100 * ms, Deleted: 300 * ms, Committed: 310 * ms, Receipts: []verdict.ReceiptRecord{{At: 200 * ms, Worker: verdict.OldTask, Returned: -1, Expired: -1}}},
			{Sent: tt.sent, Asked: 100 * ms, Deleted: tt.done, Committed: tt.done, Receipts: []verdict.ReceiptRecord{{At: tt.done - 100*ms, Worker: verdict.ReplacementTask, Returned: -1, Expired: -1}}},
		}
		out := verdict.Judge(r)
		if out.Verdict != verdict.NotShown || len(out.Findings) != 1 || !strings.Contains(out.Findings[0].Message, tt.words) {
			t.Errorf("%s: %s, %v, want it not shown with %q", name, out.Verdict, out.Findings, tt.words)
		}
	}
}
