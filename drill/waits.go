package drill

import "time"

// waiting is how long the threads of a process, ready to run, waited for a
// processor. Each value is that of the thread that waited most.
type waiting struct {
	longest *Seconds // between two looks; nil where the system does not tell
	starved Seconds  // within a span
	all     time.Duration
}

// watchWaits looks at a process until it is over.
func watchWaits(app *process, span time.Duration, over <-chan struct{}) (w waiting) {
	every := time.NewTicker(clockLook)
	defer every.Stop()
	looks := []map[string]time.Duration{waits(app.pid)}
	for {
		select {
		case <-every.C:
		case <-over:
			return w
		}
		now := waits(app.pid)
		first, last := looks[0], looks[len(looks)-1]
		for thread, wait := range now {
			// A thread that is new has been seen waiting from its start on.
			waited := Seconds(wait - last[thread])
			if w.longest == nil || waited > *w.longest {
				w.longest = &waited
			}
			w.starved = max(w.starved, Seconds(wait-first[thread]))
			w.all = max(w.all, wait)
		}
		looks = append(looks, now)
		looks = looks[max(0, len(looks)-1-int(span/clockLook)):]
	}
}
