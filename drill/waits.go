package drill

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// turns is what the threads of a process have had of the processors by a moment.
type turns struct {
	at      time.Time
	threads map[string]thread
	// busy is how long the processors of the machine have worked, for whomever.
	busy time.Duration
}

// thread is how long one has run, and how long it was ready to run and waited.
type thread struct{ ran, waited time.Duration }

// waiting is how long the threads of a process, ready to run, waited for a
// processor. Each value is that of the thread that waited most.
type waiting struct {
	longest *verdict.Seconds // between two looks; nil where the system does not tell
	// starved is the most within the span while others than the process ran: a
	// process that burns the processors itself is not the machine's doing.
	starved *verdict.Seconds
	all     time.Duration

	span  time.Duration
	seen  map[string]thread // each thread when it was last seen
	looks []tally           // those of the last span, and the latest one at least
}

// tally is what was known at a moment: what each thread seen so far had waited,
// and what they all and the whole machine had run.
type tally struct {
	at        time.Time
	waited    map[string]time.Duration
	ran, busy time.Duration
}

// watchWaits looks at processes until it is over, and shows what it sees.
func watchWaits(apps []*process, span time.Duration, over <-chan struct{}, show func(turns)) waiting {
	every := time.NewTicker(clockLook)
	defer every.Stop()
	w := newWaiting(span, turnsOf(apps...))
	for {
		select {
		case <-every.C:
			now := turnsOf(apps...)
			w.look(now)
			show(now)
		case <-over:
			return w
		}
	}
}

func newWaiting(span time.Duration, now turns) waiting {
	w := waiting{span: span, seen: make(map[string]thread)}
	for id, t := range now.threads {
		w.seen[id] = t
		w.all = max(w.all, t.waited)
	}
	w.looks = []tally{w.sum(now)}
	return w
}

// look counts what each thread has waited by now. Linux may leave a living child
// out of its list, so a thread that was not in the last look need not be new; one
// that was never seen cannot have waited longer than since then.
func (w *waiting) look(now turns) {
	last := w.looks[len(w.looks)-1]
	for id, t := range now.threads {
		before, known := w.seen[id]
		waited := t.waited - before.waited
		if !known || waited < 0 { // Or its number was given to another one.
			waited = min(t.waited, now.at.Sub(last.at))
		}
		w.longest = longer(w.longest, waited)
		w.all = max(w.all, t.waited)
		w.seen[id] = t
	}
	// On a busy machine looks come late, so a span is one of time, not so many looks.
	for len(w.looks) > 1 && now.at.Sub(w.looks[0].at) > w.span {
		w.looks = w.looks[1:]
	}
	latest := w.sum(now)
	w.starve(w.looks[0], latest)
	w.looks = append(w.looks, latest)
}

// starve counts of each thread's waiting the share that others had in what the
// processors did meanwhile.
func (w *waiting) starve(first, latest tally) {
	busy := latest.busy - first.busy
	if busy <= 0 {
		return
	}
	others := max(0, 1-float64(latest.ran-first.ran)/float64(busy))
	for id, waited := range latest.waited {
		waited = min(waited-first.waited[id], latest.at.Sub(first.at))
		w.starved = longer(w.starved, time.Duration(float64(waited)*others))
	}
}

func (w *waiting) sum(now turns) tally {
	l := tally{at: now.at, busy: now.busy, waited: make(map[string]time.Duration, len(w.seen))}
	for id, t := range w.seen {
		l.waited[id] = t.waited
		l.ran += t.ran
	}
	return l
}

func longer(so *verdict.Seconds, far time.Duration) *verdict.Seconds {
	if so == nil || verdict.Seconds(far) > *so {
		return new(verdict.Seconds(far))
	}
	return so
}
