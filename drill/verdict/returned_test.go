package verdict_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A worker lets go of what it gives back while it stops.
func TestJudge_worksOn(t *testing.T) {
	t.Parallel()
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	tests := map[string]struct {
		worker              verdict.Task
		returned, usedAgain time.Duration
		want                bool
	}{
		"deletes it later":        {verdict.OldTask, ms(1050), ms(1700), true},
		"after a grace":           {verdict.OldTask, ms(1050), ms(1350), true},
		"was on its way":          {verdict.OldTask, ms(1050), ms(1349), false},
		"lets go":                 {verdict.OldTask, ms(1050), 0, false},
		"never gave it back":      {verdict.OldTask, verdict.Never, ms(1700), false},
		"given back at the stop":  {verdict.OldTask, ms(1000), ms(1700), true},
		"given back before it":    {verdict.OldTask, ms(999), ms(1700), false},
		"of the replacement":      {verdict.ReplacementTask, ms(1050), ms(1700), false},
		"deleted long afterwards": {verdict.OldTask, ms(1050), ms(1900), true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gave := receipt(tt.worker, ms(900))
			gave.Returned, gave.UsedAgain = tt.returned, tt.usedAgain
			r := worked(shutdown.KeptRedelivered, verdict.MessageRecord{Asked: ms(800), Deleted: 3 * second,
				Receipts: []verdict.ReceiptRecord{gave, receipt(verdict.ReplacementTask, 2*second)}})
			got := judge(r)
			n := 0
			if tt.want {
				n = 1
			}
			found := slices.Contains(rules(got), verdict.WorksOn+"!")
			if found != tt.want || got.Messages.WorkedOn != n || got.Guarantees[0].Held == tt.want {
				t.Errorf("found %v, %d, held %v, want %v", found, got.Messages.WorkedOn, got.Guarantees[0].Held, tt.want)
			}
			if text := report.DrillText(got); strings.Contains(text, "1 message worked on by the old worker all the same") != tt.want {
				t.Errorf("the report:\n%s", text)
			}
			if name == "deletes it later" && !strings.Contains(got.Findings[0].Message, "works on 1 message that it has given back: it deleted or hid one again 0.65 s after it had made it visible") {
				t.Errorf("says %q", got.Findings[0].Message)
			}
		})
	}
}
