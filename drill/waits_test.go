package drill

import (
	"testing"
	"time"
)

// The longest wait is one between two looks at the same thread, also when a look
// in between did not find it.
func TestWaiting(t *testing.T) {
	t.Parallel()
	type look = map[string]time.Duration
	const every = 50 * time.Millisecond
	tests := map[string]struct {
		looks        []look
		longest, all time.Duration
	}{
		"sleeps":                    {[]look{{"a": 900}, {"a": 900}}, 0, 900},
		"waits":                     {[]look{{"a": 900}, {"a": 907}, {"a": 910}}, 7, 910},
		"left out of a look":        {[]look{{"a": 900}, {}, {"a": 905}}, 5, 905},
		"new":                       {[]look{{}, {"a": 30}}, 30, 30},
		"not seen at first":         {[]look{{}, {"a": 2 * every}}, every, 2 * every},
		"its number given to a new": {[]look{{"a": 900}, {"a": 30}}, 30, 900},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := time.Now()
			w := waiting{at: at, seen: make(look)}
			for thread, wait := range tt.looks[0] {
				w.seen[thread], w.all = wait, wait
			}
			for _, l := range tt.looks[1:] {
				at = at.Add(every)
				w.look(at, l)
			}
			if w.longest == nil || w.longest.D() != tt.longest || w.all != tt.all {
				t.Errorf("longest %v, in all %v; want %v, %v", w.longest, w.all, tt.longest, tt.all)
			}
		})
	}
	w := waiting{seen: make(look)}
	if w.look(time.Now(), nil); w.longest != nil {
		t.Errorf("longest %v where the system does not tell", w.longest)
	}
}
