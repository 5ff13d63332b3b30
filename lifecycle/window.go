package lifecycle

import (
	"math/rand/v2"
	"time"
)

// window is the time after a drain notice over which connections are told to go.
type window struct {
	began  time.Time
	spread time.Duration
}

// moment is a moment of its own for the i-th of n: each has an equal part of the
// window, and any moment in that part.
func (w *window) moment(i, n int) time.Time {
	return w.began.Add(time.Duration((float64(i) + rand.Float64()) / float64(n) * float64(w.spread)))
}

// rest is any moment in what is left of the window, or now.
func (w *window) rest() time.Time {
	now := time.Now()
	left := w.began.Add(w.spread).Sub(now)
	if left <= 0 {
		return now
	}
	return now.Add(time.Duration(rand.Float64() * float64(left)))
}
