package verdict_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// worked is the recording of a worker that stopped at 1 s and was gone at 2 s,
// with one message that it did before and the messages given.
func worked(kept shutdown.Kept, messages ...verdict.MessageRecord) verdict.Recording {
	r := flawless()
	r.Exchanges, r.Probes, r.Deregistered, r.LastRouted, r.Expired, r.Workload = nil, nil, -1, -1, -1, shutdown.Queue
	r.Times.Delay = 0
	r.Guarantees = shutdown.Table[shutdown.Guarantee]{{Key: string(shutdown.StopTask), Value: shutdown.Guarantee{Path: shutdown.Concurrent, Kept: kept}}}
	r.Messages = append([]verdict.MessageRecord{{Deleted: 500 * time.Millisecond, Receipts: []verdict.ReceiptRecord{receipt(verdict.OldTask, 0)}}}, messages...)
	return r
}

func receipt(worker verdict.Task, at time.Duration) verdict.ReceiptRecord {
	return verdict.ReceiptRecord{At: at, Worker: worker, Returned: -1, Expired: -1}
}

func TestJudge_messages(t *testing.T) {
	t.Parallel()
	inHand := receipt(verdict.OldTask, 900*time.Millisecond)
	returned, expired, broken := inHand, inHand, inHand
	returned.Returned, expired.Expired, broken.Expired = second, 4*second, 4*second
	broken.BrokenOff = true
	again := receipt(verdict.ReplacementTask, 4*second)
	tests := map[string]struct {
		kept    shutdown.Kept
		message verdict.MessageRecord
		want    verdict.MessageCount
		rules   []string
	}{
		"finished": {shutdown.KeptAll, verdict.MessageRecord{Deleted: 1500 * time.Millisecond, Receipts: []verdict.ReceiptRecord{inHand}},
			verdict.MessageCount{Sent: 2, Done: 2, DoneByOld: 1}, nil},
		"returned": {shutdown.KeptRedelivered, verdict.MessageRecord{Deleted: 2 * second, Receipts: []verdict.ReceiptRecord{returned, again}},
			verdict.MessageCount{Sent: 2, Done: 2, Returned: 1, Twice: 1}, nil},
		"dropped": {shutdown.KeptAll, verdict.MessageRecord{Deleted: 5 * second, Receipts: []verdict.ReceiptRecord{expired, again}},
			verdict.MessageCount{Sent: 2, Done: 2, Expired: 1, Twice: 1}, []string{verdict.DropsMessage + "!"}},
		"broken off": {shutdown.KeptAll, verdict.MessageRecord{Deleted: 5 * second, Receipts: []verdict.ReceiptRecord{broken, again}},
			verdict.MessageCount{Sent: 2, Done: 2, BrokenOff: 1, Twice: 1}, []string{verdict.BreaksReceive}},
		"lost": {shutdown.KeptRedelivered, verdict.MessageRecord{Deleted: -1},
			verdict.MessageCount{Sent: 2, Done: 1, Lost: 1}, []string{verdict.LosesMessage + "!"}},
		"fetched at the signal": {shutdown.KeptAll, verdict.MessageRecord{Deleted: 1500 * time.Millisecond, Receipts: []verdict.ReceiptRecord{receipt(verdict.OldTask, second+299*time.Millisecond)}},
			verdict.MessageCount{Sent: 2, Done: 2, DoneByOld: 1}, nil},
		"fetched after it": {shutdown.KeptAll, verdict.MessageRecord{Deleted: 1500 * time.Millisecond, Receipts: []verdict.ReceiptRecord{receipt(verdict.OldTask, second+300*time.Millisecond)}},
			verdict.MessageCount{Sent: 2, Done: 2, DoneByOld: 1, Fetched: 1}, []string{verdict.FetchesStopping + "!"}},
		"broken off after it": {shutdown.KeptAll, verdict.MessageRecord{Deleted: 5 * second, Receipts: []verdict.ReceiptRecord{
			{At: 1500 * time.Millisecond, Worker: verdict.OldTask, Returned: -1, Expired: 4 * second, BrokenOff: true}, again}},
			verdict.MessageCount{Sent: 2, Done: 2, BrokenOff: 1, Twice: 1}, []string{verdict.BreaksReceive}},
		"fetched by the replacement": {shutdown.KeptAll, verdict.MessageRecord{Deleted: 3 * second, Receipts: []verdict.ReceiptRecord{receipt(verdict.ReplacementTask, 2*second)}},
			verdict.MessageCount{Sent: 2, Done: 2}, []string{verdict.ExposedTooLittle}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := judge(worked(tt.kept, tt.message))
			if diff := cmp.Diff(tt.want, *got.Messages); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.rules, rules(got)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestJudge_openReceive: a call that was open when the signal came may bring
// messages for the profile's propagation, and no other call may.
func TestJudge_openReceive(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		opened, at time.Duration
		fetched    int
	}{
		"through the open call":    {500 * time.Millisecond, 2 * second, 0},
		"at its very end":          {500 * time.Millisecond, 3*second + 299*time.Millisecond, 0},
		"after its end":            {500 * time.Millisecond, 3*second + 300*time.Millisecond, 1},
		"opened at the signal":     {second + 299*time.Millisecond, 2 * second, 0},
		"opened after the signal":  {second + 300*time.Millisecond, 2 * second, 1},
		"before the signal anyway": {500 * time.Millisecond, 600 * time.Millisecond, 0},
	} {
		r := worked(shutdown.KeptAll, verdict.MessageRecord{Deleted: 4 * second, Receipts: []verdict.ReceiptRecord{
			{Opened: tt.opened, At: tt.at, Worker: verdict.OldTask, Returned: -1, Expired: -1}}})
		r.Times.Delay = verdict.Seconds(2 * second)
		if got := judge(r).Messages.Fetched; got != tt.fetched {
			t.Errorf("%s: %d fetched, want %d", name, got, tt.fetched)
		}
	}
}

// What an open call brings after the profile's time is given back, or it was fetched.
func TestJudge_openReceiveGivenBack(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		opened, returned time.Duration
		fetched          int
	}{
		"given back":              {500 * time.Millisecond, 2100 * time.Millisecond, 0},
		"worked off":              {500 * time.Millisecond, verdict.Never, 1},
		"of a call that is later": {second + 300*time.Millisecond, 2100 * time.Millisecond, 1},
	} {
		r := worked(shutdown.KeptAll, verdict.MessageRecord{Deleted: 4 * second, Receipts: []verdict.ReceiptRecord{
			{Opened: tt.opened, At: 2 * second, Worker: verdict.OldTask, Returned: tt.returned, Expired: -1}}})
		if got := judge(r).Messages.Fetched; got != tt.fetched {
			t.Errorf("%s: %d fetched, want %d", name, got, tt.fetched)
		}
	}
}

// What task protection holds off is judged on its own path, and there alone.
func TestJudge_protectedPaths(t *testing.T) {
	t.Parallel()
	r := worked(shutdown.KeptAll)
	r.Guarantees = append(r.Guarantees, shutdown.Entry[shutdown.Guarantee]{Key: string(shutdown.Deployment), Value: shutdown.Guarantee{Path: shutdown.Concurrent, Kept: shutdown.KeptAll}})
	if n := len(judge(r).Guarantees); n != 2 {
		t.Errorf("%d verdicts without protection, want 2", n)
	}
	r.Protected = true
	if got := judge(r).Guarantees; len(got) != 1 || got[0].Cause != shutdown.StopTask {
		t.Errorf("verdicts under protection: %+v", got)
	}
	r.Path = verdict.Protected
	if got := judge(r).Guarantees; len(got) != 1 || got[0].Cause != shutdown.Deployment {
		t.Errorf("verdicts on the protected path: %+v", got)
	}
}
