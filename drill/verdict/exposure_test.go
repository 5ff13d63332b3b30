package verdict_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// What met the stopping task is counted from the start of the stop to the exit.
func TestJudge_exposure(t *testing.T) {
	t.Parallel()
	at := func(from, to time.Duration, task verdict.Task) verdict.Exchange {
		return verdict.Exchange{Start: from, End: to, Task: task, Outcome: verdict.Answered, Code: 200}
	}
	for name, tt := range map[string]struct {
		exchanges      []verdict.Exchange
		units, at      int
		shortest, most time.Duration
	}{
		"over just before the stop": {[]verdict.Exchange{at(0, second-1, verdict.OldTask)}, 0, 0, 0, 0},
		"over as it begins":         {[]verdict.Exchange{at(0, second, verdict.OldTask)}, 1, 1, second, second},
		"begun at the exit":         {[]verdict.Exchange{at(3*second, 4*second, verdict.OldTask)}, 1, 1, second, second},
		"begun after it":            {[]verdict.Exchange{at(3*second+1, 4*second, verdict.OldTask)}, 0, 0, 0, 0},
		"at the replacement":        {[]verdict.Exchange{at(second, 2*second, verdict.ReplacementTask)}, 0, 0, 0, 0},
		"at nobody knows which":     {[]verdict.Exchange{at(second, 2*second, "")}, 1, 1, second, second},
		"one after the other":       {[]verdict.Exchange{at(second, 2*second, verdict.OldTask), at(2*second, 2500*ms, verdict.OldTask)}, 2, 1, 500 * ms, second},
		"at once":                   {[]verdict.Exchange{at(second, 3*second, verdict.OldTask), at(2*second, 2500*ms, verdict.OldTask)}, 2, 2, 500 * ms, 2 * second},
	} {
		r := flawless()
		r.Exchanges = tt.exchanges
		got := judge(r)
		if e := got.Exposure; e.Units != tt.units || e.AtOnce != tt.at || tt.units > 0 && (e.Shortest.D() != tt.shortest || e.Longest.D() != tt.most) {
			t.Errorf("%s: %+v, want %d units, %d at once, from %s to %s", name, e, tt.units, tt.at, tt.shortest, tt.most)
		}
		if want := tt.units > 0; got.OK != want || (got.Verdict == verdict.NotShown) == want {
			t.Errorf("%s: verdict %s, OK = %v, with %d units", name, got.Verdict, got.OK, tt.units)
		}
	}
}

// What was lost is not held, however little met the task.
func TestJudge_lostAndNotShown(t *testing.T) {
	t.Parallel()
	r := flawless()
	r.Exchanges = []verdict.Exchange{{Start: 0, End: second / 2, Outcome: verdict.Failed, Task: verdict.OldTask, Code: 500}}
	if got := judge(r); got.Verdict != verdict.NotHeld {
		t.Errorf("verdict %s, want %s", got.Verdict, verdict.NotHeld)
	}
}

func TestRare(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rare   verdict.Rare
		units  int
		chance float64
		needed int
	}{
		{verdict.Rare{OneIn: 200, Confidence: 95}, 35, 0.16, 598},
		{verdict.Rare{OneIn: 200, Confidence: 95}, 0, 0, 598},
		{verdict.Rare{OneIn: 2, Confidence: 50}, 1, 0.5, 1},
		{verdict.Rare{OneIn: 2, Confidence: 75}, 2, 0.75, 2},
		{verdict.Rare{OneIn: 2, Confidence: 76}, 2, 0.75, 3},
		{verdict.Rare{OneIn: 1000, Confidence: 99}, 1, 0.001, 4603},
	} {
		if got := tt.rare.Chance(tt.units); math.Abs(got-tt.chance) > 0.005 {
			t.Errorf("%+v: chance of %d units %.3f, want %.3f", tt.rare, tt.units, got, tt.chance)
		}
		if got := tt.rare.Needed(); got != tt.needed {
			t.Errorf("%+v: needs %d units, want %d", tt.rare, got, tt.needed)
		}
	}
}

// The units that are needed are the least with the confidence.
func TestRare_neededIsLeast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := verdict.Rare{OneIn: rapid.IntRange(2, 100000).Draw(t, "one in"), Confidence: rapid.IntRange(1, 99).Draw(t, "confidence")}
		n, want := r.Needed(), float64(r.Confidence)/100
		const rounding = 1e-9
		if r.Chance(n) < want-rounding || n > 1 && r.Chance(n-1) > want+rounding {
			t.Errorf("%+v: %d units have a chance of %v, one less of %v", r, n, r.Chance(n), r.Chance(n-1))
		}
	})
}

// The exposure of workers is the messages in hand.
func TestJudge_exposureOfWorkers(t *testing.T) {
	t.Parallel()
	inHand := receipt(verdict.OldTask, 900*ms)
	got := judge(worked(shutdown.KeptAll, verdict.MessageRecord{Asked: second, Deleted: 1500 * ms, Receipts: []verdict.ReceiptRecord{inHand}})).Exposure
	want := verdict.Exposure{Units: 1, AtOnce: 1, Shortest: new(s(600 * ms)), Median: new(s(600 * ms)), Longest: new(s(600 * ms)), Rare: verdict.DefaultRare, Chance: 1 - 199.0/200}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })); diff != "" {
		t.Errorf("exposure (-want +got):\n%s", diff)
	}
}

func TestMostAtOnce(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		exchanges []verdict.Exchange
		want      int
	}{
		"none":              {nil, 0},
		"one after another": {[]verdict.Exchange{{Start: 0, End: 1}, {Start: 1, End: 2}}, 1},
		"two overlap":       {[]verdict.Exchange{{Start: 0, End: 2}, {Start: 1, End: 2}}, 2},
		"in any order":      {[]verdict.Exchange{{Start: 5, End: 9}, {Start: 0, End: 6}, {Start: 4, End: 7}, {Start: 7, End: 8}}, 3},
	} {
		if got := verdict.MostAtOnce(tt.exchanges); got != tt.want {
			t.Errorf("%s: %d at once, want %d", name, got, tt.want)
		}
	}
}
