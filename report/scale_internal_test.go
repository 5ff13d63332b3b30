package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// momentsAt gives a timeline with one event at each second.
func momentsAt(seconds ...int) shutdown.Timeline {
	var t shutdown.Timeline
	for _, at := range seconds {
		t.Events = append(t.Events, shutdown.Event{At: at, Actor: shutdown.ActorApp, Name: shutdown.EventDeadline})
	}
	return t
}

func TestScale_breaks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		seconds []int
		want    []gap
	}{
		"nothing happens":           {nil, nil},
		"all at once":               {[]int{0, 0}, nil},
		"short":                     {[]int{15, 25, 60, 145}, nil},
		"149 s is drawn":            {[]int{149, 159}, nil},
		"150 s is broken":           {[]int{150, 160}, []gap{{0, 150}}},
		"no longer than the others": {[]int{150, 300}, nil},
		"one second longer":         {[]int{151, 301}, []gap{{0, 151}}},
		"an hour of draining":       {[]int{15, 3600, 3615, 3620, 3720}, []gap{{15, 3600}}},
		"little else":               {[]int{150, 159}, nil},
		"two":                       {[]int{300, 3600, 3720}, []gap{{0, 300}, {300, 3600}}},
		"two days":                  {[]int{172000, 172120}, []gap{{0, 172000}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, newScale(momentsAt(tt.seconds...)).breaks, cmp.AllowUnexported(gap{})); diff != "" {
				t.Errorf("breaks mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Seven breaks would have more than the whole width: what is to scale keeps a part.
func TestScale_manyBreaks(t *testing.T) {
	t.Parallel()
	s := newScale(momentsAt(10, 160, 321, 643, 1287, 2575, 5151, 10303))
	if len(s.breaks) < 7 || s.at(1) <= s.at(0) || s.at(10303) < 0.999999 || s.at(10303) > 1.000001 {
		t.Errorf("%d breaks, at(1) = %v, at(10303) = %v", len(s.breaks), s.at(1), s.at(10303))
	}
}

// TestScale_ordered says that later is always further right, from edge to edge.
func TestScale_ordered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		// Every stop with a span has a budget of 120 s.
		seconds := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(1, 300), rapid.IntRange(1, 172800)), 1, 12).Draw(r, "seconds")
		s := newScale(momentsAt(seconds...))
		last := s.times[len(s.times)-1]
		a, b := rapid.IntRange(0, last-1).Draw(r, "a"), last
		if a+1 < last {
			b = rapid.IntRange(a+1, last).Draw(r, "b")
		}
		if s.at(a) >= s.at(b) || s.at(0) != 0 || s.at(last) < 0.999999 || s.at(last) > 1.000001 {
			r.Fatalf("at(%d) = %v, at(%d) = %v, at(0) = %v, at(%d) = %v", a, s.at(a), b, s.at(b), s.at(0), last, s.at(last))
		}
		previous := -1
		for _, tick := range s.ticks(0.06) {
			if tick <= previous || tick > last {
				r.Fatalf("ticks %v", s.ticks(0.06))
			}
			for _, g := range s.breaks {
				if tick > g.from && tick < g.to {
					r.Fatalf("tick %d is inside the break %v", tick, g)
				}
			}
			previous = tick
		}
		if previous < 0 {
			r.Fatal("no tick at all")
		}
	})
}
