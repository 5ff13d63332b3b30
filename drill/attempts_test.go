package drill

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A drill that the machine has spoiled is played again as often as the plan says,
// and one that is judged is not.
func TestPlan_repeat(t *testing.T) {
	t.Parallel()
	broken := errors.New("the app did not start")
	late, inTime := Recording{Machine: Machine{Late: Seconds(time.Second)}}, Recording{}
	tests := map[string]struct {
		attempts int
		played   []Recording
		want     Verdict
		again    []int // the attempts that were said to be spoiled
	}{
		"in time":             {3, []Recording{inTime}, VerdictNotHeld, nil},
		"late once":           {3, []Recording{late, inTime}, VerdictNotHeld, []int{1}},
		"late until the last": {3, []Recording{late, late, inTime}, VerdictNotHeld, []int{1, 2}},
		"late always":         {3, []Recording{late, late, late}, VerdictNotJudged, []int{1, 2}},
		"one attempt":         {1, []Recording{late}, VerdictNotJudged, nil},
		"not playable":        {3, []Recording{late}, "", []int{1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var again []int
			played := 0
			plan := Plan{Attempts: tt.attempts, Again: func(r Result) { again = append(again, r.Attempts) }}
			r, err := plan.repeat(func() (Recording, error) {
				if played == len(tt.played) {
					return Recording{}, broken
				}
				played++
				return tt.played[played-1], nil
			})
			if name == "not playable" {
				if !errors.Is(err, broken) {
					t.Errorf("err = %v", err)
				}
			} else if err != nil || r.Verdict != tt.want || r.Attempts != len(tt.played) || played != len(tt.played) {
				t.Errorf("verdict %s in attempt %d after %d drills, err = %v; want %s in attempt %d", r.Verdict, r.Attempts, played, err, tt.want, len(tt.played))
			}
			if diff := cmp.Diff(tt.again, again); diff != "" {
				t.Errorf("played again (-want +got):\n%s", diff)
			}
		})
	}
}

// How late a machine may be comes from the times of the drill.
func TestTimes_bears(t *testing.T) {
	t.Parallel()
	second := Seconds(time.Second)
	for name, tt := range map[string]struct {
		times Times
		told  bool
		want  time.Duration
	}{
		"long work":          {Times{Longest: 10 * second, StopTimeout: 35 * second, Deadline: 30 * second}, true, 200 * time.Millisecond},
		"work of a second":   {Times{Longest: second, StopTimeout: 4 * second, Deadline: 3 * second}, true, 200 * time.Millisecond},
		"just below it":      {Times{Longest: second - 5*Seconds(time.Millisecond), StopTimeout: 4 * second, Deadline: 3 * second}, true, 199 * time.Millisecond},
		"scaled down":        {Times{Longest: second / 10, StopTimeout: second, Deadline: second / 2}, true, 20 * time.Millisecond},
		"a narrow margin":    {Times{Longest: 10 * second, StopTimeout: 3*second + second/10, Deadline: 3 * second}, true, 100 * time.Millisecond},
		"a margin of nobody": {Times{Longest: 10 * second, StopTimeout: 3*second + second/10, Deadline: 3 * second}, false, 200 * time.Millisecond},
		"no margin to spare": {Times{Longest: 10 * second, StopTimeout: 3 * second, Deadline: 3 * second}, true, 200 * time.Millisecond},
	} {
		if got := tt.times.bears(tt.told); got.D() != tt.want {
			t.Errorf("%s: bears %s, want %s", name, got, Seconds(tt.want))
		}
	}
}

// What a job waited for a busy machine is no work that it did again.
func TestJobRecord_startedOver(t *testing.T) {
	t.Parallel()
	s := func(ms int) Seconds { return Seconds(time.Duration(ms) * time.Millisecond) }
	for name, tt := range map[string]struct {
		second, firstWaited, secondWaited int
		want                              bool
	}{
		"goes on":                       {2000, 0, 0, false},
		"starts over":                   {4000, 0, 0, true},
		"just as long as may be":        {3000, 0, 0, false},
		"a moment longer":               {3001, 0, 0, true},
		"that it waited":                {3334, 0, 334, false},
		"more than it waited":           {3334, 0, 333, true},
		"the first run did less for it": {3334, 668, 0, false},
		"starts over and waits":         {4600, 0, 600, true},
	} {
		j := JobRecord{Asked: s(4000), First: s(2000), Second: new(s(tt.second)), FirstWaited: s(tt.firstWaited), SecondWaited: s(tt.secondWaited)}
		if got := j.startedOver(); got != tt.want {
			t.Errorf("%s: started over: %v, want %v", name, got, tt.want)
		}
	}
}

// A load that is late is the machine's doing, unless the app has taken all that it
// may have in flight.
func TestMachine_blame(t *testing.T) {
	t.Parallel()
	late := Seconds(400 * time.Millisecond)
	for name, tt := range map[string]struct {
		load Load
		want Seconds
	}{
		"late":            {Load{LagMax: late}, late},
		"crowded":         {Load{LagMax: late, crowded: true}, 100},
		"before its time": {Load{LagMax: -5}, 100},
	} {
		m := Machine{Late: 100}
		if m.blame(tt.load); m.Late != tt.want {
			t.Errorf("%s: late by %s, want %s", name, m.Late, tt.want)
		}
	}
}

func TestMostAtOnce(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		exchanges []Exchange
		want      int
	}{
		"none":              {nil, 0},
		"one after another": {[]Exchange{{Start: 0, End: 1}, {Start: 1, End: 2}}, 1},
		"two overlap":       {[]Exchange{{Start: 0, End: 2}, {Start: 1, End: 2}}, 2},
		"in any order":      {[]Exchange{{Start: 5, End: 9}, {Start: 0, End: 6}, {Start: 4, End: 7}, {Start: 7, End: 8}}, 3},
	} {
		if got := mostAtOnce(tt.exchanges); got != tt.want {
			t.Errorf("%s: %d at once, want %d", name, got, tt.want)
		}
	}
}
