package verdict

import "math"

// split is how many answers to one question there were, undisturbed and of the
// stopping task, and how many of them had something.
type split struct{ undisturbed, judged, hadUndisturbed, hadJudged int }

// chance is how probable it is that at least as many answers of the stopping task
// have something as do, if the stop has nothing to do with that: whatever has it
// then falls on any answer to the same question alike (Fisher's exact test, over
// all questions).
func chance(splits []split) float64 {
	sums, had := []float64{1}, 0
	for _, s := range splits {
		all := s.hadUndisturbed + s.hadJudged
		next := make([]float64, len(sums)+all)
		for n := max(0, all-s.undisturbed); n <= min(all, s.judged); n++ {
			p := math.Exp(choose(s.judged, n) + choose(s.undisturbed, all-n) - choose(s.judged+s.undisturbed, all))
			for i, q := range sums {
				next[i+n] += p * q
			}
		}
		sums, had = next, had+s.hadJudged
	}
	sum := 0.0
	for _, p := range sums[had:] {
		sum += p
	}
	return min(1, sum)
}

// choose is the logarithm of how many ways there are to choose k of n.
func choose(n, k int) float64 { return factorial(n) - factorial(k) - factorial(n-k) }

func factorial(n int) float64 {
	f, _ := math.Lgamma(float64(n) + 1)
	return f
}
