package verdict_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// noticed is a drain of 3 s from 1 s on, of which the app was told at 1.5 s. Its
// propagation is 1 s.
func noticed(told time.Duration, calls, refused int, more ...verdict.Exchange) verdict.Recording {
	r := flawlessSockets(shutdown.Drained, shutdown.Close, nil)
	r.Notice = &verdict.NoticeRecord{Spread: s(second), Close: s(second), Calls: calls, Refused: refused, Told: told}
	r.Exchanges = append(r.Exchanges, more...)
	for _, x := range more {
		if x.Outcome == verdict.Cut {
			r.CutAtDelay++
		}
	}
	return r
}

// A connection of 100 s that is cut at the delay is blamed on why the app did not
// close it in time; one that it closes on the notice is whole.
func TestJudge_notice(t *testing.T) {
	t.Parallel()
	open := verdict.Exchange{Start: 500 * ms, End: 4 * second, Asked: 100 * second, Task: verdict.OldTask, Outcome: verdict.Cut, Socket: &verdict.Socket{Opened: true}}
	closed := func(at time.Duration) verdict.Exchange {
		return verdict.Exchange{Start: 500 * ms, End: at, Asked: 100 * second, Task: verdict.OldTask, Outcome: verdict.Answered, Socket: &verdict.Socket{Opened: true, By: verdict.ClosedByApp, Code: 1001}}
	}
	tests := map[string]struct {
		recording verdict.Recording
		rule      string
		words     string
		closed    int
	}{
		"closes on it":        {noticed(1500*ms, 3, 0, closed(1500*ms)), "", "", 1},
		"closes a bit before": {noticed(1500*ms, 3, 0, closed(1500*ms-1)), verdict.ClosesEarly, "1 connection", 0},
		"never asks":          {noticed(-1, 0, 0, open), verdict.NoNoticeAsked, "never asked", 0},
		"asks in vain":        {noticed(-1, 4, 4, open), verdict.NoticeTooLate, "4 times, 4 times in vain", 0},
		"just in time":        {noticed(2300*ms, 3, 0, open), verdict.IgnoresNotice, "told 1.3 s after the deregistration, and was to close them within 2 s", 0},
		"a moment late":       {noticed(2301*ms, 3, 0, open), verdict.NoticeTooLate, "told 1.301 s after the deregistration", 0},
		"without a notice":    {withoutNotice(noticed(-1, 0, 0, open)), verdict.OutlivesAge, "", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := tt.recording
			r.Times.Longest = s(200 * second)
			if name == "without a notice" {
				r.Times.Longest = s(2 * second)
			}
			got := judge(r)
			found := slices.IndexFunc(got.Findings, func(f verdict.Finding) bool { return f.Rule == tt.rule })
			if (found < 0) != (tt.rule == "") || found >= 0 && !strings.Contains(got.Findings[found].Message, tt.words) {
				t.Errorf("findings %+v, want %q with %q", got.Findings, tt.rule, tt.words)
			}
			if r.Notice != nil && got.Notice.Closed != tt.closed {
				t.Errorf("%d connections closed on the notice, want %d", got.Notice.Closed, tt.closed)
			}
			if (got.Notice == nil) != (r.Notice == nil) {
				t.Errorf("notice %+v of %+v", got.Notice, r.Notice)
			}
		})
	}
}

func withoutNotice(r verdict.Recording) verdict.Recording {
	r.Notice = nil
	return r
}

// Of a recording without the fields of a notice nothing is said of one.
func TestJudge_noticeEvent(t *testing.T) {
	t.Parallel()
	var got []string
	for _, e := range judge(noticed(1500*ms, 1, 0)).Events {
		if e.Name == verdict.EventNoticed {
			got = append(got, e.At.String())
		}
	}
	if diff := cmp.Diff([]string{"0.5 s"}, got); diff != "" {
		t.Errorf("when the app was told (-want +got):\n%s", diff)
	}
}
