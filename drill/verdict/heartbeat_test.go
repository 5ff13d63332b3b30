package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A message that comes back while its worker lives was not hidden again in time; one
// that comes back after its worker's end, at 3 s here, was dropped by the stop.
func TestJudge_heartbeat(t *testing.T) {
	t.Parallel()
	ran := func(worker verdict.Task, expired time.Duration, extended int) verdict.ReceiptRecord {
		r := receipt(worker, 900*time.Millisecond)
		r.Expired, r.Extended = expired, extended
		return r
	}
	again := receipt(verdict.ReplacementTask, 4*second)
	returned, broken := receipt(verdict.OldTask, 900*time.Millisecond), ran(verdict.OldTask, 2*second, 0)
	returned.Returned, broken.BrokenOff = second, true
	done := func(receipts ...verdict.ReceiptRecord) verdict.MessageRecord {
		return verdict.MessageRecord{Deleted: 5 * second, Receipts: receipts}
	}
	left := func(receipts ...verdict.ReceiptRecord) verdict.MessageRecord {
		return verdict.MessageRecord{Deleted: verdict.Never, Receipts: receipts}
	}
	held := verdict.MessageRecord{Deleted: 1500 * time.Millisecond, Receipts: []verdict.ReceiptRecord{receipt(verdict.OldTask, 900*time.Millisecond)}}
	const misses, drops, loses = verdict.MissesHeartbeat + "!", verdict.DropsMessage + "!", verdict.LosesMessage + "!"
	for name, tt := range map[string]struct {
		beat     time.Duration
		messages []verdict.MessageRecord
		rules    string
		says     string
	}{
		"held":                     {second, []verdict.MessageRecord{held}, "", ""},
		"never extended":           {second, []verdict.MessageRecord{done(ran(verdict.OldTask, 2*second, 0), again)}, misses, "lets 1 message in hand run out while it lives: what comes back is worked on twice, and the heartbeat is every 1 s; it never hid them again"},
		"extended too rarely":      {second, []verdict.MessageRecord{done(ran(verdict.OldTask, 2*second, 1), again)}, misses, "the heartbeat is every 1 s"},
		"one of two never":         {second, []verdict.MessageRecord{done(ran(verdict.OldTask, 2*second, 1), again), done(ran(verdict.OldTask, 2*second, 0), again)}, misses, "lets 2 messages in hand run out while it lives: what comes back is worked on twice, and the heartbeat is every 1 s; 1 of them it never hid again"},
		"by the replacement":       {second, []verdict.MessageRecord{held, done(ran(verdict.ReplacementTask, 4*second, 0), again)}, misses, "it never hid them again"},
		"just before its end":      {second, []verdict.MessageRecord{done(ran(verdict.OldTask, 3*second-1, 0), again)}, misses, ""},
		"at its end":               {second, []verdict.MessageRecord{done(ran(verdict.OldTask, 3*second, 1), again)}, drops, "drops 1 message in hand"},
		"one of either":            {second, []verdict.MessageRecord{done(ran(verdict.OldTask, 2*second, 0), again), done(ran(verdict.OldTask, 4*second, 1), again)}, misses + " " + drops, "lets 1 message"},
		"a heartbeat nobody asked": {0, []verdict.MessageRecord{done(ran(verdict.OldTask, 2*second, 0), again)}, drops, "drops 1 message in hand"},
		"given back":               {second, []verdict.MessageRecord{done(returned, again)}, "", ""},
		"never arrived":            {second, []verdict.MessageRecord{held, done(broken, again)}, verdict.BreaksReceive, ""},
		"left behind": {second, []verdict.MessageRecord{left(ran(verdict.OldTask, 2*second, 0), again), left(again), left()}, misses,
			"; it never hid them again; 3 messages were left when the drill ended, as a receipt that has run out deletes nothing"},
		"left by itself":     {second, []verdict.MessageRecord{held, left()}, loses, "loses 1 message"},
		"given back for one": {second, []verdict.MessageRecord{done(ran(verdict.OldTask, 2*second, 0), again), left(returned)}, misses + " " + loses, "it never hid them again"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := worked(shutdown.KeptAll, tt.messages...)
			r.Heartbeat, r.Prefix = s(tt.beat), "WORKER_"
			got := judge(r)
			if diff := cmp.Diff(tt.rules, strings.Join(rules(got), " ")); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%s", diff, report.DrillText(got))
				return
			}
			if len(got.Findings) == 0 {
				return
			}
			f := got.Findings[0]
			if !strings.Contains(f.Message, tt.says) {
				t.Errorf("%q does not say %q", f.Message, tt.says)
			}
			if want := "every WORKER_HEARTBEAT_SECONDS"; f.Rule == verdict.MissesHeartbeat && (!strings.Contains(f.Fix, want) || got.OK) {
				t.Errorf("OK = %v, and %q does not say %q", got.OK, f.Fix, want)
			}
		})
	}
}

// A worker that is killed while it works on what ran out has no bound for its drain.
func TestJudge_heartbeatOfAWorkerThatIsKilled(t *testing.T) {
	t.Parallel()
	ran := receipt(verdict.OldTask, 900*time.Millisecond)
	ran.Expired = 2 * second
	r := worked(shutdown.KeptAll, verdict.MessageRecord{Deleted: 5 * second, Receipts: []verdict.ReceiptRecord{ran, receipt(verdict.ReplacementTask, 4*second)}})
	r.Heartbeat, r.Killed, r.Exit = s(second), 5*second, verdict.Exit{At: 5 * second, Known: true, Code: 137, Signal: "SIGKILL"}
	if got := strings.Join(rules(judge(r)), " "); !strings.Contains(got, verdict.DrainUnbounded+"!") || strings.Contains(got, verdict.HangsInCleanup) {
		t.Errorf("findings %s", got)
	}
}
