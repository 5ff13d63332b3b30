package lifecycle

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// HTTP runs a server on its Addr, with TLS when its TLSConfig has certificates.
// The server goes on accepting for the delay; its responses then already tell
// clients to close their connections and move on. After the delay it stops
// accepting and has the drain budget for requests in flight and for
// connections that were hijacked, such as WebSockets. What is left is cut.
//
// The contract's keep-alive time becomes the server's IdleTimeout, so that a
// connection is not closed here while the load balancer still uses it. Its
// greatest connection age is honoured too: see [GoAway].
//
// The server's Handler, ConnState and ConnContext are wrapped when the program
// starts. A handler that hijacks gets a connection that wraps the original.
func (a *App) HTTP(srv *http.Server) { a.http(nil, srv) }

// HTTPOn is [App.HTTP] on a listener that exists already. One that does TLS
// itself, as tls.NewListener makes it, is served as it is.
func (a *App) HTTPOn(l net.Listener, srv *http.Server) { a.http(l, srv) }

func (a *App) http(l net.Listener, srv *http.Server) {
	s := &httpServer{srv: srv, listener: l, given: l != nil, app: a}
	u := &unit{name: "http " + srv.Addr, server: true, run: s.run, busy: s.busy, abandon: s.abandon}
	if l != nil {
		u.name = "http " + l.Addr().String()
	}
	u.prepare = func(a *App) error {
		err := s.prepare(a)
		if err == nil {
			u.name = "http " + s.listener.Addr().String()
		}
		return err
	}
	a.add(u)
}

// httpServer is one server and what it is at.
type httpServer struct {
	app      *App
	srv      *http.Server
	listener net.Listener
	given    bool // The listener is the caller's.
	next     http.Handler
	conns    connections
	requests atomic.Int64
	// grace is half of the drain budget.
	grace time.Duration
}

func (s *httpServer) prepare(a *App) error {
	a.mu.Lock()
	limits := a.limits
	a.mu.Unlock()
	if s.listener == nil {
		l, err := net.Listen("tcp", s.address())
		if err != nil {
			return err
		}
		s.listener = l
	}
	if limits.KeepAlive > 0 {
		if s.srv.IdleTimeout != 0 && s.srv.IdleTimeout != limits.KeepAlive {
			a.logger().Warn("the contract's keep-alive replaces the server's", "server", s.srv.IdleTimeout, "contract", limits.KeepAlive)
		}
		s.srv.IdleTimeout = limits.KeepAlive
	}
	s.grace = limits.Drain / 2
	s.conns.age, s.conns.logger = limits.MaxConnectionAge, a.logger()
	s.next = s.srv.Handler
	if s.next == nil {
		s.next = http.DefaultServeMux
	}
	s.srv.Handler = http.HandlerFunc(s.serveHTTP)
	s.srv.ConnState = s.conns.observe(s.srv.ConnState)
	s.srv.ConnContext = s.conns.remember(a.phase, s.srv.ConnContext)
	return nil
}

func (s *httpServer) address() string {
	switch {
	case s.srv.Addr != "":
		return s.srv.Addr
	case s.hasTLS():
		return ":https"
	default:
		return ":http"
	}
}

func (s *httpServer) hasTLS() bool {
	c := s.srv.TLSConfig
	return c != nil && (len(c.Certificates) > 0 || c.GetCertificate != nil || c.GetConfigForClient != nil)
}

func (s *httpServer) abandon() { _ = s.listener.Close() }

// serveHTTP counts the request, and asks for the end of a connection that
// should not be used again. An upgraded connection ends in its own way.
func (s *httpServer) serveHTTP(w http.ResponseWriter, r *http.Request) {
	s.requests.Add(1)
	defer s.requests.Add(-1)
	switch k := connectionOf(r.Context()); {
	case r.Header.Get("Upgrade") != "":
		s.conns.renew(k)
	case isClosed(s.app.phase.stopping) || k.isOld():
		w.Header().Set("Connection", "close")
	}
	s.next.ServeHTTP(w, r)
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func (s *httpServer) run(p *phases) error {
	served := make(chan error, 1)
	go guard(s.serve, func(err error) { served <- err })
	select {
	case err := <-served:
		return err
	case <-p.told.Done():
	}
	_ = s.listener.Close()
	s.conns.leave()
	s.linger(p)
	draining, drained := context.WithCancel(p.cut)
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_ = s.srv.Shutdown(draining) // What it would wait for is looked at in drain.
	}()
	s.drain(p)
	drained()
	lost := s.inFlight()
	// Idle connections and those that never asked for anything are left.
	_ = s.srv.Close()
	s.conns.cut()
	<-closed
	if err := <-served; !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
		return err
	}
	// A handler that goes on after its connection was cut is still running.
	for s.requests.Load() > 0 && !isClosed(p.over) {
		time.Sleep(drainPoll)
	}
	if lost {
		return ErrCut
	}
	return nil
}

func (s *httpServer) inFlight() bool {
	return s.requests.Load() > 0 || s.conns.active.Load() > 0 || s.conns.hijacked() > 0
}

func (s *httpServer) serve() error {
	l := s.conns.listen(s.listener)
	switch {
	case !s.hasTLS():
		return s.srv.Serve(l)
	case s.given:
		return s.serveGiven(l)
	default:
		return s.srv.ServeTLS(l, "", "")
	}
}

const (
	// drainPoll is how often a drain looks whether it is over.
	drainPoll = 2 * time.Millisecond
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
		}
	}
}

// busy says what the server is at.
func (s *httpServer) busy() string {
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
