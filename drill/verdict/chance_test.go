package verdict

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestChance(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		splits []split
		want   float64
	}{
		"nothing was judged":         {nil, 1},
		"none has it":                {[]split{{10, 10, 0, 0}}, 1},
		"one of two":                 {[]split{{1, 1, 0, 1}}, 0.5},
		"both of four, none before":  {[]split{{2, 2, 0, 2}}, 1.0 / 6},
		"one or more of two in four": {[]split{{2, 2, 1, 1}}, 5.0 / 6},
		"Fisher's tea":               {[]split{{4, 4, 1, 3}}, 17.0 / 70},
		"nobody asked before":        {[]split{{0, 9, 0, 9}}, 1},
		"long ones always have it":   {[]split{{5, 20, 5, 20}, {50, 3, 0, 0}}, 1},
		"two questions":              {[]split{{1, 1, 0, 1}, {1, 1, 0, 1}}, 0.25},
	} {
		if got := chance(tt.splits); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// More of the stopping task is less probable, and nothing is less than 0.
func TestChance_falls(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := func(most int, label string) int { return rapid.IntRange(0, most).Draw(t, label) }
		s := split{undisturbed: n(3000, "undisturbed"), judged: 1 + n(500, "judged")}
		s.hadUndisturbed, s.hadJudged = n(s.undisturbed, "before"), n(s.judged-1, "had")
		more := s
		more.hadJudged++
		if a, b := chance([]split{s}), chance([]split{more}); b > a+1e-6 || b < 0 || a > 1 {
			t.Fatalf("%+v has %v, one more %v", s, a, b)
		}
	})
}
