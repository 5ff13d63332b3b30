package drill

import (
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// ledger is what became of a load up to now.
type ledger struct {
	mu        sync.Mutex
	count     verdict.Count
	exchanges []verdict.Exchange
	late      []time.Duration
	// open is how many have begun and not ended, where that is counted.
	open int
}

// due notes that one was sent, and how late.
func (l *ledger) due(late time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.late = append(l.late, late)
}

// opens notes the beginning of one, and add with closes its end.
func (l *ledger) opens() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open++
}

func (l *ledger) closes(x verdict.Exchange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open--
	l.note(x)
}

// add notes what became of one whose beginning was not noted.
func (l *ledger) add(x verdict.Exchange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.note(x)
}

// note counts an exchange. The ledger is locked.
func (l *ledger) note(x verdict.Exchange) {
	l.count.Add(x.Outcome)
	l.exchanges = append(l.exchanges, x)
}

func (l *ledger) counted() verdict.Count {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count
}

func (l *ledger) opened() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}

// write writes everything down, once all have ended. A load has a rate, and at
// most so many in flight.
func (l *ledger) write(r *verdict.Recording, rate, most int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r.Exchanges, r.Load = l.exchanges, kept(r.Ended, rate, l.late)
	r.Load.Crowded = verdict.MostAtOnce(l.exchanges) >= most
	r.Machine.Blame(r.Load)
}
