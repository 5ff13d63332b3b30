package drill

import (
	"testing"
	"time"
)

// A thread that always waits is starved for the span and no more, however late
// the looks are; two looks that are further apart than it are all there is.
func TestWaiting_span(t *testing.T) {
	t.Parallel()
	const span = time.Second
	for apart, want := range map[time.Duration]time.Duration{
		50 * time.Millisecond:  time.Second,
		300 * time.Millisecond: 900 * time.Millisecond,
		span:                   span,
		span + 1:               span + 1,
	} {
		t.Run(apart.String(), func(t *testing.T) {
			t.Parallel()
			at := func(n int) sample {
				waited := time.Duration(n) * apart
				return sample{time.Time{}.Add(waited), map[string]time.Duration{"thread": waited}}
			}
			w := waiting{span: span, samples: []sample{at(0)}}
			for n := 1; n <= 50; n++ {
				w.add(at(n))
			}
			if w.starved.D() != want || w.longest.D() != apart || w.all != 50*apart {
				t.Errorf("starved %v, longest %v, in all %v; want %v, %v, %v", w.starved, w.longest, w.all, want, apart, 50*apart)
			}
		})
	}
}
