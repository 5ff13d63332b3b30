package verdict_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const ms = time.Millisecond

// heldOff is the recording of a stop that was wanted at 1 s, came at 3 s and
// was over at once, with one message of 2 s in the old worker's hands from 0.5
// to 2.5 s. Its drain is 1 s.
func heldOff(calls ...verdict.ProtectionCall) verdict.Recording {
	r := worked(shutdown.KeptAll, verdict.MessageRecord{Asked: 2 * second, Deleted: 2500 * ms, Receipts: []verdict.ReceiptRecord{receipt(verdict.OldTask, 500*ms)}})
	r.Path, r.Protected = verdict.Protected, true
	r.Guarantees = shutdown.Table[shutdown.Guarantee]{{Key: string(shutdown.Deployment), Value: shutdown.Guarantee{Path: shutdown.Concurrent, Kept: shutdown.KeptAll}}}
	r.Protection = &verdict.ProtectionRecord{Minutes: 2, Calls: calls, Asked: second, GaveUp: -1}
	r.Signalled, r.Exit.At = 3*second, 3100*ms
	return r
}

func on(at, until time.Duration) verdict.ProtectionCall {
	return verdict.ProtectionCall{At: at, On: true, Until: until}
}

func off(at time.Duration) verdict.ProtectionCall { return verdict.ProtectionCall{At: at} }

func TestJudge_protection(t *testing.T) {
	t.Parallel()
	type calls = []verdict.ProtectionCall
	tests := map[string]struct {
		calls  calls
		change func(r *verdict.Recording)
		want   verdict.ProtectionResult
		rules  []string
	}{
		"covered":                      {calls{on(500*ms, 9*second), off(2500 * ms)}, nil, verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1}, nil},
		"taken a moment late":          {calls{on(800*ms, 9*second), off(2500 * ms)}, nil, verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1}, nil},
		"taken late":                   {calls{on(801*ms, 9*second), off(2500 * ms)}, nil, verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1, Unprotected: 1, Exposed: s(301 * ms)}, []string{verdict.ProtectsLate + "!"}},
		"taken before the receive":     {calls{on(0, 9*second), off(2600 * ms)}, nil, verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1}, nil},
		"never":                        {nil, nil, verdict.ProtectionResult{Needed: 1, Unprotected: 1, Exposed: s(2 * second)}, []string{verdict.WorksUnprotected + "!"}},
		"over before the message":      {calls{on(0, 9*second), off(500 * ms)}, nil, verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1, Unprotected: 1, Exposed: s(2 * second)}, []string{verdict.WorksUnprotected + "!"}},
		"given back a moment early":    {calls{on(500*ms, 9*second), off(2200 * ms)}, nil, verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1}, nil},
		"given back early":             {calls{on(500*ms, 9*second), off(2199 * ms)}, nil, verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1, Unprotected: 1, Exposed: s(301 * ms)}, []string{verdict.UnprotectsEarly + "!"}},
		"given back twice":             {calls{on(500*ms, 9*second), off(2500 * ms), off(2600 * ms)}, nil, verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1}, nil},
		"gap in the middle":            {calls{on(500*ms, 9*second), off(second), on(2*second, 9*second), off(2500 * ms)}, nil, verdict.ProtectionResult{Taken: 2, GivenBack: 2, Needed: 1, Unprotected: 1, Exposed: s(second)}, []string{verdict.UnprotectsEarly + "!"}},
		"renewed in time":              {calls{on(500*ms, 1500*ms), on(1500*ms-1, 9*second), off(2500 * ms)}, nil, verdict.ProtectionResult{Taken: 1, Renewed: 1, GivenBack: 1, Needed: 1}, nil},
		"renewed too late":             {calls{on(500*ms, second), on(1500*ms, 9*second), off(2500 * ms)}, nil, verdict.ProtectionResult{Taken: 2, RanOut: 1, GivenBack: 1, Needed: 1, Unprotected: 1, Exposed: s(500 * ms)}, []string{verdict.ProtectionRunsOut + "!"}},
		"kept until it runs out":       {calls{on(500*ms, 2990*ms)}, nil, verdict.ProtectionResult{Taken: 1, RanOut: 1, Needed: 1}, []string{verdict.KeepsProtection + "!"}},
		"runs out as the work is done": {calls{on(500*ms, 2800*ms)}, nil, verdict.ProtectionResult{Taken: 1, RanOut: 1, Needed: 1}, nil},
		"runs out at the signal": {calls{on(500*ms, 2400*ms)}, func(r *verdict.Recording) { r.Signalled = 2410 * ms },
			verdict.ProtectionResult{Taken: 1, RanOut: 1, Needed: 1, Unprotected: 1, Exposed: s(10 * ms), HeldOff: new(s(1410 * ms))}, []string{verdict.ProtectionRunsOut + "!"}},
		"given back at the signal": {calls{on(500*ms, 9*second), off(2400 * ms)}, func(r *verdict.Recording) { r.Signalled = 2410 * ms },
			verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1, Unprotected: 1, Exposed: s(10 * ms), HeldOff: new(s(1410 * ms))}, []string{verdict.UnprotectsEarly + "!"}},
		"received at the signal": {calls{on(0, 9*second), off(400 * ms)}, func(r *verdict.Recording) {
			r.Signalled, r.Exit.At, r.Messages[1].Receipts[0].At, r.Messages[1].Deleted = 2*second, 3900*ms, 1800*ms, 3800*ms
		},
			verdict.ProtectionResult{Taken: 1, GivenBack: 1, Needed: 1, HeldOff: new(s(second))}, nil},
		"handed back at once": {nil, func(r *verdict.Recording) {
			r.Messages[1].Receipts[0].Returned = 800 * ms
			r.Messages[1].Receipts = append(r.Messages[1].Receipts, receipt(verdict.ReplacementTask, 800*ms))
		}, verdict.ProtectionResult{}, []string{verdict.ExposedTooLittle}},
		"work that the drain covers": {nil, func(r *verdict.Recording) { r.Messages[1].Asked = second }, verdict.ProtectionResult{}, []string{verdict.ExposedTooLittle}},
		"the replacement's work":     {nil, func(r *verdict.Recording) { r.Messages[1].Receipts[0].Worker = verdict.ReplacementTask }, verdict.ProtectionResult{}, []string{verdict.ExposedTooLittle}},
		"waited for in vain": {calls{on(500*ms, 9*second)}, func(r *verdict.Recording) { r.Protection.GaveUp = 2900 * ms },
			verdict.ProtectionResult{Taken: 1, Needed: 1}, []string{verdict.HoldsForever + "!"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := heldOff(tt.calls...)
			if tt.change != nil {
				tt.change(&r)
			}
			tt.want.Minutes = 2
			if tt.want.HeldOff == nil {
				tt.want.HeldOff = new(s(2 * second))
			}
			got := judge(r)
			if diff := cmp.Diff(tt.want, *got.Protection, cmpopts.IgnoreUnexported(verdict.ProtectionResult{})); diff != "" {
				t.Errorf("protection (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.rules, rules(got)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			// Where no message needed protection nothing was shown, and that is no success.
			want := len(tt.rules) == 0
			if h := got.Guarantees; len(h) != 1 || h[0].Held != (want || tt.want.Needed == 0) || got.OK != want {
				t.Errorf("verdict %+v, OK = %v, want %v", h, got.OK, want)
			}
		})
	}
}

// On another path protection is counted, and nothing is made of it.
func TestJudge_protectionElsewhere(t *testing.T) {
	t.Parallel()
	r := heldOff()
	r.Path, r.Protection.Asked, r.Signalled = shutdown.Concurrent, -1, 2*second
	got := judge(r)
	if got.Protection.Unprotected != 1 || got.Protection.HeldOff != nil || len(got.Findings) != 0 || len(got.Guarantees) != 0 {
		t.Errorf("%+v, %+v, %+v", *got.Protection, got.Findings, got.Guarantees)
	}
}

// The stop begins when it is wanted, and the protection's end is among its events.
func TestJudge_protectionEvents(t *testing.T) {
	t.Parallel()
	var names []string
	for _, e := range judge(heldOff(on(500*ms, 9*second), off(2500*ms))).Events {
		if e.Name != verdict.EventDeadline {
			names = append(names, strings.Join([]string{e.At.String(), e.Name}, " "))
		}
	}
	want := []string{"-0.5 s " + verdict.EventProtected, "0 s " + verdict.EventAsked, "1.5 s " + verdict.EventGivenBack, "2 s " + verdict.EventSignal, "2.1 s " + verdict.EventExit}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// However the calls come, protection ends at most as often as it is taken, the
// unprotected time fits into the time in hand, and it is long enough to count
// exactly when a fault says so.
func TestJudge_protectionProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var calls []verdict.ProtectionCall
		at := time.Duration(0)
		for range rapid.IntRange(0, 8).Draw(t, "calls") {
			at += time.Duration(rapid.IntRange(0, 900).Draw(t, "pause")) * ms
			call := off(at)
			if rapid.Bool().Draw(t, "on") {
				call = on(at, at+time.Duration(rapid.IntRange(1, 3000).Draw(t, "lasts"))*ms)
			}
			calls = append(calls, call)
		}
		got := judge(heldOff(calls...))
		p := got.Protection
		if p.GivenBack+p.RanOut > p.Taken || p.Taken+p.Renewed > len(calls) {
			t.Fatalf("%+v of %d calls", *p, len(calls))
		}
		if p.Exposed < 0 || p.Exposed > s(2*second) || (p.Exposed > 0) != (p.Unprotected > 0) {
			t.Fatalf("unprotected for %v with %d messages", p.Exposed, p.Unprotected)
		}
		named := false
		for _, rule := range rules(got) {
			named = named || rule == verdict.WorksUnprotected+"!" || rule == verdict.ProtectsLate+"!" || rule == verdict.UnprotectsEarly+"!" || rule == verdict.ProtectionRunsOut+"!"
		}
		if named != (p.Unprotected > 0) || p.Unprotected > 0 && got.OK {
			t.Fatalf("%d unprotected, findings %v, OK = %v", p.Unprotected, rules(got), got.OK)
		}
	})
}

// The reports tell of the protection, and count messages as messages.
func TestReports_protection(t *testing.T) {
	t.Parallel()
	r := judge(heldOff(on(500*ms, 9*second), on(second, 9*second), off(2500*ms)))
	markdown := report.DrillMarkdown([]verdict.Result{r})
	for _, want := range []string{"| sent | done | expired | lost | failed |", "| protected | embedded | profile | 2 | 2 | 0 | 0 | 0 |",
		"- Task protection: taken once, renewed once, given back once.", "- Stop held off: for 2 s.", "- Without protection: 0 of 1 message longer than the drain, for 0 s in all."} {
		if !strings.Contains(markdown, want) {
			t.Errorf("no %q in:\n%s", want, markdown)
		}
	}
	text := report.DrillText(judge(heldOff(on(500*ms, second))))
	for _, want := range []string{"  task protection     taken once, never renewed, never given back, ran out once\n", "1 of 1 message longer than the drain, for 1.5 s in all"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	document, err := report.DrillJSON([]verdict.Result{r})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Drills []struct{ Protection map[string]any }
	}
	if err := json.Unmarshal(document, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"minutes": 2.0, "taken": 1.0, "renewed": 1.0, "given_back": 1.0, "ran_out": 0.0, "stop_held_off": 2.0,
		"messages_that_need_it": 1.0, "messages_without_it": 0.0, "unprotected_with_work_in_hand": 0.0}
	if diff := cmp.Diff(want, got.Drills[0].Protection); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}
