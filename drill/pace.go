package drill

import (
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// pace is how long a connection waits for something of the app.
type pace struct {
	mu      sync.Mutex
	since   time.Time // zero while it waits for nothing
	slowest time.Duration
}

// waits says that it waits from now on, if it does not already.
func (p *pace) waits() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.since.IsZero() {
		p.since = time.Now()
	}
}

// came says that what it waited for has come.
func (p *pace) came() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.since.IsZero() {
		p.slowest = max(p.slowest, time.Since(p.since))
	}
	p.since = time.Time{}
}

// write notes it down when the connection has ended.
func (p *pace) write(seen *verdict.Socket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen.Slowest = p.slowest
	if !p.since.IsZero() {
		seen.Waited = time.Since(p.since)
	}
}
