package drill

import "time"

// waiting is how long the threads of a process, ready to run, waited for a
// processor. Each value is that of the thread that waited most.
type waiting struct {
	longest *Seconds // between two looks; nil where the system does not tell
	starved Seconds  // within the span
	all     time.Duration

	span    time.Duration
	samples []sample // those of the last span, and the latest one at least
}

// sample is how long each thread has waited by then, in all.
type sample struct {
	at    time.Time
	waits map[string]time.Duration
}

// watchWaits looks at a process until it is over.
func watchWaits(app *process, span time.Duration, over <-chan struct{}) waiting {
	every := time.NewTicker(clockLook)
	defer every.Stop()
	w := waiting{span: span, samples: []sample{{time.Now(), waits(app.pid)}}}
	for {
		select {
		case <-every.C:
			w.add(sample{time.Now(), waits(app.pid)})
		case <-over:
			return w
		}
	}
}

// add counts another look. On a busy machine looks come late, so a span is one of
// time, not so many looks.
func (w *waiting) add(now sample) {
	last := w.samples[len(w.samples)-1]
	for len(w.samples) > 1 && now.at.Sub(w.samples[0].at) > w.span {
		w.samples = w.samples[1:]
	}
	first := w.samples[0]
	for thread, wait := range now.waits {
		// A thread that is new has been seen waiting from its start on.
		waited := Seconds(wait - last.waits[thread])
		if w.longest == nil || waited > *w.longest {
			w.longest = &waited
		}
		w.starved = max(w.starved, Seconds(wait-first.waits[thread]))
		w.all = max(w.all, wait)
	}
	w.samples = append(w.samples, now)
}
