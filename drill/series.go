package drill

import (
	"context"
	"fmt"
	"math"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// The most that a series raises the rate to, and the most drills that it plays:
// a machine of two processors keeps up so many requests beside an app.
const (
	mostRate   = 500
	mostDrills = 100
)

// Series plays a drill at least so many times and, where the plan names a rare
// fault, until as many units have met the stopping task as show it with the
// confidence; the rate is raised for that unless the plan has one. It ends early
// with a drill that did not hold. Where the units are still too few after 100
// drills, those that held are not shown. Told, if set, gets each result as it comes.
func Series(ctx context.Context, plan Plan, least int, told func(verdict.Result)) ([]verdict.Result, error) {
	return series(plan, least, func(p Plan) (verdict.Result, error) {
		r, err := Run(ctx, p)
		if err == nil && told != nil {
			told(r)
		}
		return r, err
	})
}

func series(plan Plan, least int, play func(Plan) (verdict.Result, error)) ([]verdict.Result, error) {
	var results []verdict.Result
	units, needed := 0, 0
	if plan.Rare != nil {
		needed = plan.Rare.Needed()
	}
	free := plan.Rate == 0
	for len(results) < least || units < needed && len(results) < mostDrills {
		r, err := play(plan)
		if err != nil {
			return results, err
		}
		results = append(results, r)
		switch {
		case plan.Rare == nil:
		case r.Verdict == verdict.NotHeld:
			return results, nil // The fault has shown itself.
		case r.Verdict == verdict.NotJudged:
			if free {
				plan.Rate = max(1, r.Rate/2)
			}
		default:
			units += r.Exposure.Units
			if free {
				plan.Rate = raised(r, needed-units)
			}
		}
	}
	if units < needed {
		short(results, units, needed)
	}
	return results, nil
}

// raised is the rate at which one drill more would meet what is missing.
func raised(r verdict.Result, missing int) int {
	if missing <= 0 || r.Exposure.Units == 0 {
		return r.Rate
	}
	return int(min(mostRate, max(1, math.Ceil(float64(r.Rate)*float64(missing)/float64(r.Exposure.Units)))))
}

// short takes back what too few units have shown.
func short(results []verdict.Result, units, needed int) {
	for i := range results {
		if results[i].Verdict == verdict.Held {
			results[i].NotShown(fmt.Sprintf("%d units met the stopping task in all, and %d show a fault that hits 1 of %d with %d %%",
				units, needed, results[i].Exposure.Rare.OneIn, results[i].Exposure.Rare.Confidence),
				"raise --rate, ask for work that takes longer, or be content with less --confidence or a more frequent --fault-rate")
		}
	}
}
