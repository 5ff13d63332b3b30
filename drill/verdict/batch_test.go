package verdict_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// brought are messages of one call, received at a time and deleted at others.
func brought(worker verdict.Task, at time.Duration, asked []time.Duration, deleted ...time.Duration) (out []verdict.MessageRecord) {
	for i, d := range deleted {
		m := had(worker, at, d-at, asked[i])
		m.Receipts[0].Opened = at - time.Millisecond
		out = append(out, m)
	}
	return out
}

// longWorked is a worker that was told to stop at 10 s, and that had nothing before.
func longWorked(messages ...[]verdict.MessageRecord) verdict.Recording {
	r := worked(shutdown.KeptAll)
	r.Signalled, r.Exit.At, r.Ended, r.Messages = 10*second, 11*second, 12*second, slices.Concat(messages...)
	return r
}

// found is the message of a finding of a rule; empty without one.
func found(r verdict.Result, rule string) string {
	for _, f := range r.Findings {
		if f.Rule == rule {
			return f.Message
		}
	}
	return ""
}

// A worker that does one message after the other cannot have done what it deletes
// at the stop in less time than all of it takes.
func TestJudge_deletesBatch(t *testing.T) {
	t.Parallel()
	const old, replacement = verdict.OldTask, verdict.ReplacementTask
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	asked := []time.Duration{ms(600), ms(600), ms(600)}
	all := func(worker verdict.Task, at, took int) []verdict.MessageRecord {
		return brought(worker, ms(at), asked, ms(at+took), ms(at+took), ms(at+took))
	}
	// One that was alone in hand shows how slow the worker is itself.
	quick := []verdict.MessageRecord{had(old, ms(500), ms(610), ms(600))}
	shorts := slices.Repeat([]time.Duration{ms(300)}, 4)
	slow := all(old, 2000, 1810)
	oneAfterAnother, atStop := slices.Concat(quick, slow), all(old, 9000, 1200)
	unknown := slices.Clone(oneAfterAnother)
	for i := range slow {
		unknown[1+i].Receipts = []verdict.ReceiptRecord{receipt(old, ms(2000))}
	}
	tests := map[string]struct {
		messages [][]verdict.MessageRecord
		want     int
	}{
		"deletes what it had no time for":    {[][]verdict.MessageRecord{oneAfterAnother, atStop}, 1},
		"all but one":                        {[][]verdict.MessageRecord{oneAfterAnother, all(old, 9350, 660)}, 2},
		"has done all":                       {[][]verdict.MessageRecord{oneAfterAnother, all(old, 9000, 1800)}, 0},
		"is roughly right":                   {[][]verdict.MessageRecord{oneAfterAnother, all(old, 9000, 1637)}, 0},
		"a moment less":                      {[][]verdict.MessageRecord{oneAfterAnother, all(old, 9000, 1636)}, 1},
		"nothing learnt":                     {[][]verdict.MessageRecord{atStop}, 0},
		"learnt of the replacement":          {[][]verdict.MessageRecord{quick, all(replacement, 10500, 1810), atStop}, 1},
		"three at once":                      {[][]verdict.MessageRecord{quick, all(old, 2000, 610), atStop}, 0},
		"three at once, and late":            {[][]verdict.MessageRecord{quick, all(old, 2000, 1500), atStop}, 0},
		"two batches, each one by one":       {[][]verdict.MessageRecord{oneAfterAnother, all(old, 2100, 1810), atStop}, 0},
		"two messages at once otherwise":     {[][]verdict.MessageRecord{oneAfterAnother, {had(old, ms(5000), ms(500), ms(500)), had(old, ms(5001), ms(600), ms(600))}, atStop}, 0},
		"none was alone in hand":             {[][]verdict.MessageRecord{slow, atStop}, 0},
		"deletes one after the other":        {[][]verdict.MessageRecord{brought(old, ms(2000), asked, ms(2600), ms(3200), ms(3800)), brought(old, ms(9000), asked, ms(9600), ms(10200), ms(10201))}, 1},
		"is slow with every message":         {[][]verdict.MessageRecord{slow, {had(old, ms(5000), ms(1300), ms(600))}, atStop}, 0},
		"two threads that are slow":          {[][]verdict.MessageRecord{brought(old, ms(2000), asked, ms(3100), ms(3100), ms(4200)), atStop}, 0},
		"two threads, slow by as much each":  {[][]verdict.MessageRecord{{had(old, ms(500), ms(1500), ms(1000))}, brought(old, ms(3000), shorts, ms(3800), ms(3800), ms(4600), ms(4600)), brought(old, ms(9000), []time.Duration{second, second}, ms(10500), ms(10500))}, 0},
		"too short to tell from late":        {[][]verdict.MessageRecord{quick, brought(old, ms(2000), asked[:2], ms(2600), ms(3200)), atStop}, 0},
		"just long enough":                   {[][]verdict.MessageRecord{quick, brought(old, ms(2000), []time.Duration{ms(800), ms(800)}, ms(2800), ms(3610)), atStop}, 1},
		"the replacement does two at once":   {[][]verdict.MessageRecord{oneAfterAnother, brought(replacement, ms(10500), asked[:2], ms(11110), ms(11110)), atStop}, 0},
		"nobody noted the calls":             {[][]verdict.MessageRecord{unknown, atStop}, 0},
		"messages of several calls":          {[][]verdict.MessageRecord{oneAfterAnother, {had(old, ms(9000), ms(1200), ms(600)), had(old, ms(9000), ms(1200), ms(600)), had(old, ms(9000), ms(1200), ms(600))}}, 0},
		"all in time before the signal":      {[][]verdict.MessageRecord{oneAfterAnother, all(old, 8000, 1900)}, 0},
		"sends the rest anew":                {[][]verdict.MessageRecord{oneAfterAnother, atStop, {{Sent: ms(10100), From: old, Deleted: ms(11500), Receipts: []verdict.ReceiptRecord{receipt(replacement, ms(11400))}}}}, 0},
		"batch of which one is deleted only": {[][]verdict.MessageRecord{oneAfterAnother, atStop[:1]}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := judge(longWorked(tt.messages...))
			message := found(r, verdict.DeletesEarly)
			if r.Messages.Early != tt.want || (message != "") != (tt.want > 0) || r.Guarantees[0].Held != (tt.want == 0) {
				t.Errorf("%d early, want %d; held %v: %q, %v", r.Messages.Early, tt.want, r.Guarantees[0].Held, message, rules(r))
			}
			if name == "deletes what it had no time for" && !strings.HasPrefix(message, "deletes 1 of 7 messages before the work can be done: 3 messages of one receive that take 1.8 s were deleted within 1.2 s, and otherwise one is done after the other, and before the signal none of 4 was") {
				t.Errorf("says %q", message)
			}
		})
	}
}

// However many threads a worker has, however slow they are and however it deletes,
// it is not found as long as it does the work.
func TestJudge_honestBatches(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		span := func(name string, least, most time.Duration) time.Duration {
			return time.Duration(rapid.Int64Range(int64(least), int64(most)).Draw(t, name))
		}
		threads, together := rapid.IntRange(1, 4).Draw(t, "threads"), rapid.Bool().Draw(t, "deletes together")
		extra, factor := span("extra", 0, second), rapid.Float64Range(1, 2).Draw(t, "factor")
		var now time.Duration
		var messages [][]verdict.MessageRecord
		for now < 11*second {
			now += span("pause", time.Millisecond, 200*time.Millisecond)
			free := slices.Repeat([]time.Duration{now}, threads)
			var asked, deleted []time.Duration
			for range rapid.IntRange(1, 10).Draw(t, "messages") {
				one := span("asked", 0, second)
				first := slices.Index(free, slices.Min(free))
				free[first] += time.Duration(factor*float64(one)) + extra + span("late", 0, 20*time.Millisecond)
				asked, deleted = append(asked, one), append(deleted, free[first])
			}
			end := slices.Max(deleted)
			if together {
				deleted = slices.Repeat([]time.Duration{end}, len(deleted))
			}
			messages, now = append(messages, brought(verdict.OldTask, now, asked, deleted...)), end
		}
		if r := judge(longWorked(messages...)); r.Messages.Early != 0 {
			t.Fatalf("%d early: %s", r.Messages.Early, found(r, verdict.DeletesEarly))
		}
	})
}
