package report

import (
	"math"
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// highestRate is the most that a reader is told to ask for: above it machines of
// few processors are busy with the load itself.
const highestRate = 1000

// exposureFacts say how much met the stopping task, and what would have shown.
func exposureFacts(r verdict.Result) [][2]string {
	e, k := r.Exposure, kindOf(r)
	if k.unit == "" {
		return nil
	}
	rows := [][2]string{{"exposure", print.Count(e.Units, k.unit) + " met the stopping task"}}
	if e.Units > 0 {
		rows[0][1] += ", at most " + print.Grouped(e.AtOnce) + " at once, for " + print.About(e.Shortest.Float()) + " to " + print.About(e.Longest.Float()) +
			", half of them for at least " + print.About(e.Median.Float())
	}
	text := rareText(e.Rare) + " would show with " + percent(e.Chance)
	if needed := e.Rare.Needed(); e.Units > 0 && e.Units < needed {
		text += "; " + moreOf(r.Rate, e.Units, needed) + " makes it " + strconv.Itoa(e.Rare.Confidence) + " %"
	}
	return append(rows, [2]string{"a rare fault", text})
}

// moreOf is the option that raises the exposure to what is needed.
func moreOf(rate, units, needed int) string {
	if more := roundUp(float64(rate) * float64(needed) / float64(units)); more <= highestRate {
		return "--rate " + strconv.Itoa(more)
	}
	return "--repeat " + strconv.Itoa((needed+units-1)/units)
}

// roundUp keeps two digits, so that nobody takes an estimate for more than it is.
func roundUp(v float64) int {
	step := math.Pow(10, max(0, math.Floor(math.Log10(v))-1))
	return int(math.Ceil(v/step) * step)
}

// rareText is what the exposure is measured by.
func rareText(r verdict.Rare) string { return "a fault that hits 1 of " + print.Grouped(r.OneIn) }

// percent never says all or nothing of what is only nearly so.
func percent(share float64) string {
	switch p := 100 * share; {
	case p > 0 && p < 1:
		return "less than 1 %"
	case p > 99 && p < 100:
		return "more than 99 %"
	default:
		return strconv.Itoa(int(math.Round(p))) + " %"
	}
}

// together is the exposure of several drills of one path.
func together(results []verdict.Result) (lines string) {
	var paths []shutdown.StopPath
	units, drills := map[shutdown.StopPath]int{}, map[shutdown.StopPath]int{}
	k, rare := requestKind, verdict.DefaultRare
	for _, r := range results {
		if r.Verdict == verdict.NotJudged {
			continue
		}
		if drills[r.Path] == 0 {
			paths = append(paths, r.Path)
		}
		units[r.Path] += r.Exposure.Units
		drills[r.Path]++
		k, rare = kindOf(r), r.Exposure.Rare // The same for all of one command.
	}
	for _, p := range paths {
		if drills[p] > 1 && k.unit != "" {
			lines += string(p) + ": " + print.Count(units[p], k.unit) + " met the stopping task in " + print.Count(drills[p], "drill") + "; " +
				rareText(rare) + " would show with " + percent(rare.Chance(units[p])) + "\n"
		}
	}
	return lines
}
