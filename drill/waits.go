package drill

import "time"

// waiting is how long the threads of a process, ready to run, waited for a
// processor. Each value is that of the thread that waited most.
type waiting struct {
	longest *Seconds // between two looks; nil where the system does not tell
	all     time.Duration

	at   time.Time                // of the last look
	seen map[string]time.Duration // how long each thread had waited when it was last seen
}

// watchWaits looks at a process until it is over.
func watchWaits(app *process, over <-chan struct{}) waiting {
	every := time.NewTicker(clockLook)
	defer every.Stop()
	w := waiting{at: time.Now(), seen: waits(app.pid)}
	for {
		select {
		case <-every.C:
			w.look(time.Now(), waits(app.pid))
		case <-over:
			return w
		}
	}
}

// look counts what each thread has waited by now. Linux may leave a living child
// out of its list, so a thread that was not in the last look need not be new; one
// that was never seen cannot have waited longer than since then.
func (w *waiting) look(now time.Time, waits map[string]time.Duration) {
	for thread, wait := range waits {
		before, known := w.seen[thread]
		waited := wait - before
		if !known || waited < 0 { // Or its number was given to another one.
			waited = min(wait, now.Sub(w.at))
		}
		if w.longest == nil || Seconds(waited) > *w.longest {
			w.longest = new(Seconds(waited))
		}
		w.all = max(w.all, wait)
		w.seen[thread] = wait
	}
	w.at = now
}
