package drill

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// A drill that the machine has spoiled is played again as often as the plan says,
// and one that is judged is not.
func TestPlan_repeat(t *testing.T) {
	t.Parallel()
	broken := errors.New("the app did not start")
	late, inTime := verdict.Recording{Machine: verdict.Machine{Late: verdict.Seconds(time.Second)}}, verdict.Recording{}
	tests := map[string]struct {
		attempts int
		played   []verdict.Recording
		want     verdict.Verdict
		again    []int // the attempts that were said to be spoiled
	}{
		"in time":             {3, []verdict.Recording{inTime}, verdict.NotHeld, nil},
		"late once":           {3, []verdict.Recording{late, inTime}, verdict.NotHeld, []int{1}},
		"late until the last": {3, []verdict.Recording{late, late, inTime}, verdict.NotHeld, []int{1, 2}},
		"late always":         {3, []verdict.Recording{late, late, late}, verdict.NotJudged, []int{1, 2}},
		"one attempt":         {1, []verdict.Recording{late}, verdict.NotJudged, nil},
		"not playable":        {3, []verdict.Recording{late}, "", []int{1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var again []int
			played := 0
			plan := Plan{Attempts: tt.attempts, Again: func(r verdict.Result) { again = append(again, r.Attempts) }}
			r, err := plan.repeat(func() (verdict.Recording, error) {
				if played == len(tt.played) {
					return verdict.Recording{}, broken
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
