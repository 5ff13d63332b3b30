package drill

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

const lookEvery = 50 * time.Millisecond

// The longest wait is one between two looks at the same thread, also when a look
// in between did not find it.
func TestWaiting_longest(t *testing.T) {
	t.Parallel()
	type look = map[string]time.Duration
	tests := map[string]struct {
		looks        []look
		longest, all time.Duration
	}{
		"sleeps":                    {[]look{{"a": 900}, {"a": 900}}, 0, 900},
		"waits":                     {[]look{{"a": 900}, {"a": 907}, {"a": 910}}, 7, 910},
		"left out of a look":        {[]look{{"a": 900}, {}, {"a": 905}}, 5, 905},
		"new":                       {[]look{{}, {"a": 30}}, 30, 30},
		"not seen at first":         {[]look{{}, {"a": 2 * lookEvery}}, lookEvery, 2 * lookEvery},
		"its number given to a new": {[]look{{"a": 900}, {"a": 30}}, 30, 900},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := time.Now()
			var w waiting
			for i, l := range tt.looks {
				now := turns{at: at.Add(time.Duration(i) * lookEvery), threads: make(map[string]thread)}
				for id, waited := range l {
					now.threads[id] = thread{waited: waited}
				}
				if i == 0 {
					w = newWaiting(time.Second, now)
					continue
				}
				w.look(now)
			}
			if w.longest == nil || w.longest.D() != tt.longest || w.all != tt.all || w.starved != nil {
				t.Errorf("longest %v, in all %v, starved %v; want %v, %v and nothing", w.longest, w.all, w.starved, tt.longest, tt.all)
			}
		})
	}
	w := newWaiting(time.Second, turns{at: time.Now()})
	if w.look(turns{at: time.Now()}); w.longest != nil || w.starved != nil {
		t.Errorf("longest %v, starved %v where the system does not tell", w.longest, w.starved)
	}
}

// Of a wait counts the share that others had in what the processors did meanwhile,
// within the span: a process that is alone is starved by nobody.
func TestWaiting_starved(t *testing.T) {
	t.Parallel()
	const second = time.Second
	tests := map[string]struct {
		every              time.Duration
		waits, ran, others float64 // of the time, by each of two threads, and by the rest
		want               time.Duration
	}{
		"asleep":               {lookEvery, 0, 0, 2, 0},
		"others only":          {lookEvery, 1, 0, 2, second},
		"itself only":          {lookEvery, 0.5, 1, 0, 0},
		"half and half":        {lookEvery, 0.5, 0.5, 1, second / 4},
		"few looks":            {400 * time.Millisecond, 1, 0, 2, 800 * time.Millisecond},
		"longer than the span": {2 * second, 1, 0, 2, 2 * second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := func(part float64, d time.Duration) time.Duration { return time.Duration(part * float64(d)) }
			at := time.Now()
			seen := func(after time.Duration) turns {
				each := thread{ran: of(tt.ran, after), waited: of(tt.waits, after)}
				return turns{at: at.Add(after), threads: map[string]thread{"a": each, "b": each}, busy: of(2*tt.ran+tt.others, after)}
			}
			w := newWaiting(second, seen(0))
			for i := range 100 {
				w.look(seen(time.Duration(i+1) * tt.every))
			}
			if diff := cmp.Diff(new(verdict.Seconds(tt.want)), w.starved); diff != "" {
				t.Errorf("starved (-want +got):\n%s", diff)
			}
		})
	}
}
