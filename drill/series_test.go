package drill

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// A series goes on until enough has met the stopping task, and no longer.
func TestSeries(t *testing.T) {
	t.Parallel()
	rare := &verdict.Rare{OneIn: 200, Confidence: 95} // 598 units
	tests := map[string]struct {
		rate, least int
		rare        *verdict.Rare
		unitsAt     func(rate int) int
		verdicts    []verdict.Verdict // of the first drills; the others hold
		rates       []int
		want        verdict.Verdict // of the first drill, in the end
	}{
		"no fault named":       {0, 3, nil, nil, nil, []int{0, 0, 0}, verdict.Held},
		"raises the rate":      {0, 1, rare, func(int) int { return 35 }, nil, nil, verdict.Held},
		"enough at once":       {0, 1, rare, func(int) int { return 598 }, nil, []int{0}, verdict.Held},
		"one too few":          {0, 1, rare, func(int) int { return 597 }, nil, []int{0, 1}, verdict.Held},
		"as many as were told": {0, 3, rare, func(int) int { return 598 }, nil, []int{0, 50, 50}, verdict.Held},
		"the rate that is set": {20, 1, rare, func(int) int { return 300 }, nil, []int{20, 20}, verdict.Held},
		"ends with a fault":    {0, 5, rare, func(int) int { return 10 }, []verdict.Verdict{verdict.Held, verdict.NotHeld}, []int{0, 500}, verdict.Held},
		"a late machine":       {0, 1, rare, func(int) int { return 598 }, []verdict.Verdict{verdict.NotJudged}, []int{0, 25}, verdict.NotJudged},
		"never enough":         {0, 1, rare, func(int) int { return 0 }, nil, nil, verdict.NotShown},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var rates []int
			results, err := series(Plan{Rate: tt.rate, Rare: tt.rare}, tt.least, func(p Plan) (verdict.Result, error) {
				r := verdict.Result{Verdict: verdict.Held, OK: true, Rate: p.Rate}
				if r.Rate == 0 {
					r.Rate = 50
				}
				if n := len(rates); n < len(tt.verdicts) {
					r.Verdict, r.OK = tt.verdicts[n], tt.verdicts[n] == verdict.Held
				}
				rates = append(rates, p.Rate)
				if tt.unitsAt != nil {
					r.Exposure = verdict.Exposure{Units: tt.unitsAt(r.Rate), Rare: *rare}
				}
				return r, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if tt.rates != nil {
				if diff := cmp.Diff(tt.rates, rates); diff != "" {
					t.Errorf("rates (-want +got):\n%s", diff)
				}
			}
			if results[0].Verdict != tt.want || results[0].OK != (tt.want == verdict.Held) {
				t.Errorf("verdict %s, OK = %v, want %s", results[0].Verdict, results[0].OK, tt.want)
			}
			if len(results) > mostDrills || slices.Max(rates) > mostRate {
				t.Errorf("%d drills, at rates up to %d", len(results), slices.Max(rates))
			}
		})
	}
	if _, err := series(Plan{}, 1, func(Plan) (verdict.Result, error) { return verdict.Result{}, errors.New("no") }); err == nil {
		t.Error("a drill that cannot be played is no error")
	}
}
