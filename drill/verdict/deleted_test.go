package verdict_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// had is a message that a worker received at a time and deleted after so long.
func had(worker verdict.Task, at, took, asked time.Duration) verdict.MessageRecord {
	return verdict.MessageRecord{Sent: at, Asked: asked, Deleted: at + took, Receipts: []verdict.ReceiptRecord{receipt(worker, at)}}
}

func TestJudge_deletesEarly(t *testing.T) {
	t.Parallel()
	const old, replacement = verdict.OldTask, verdict.ReplacementTask
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	honest := had(old, 0, ms(800), ms(800))
	change := func(m verdict.MessageRecord, change func(m *verdict.MessageRecord)) verdict.MessageRecord {
		change(&m)
		return m
	}
	tests := map[string]struct {
		messages []verdict.MessageRecord
		want     int
		says     string
	}{
		"works":                        {[]verdict.MessageRecord{honest, had(old, ms(900), ms(800), ms(800))}, 0, ""},
		"deletes at once":              {[]verdict.MessageRecord{had(old, 0, ms(4), ms(800)), had(old, ms(1100), ms(4), ms(800))}, 2, "deletes 2 of 2 messages before the work can be done: one that takes 0.8 s was deleted 0.004 s after it was received"},
		"at once, had time left":       {[]verdict.MessageRecord{had(old, 0, ms(4), ms(800)), had(old, ms(2300), ms(4), ms(800))}, 2, "; 1 had time left when the worker ended"},
		"skips while stopping":         {[]verdict.MessageRecord{honest, had(old, ms(900), ms(110), ms(800))}, 1, "deletes 1 of 2 messages before the work can be done: one that takes 0.8 s was deleted 0.11 s after it was received, and before the signal none of 1 was"},
		"skips the last tenth":         {[]verdict.MessageRecord{honest, had(old, ms(500), ms(719), ms(800))}, 1, ""},
		"skips less than a tenth":      {[]verdict.MessageRecord{honest, had(old, ms(500), ms(720), ms(800))}, 0, ""},
		"is roughly right always":      {[]verdict.MessageRecord{had(old, 0, ms(480), ms(800)), had(old, ms(900), ms(433), ms(800))}, 0, ""},
		"is less so while stopping":    {[]verdict.MessageRecord{had(old, 0, ms(480), ms(800)), had(old, ms(900), ms(431), ms(800))}, 1, ""},
		"nothing learnt, half of it":   {[]verdict.MessageRecord{had(old, ms(900), ms(400), ms(800))}, 0, ""},
		"nothing learnt, less":         {[]verdict.MessageRecord{had(old, ms(900), ms(399), ms(800))}, 1, ""},
		"learnt of the replacement":    {[]verdict.MessageRecord{had(replacement, ms(1500), ms(800), ms(800)), had(old, ms(900), ms(450), ms(800))}, 1, ""},
		"half of it before the signal": {[]verdict.MessageRecord{had(old, 0, ms(400), ms(800))}, 0, ""},
		"less before the signal":       {[]verdict.MessageRecord{had(old, 0, ms(399), ms(800))}, 1, ""},
		"deleted at the signal":        {[]verdict.MessageRecord{honest, had(old, ms(450), ms(550), ms(800))}, 1, ""},
		"deleted just before it":       {[]verdict.MessageRecord{honest, had(old, ms(450), ms(549), ms(800))}, 0, ""},
		"the replacement alone":        {[]verdict.MessageRecord{honest, had(replacement, ms(1500), ms(4), ms(800))}, 0, ""},
		"too short to be told":         {[]verdict.MessageRecord{had(old, 0, 0, ms(99))}, 0, ""},
		"just long enough":             {[]verdict.MessageRecord{had(old, 0, 0, ms(100))}, 1, ""},
		"received before": {[]verdict.MessageRecord{honest, change(had(old, ms(900), ms(4), ms(800)), func(m *verdict.MessageRecord) {
			m.Receipts = slices.Insert(m.Receipts, 0, verdict.ReceiptRecord{Worker: old, Returned: ms(850), Expired: -1})
		})}, 0, ""},
		"never arrived before": {[]verdict.MessageRecord{honest, change(had(old, ms(900), ms(110), ms(800)), func(m *verdict.MessageRecord) {
			m.Receipts = slices.Insert(m.Receipts, 0, verdict.ReceiptRecord{Worker: old, Returned: -1, Expired: ms(850), BrokenOff: true})
		})}, 1, ""},
		"sends the rest anew": {[]verdict.MessageRecord{honest, had(old, ms(900), ms(200), ms(800)),
			{Sent: ms(1050), From: old, Deleted: ms(1600), Receipts: []verdict.ReceiptRecord{receipt(replacement, ms(1100))}}}, 0, ""},
		"sends the rest of one": {[]verdict.MessageRecord{honest, had(old, ms(900), ms(200), ms(800)), had(old, ms(800), ms(300), ms(800)),
			{Sent: ms(1050), From: old, Deleted: ms(1600), Receipts: []verdict.ReceiptRecord{receipt(replacement, ms(1100))}}}, 1, ""},
		"sent something before": {[]verdict.MessageRecord{honest, had(old, ms(900), ms(200), ms(800)),
			{Sent: ms(950), From: old, Deleted: ms(1600), Receipts: []verdict.ReceiptRecord{receipt(replacement, ms(1100))}}}, 1, ""},
		"never deleted": {[]verdict.MessageRecord{honest, change(had(old, ms(900), 0, ms(800)), func(m *verdict.MessageRecord) { m.Deleted = -1 })}, 0, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := judge(worked(shutdown.KeptAll, tt.messages...))
			message := ""
			for _, f := range r.Findings {
				if f.Rule == verdict.DeletesEarly {
					message = f.Message
				}
			}
			if r.Messages.Early != tt.want || (message != "") != (tt.want > 0) || !strings.Contains(message, tt.says) {
				t.Errorf("%d early, want %d; %q, want %q", r.Messages.Early, tt.want, message, tt.says)
			}
			broken := slices.ContainsFunc(r.Guarantees, func(p verdict.Promise) bool { return strings.Contains(p.Because, "deleted before the work") })
			if broken != (tt.want > 0) {
				t.Errorf("guarantees %+v", r.Guarantees)
			}
			if text := report.DrillText(r); strings.Contains(text, "deleted by the old worker before the work") != (tt.want > 0) {
				t.Errorf("the report:\n%s", text)
			}
		})
	}
}

// A promise up to some length is not broken by longer messages.
func TestJudge_deletesEarlyUpTo(t *testing.T) {
	t.Parallel()
	for asked, want := range map[time.Duration]bool{second: false, second + time.Millisecond: true} {
		r := worked(shutdown.KeptUpTo, had(verdict.OldTask, 0, 0, asked))
		r.Guarantees[0].Value.UpTo = new(1)
		if got := judge(r).Guarantees[0]; got.Held != want {
			t.Errorf("a message of %s: held %v, want %v: %s", asked, got.Held, want, got.Because)
		}
	}
}

// However late the machine is, a worker that works first is never found out.
func TestJudge_honestWorkers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		span := func(name string, most time.Duration) time.Duration {
			return time.Duration(rapid.Int64Range(0, int64(most)).Draw(t, name))
		}
		var messages []verdict.MessageRecord
		for range rapid.IntRange(0, 20).Draw(t, "messages") {
			asked := span("asked", second)
			worker := rapid.SampledFrom([]verdict.Task{verdict.OldTask, verdict.ReplacementTask}).Draw(t, "worker")
			messages = append(messages, had(worker, span("at", 2*second), asked+span("late", second), asked))
		}
		r := judge(worked(shutdown.KeptAll, messages...))
		if diff := cmp.Diff(0, r.Messages.Early); diff != "" {
			t.Fatalf("early (-want +got):\n%s", diff)
		}
	})
}
