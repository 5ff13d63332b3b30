package lifecycle

import (
	"errors"
	"net/http"
	"time"
)

// early is the failure of a server that ended before it was told to: none when
// the program has called its Shutdown, which tells so from a goroutine of its own.
func (s *httpServer) early(err error) error {
	if errors.Is(err, http.ErrServerClosed) && waitFor(s.shut, shutdownTells) {
		return nil
	}
	return err
}

func (s *httpServer) inFlight() bool {
	return s.requests.Load() > 0 || s.conns.active.Load() > 0 || s.conns.hijacked() > 0
}

const (
	// drainPoll is how often a drain looks whether it is over.
	drainPoll = 2 * time.Millisecond
	// shutdownTells is how long Shutdown's own hooks are waited for.
	shutdownTells = 100 * time.Millisecond
	// lastRequests is how long connections that are open may still send a
	// request after the listener was closed.
	lastRequests = time.Second
)

// linger answers the last requests: net/http's Shutdown drops one that is on
// its way over an idle or new connection, so it has to wait a moment.
func (s *httpServer) linger(p *phases) {
	timer := time.NewTimer(min(lastRequests, s.grace))
	defer timer.Stop()
	ticker := time.NewTicker(drainPoll)
	defer ticker.Stop()
	for s.conns.open.Load() > 0 {
		select {
		case <-timer.C:
			return
		case <-p.cut.Done():
			return
		case <-ticker.C:
		}
	}
}

// drain returns when nothing is in flight or the budget is used up. Shutdown
// alone would wait for connections that never asked for anything.
func (s *httpServer) drain(p *phases) {
	ticker := time.NewTicker(drainPoll)
	defer ticker.Stop()
	for s.inFlight() {
		select {
		case <-p.cut.Done():
			return
		case <-ticker.C:
			s.conns.sweepAfter(sweepDraining)
		}
	}
}

// busy says what the server is at.
func (s *httpServer) busy() string {
	s.conns.sweep()
	requests, hijacked := s.requests.Load(), int64(s.conns.hijacked())
	switch {
	case hijacked == 0:
		return count(max(requests, s.conns.active.Load()), "request")
	case requests <= hijacked:
		return count(hijacked, "hijacked connection")
	default:
		return count(requests-hijacked, "request") + ", " + count(hijacked, "hijacked connection")
	}
}
