package lifecycle

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
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
// A server that ends by itself begins the stop: by its own Shutdown, which is no
// failure, by its Close or by a listener that broke, which are. Requests in flight
// are finished.
//
// The server's Handler, ConnState and ConnContext are wrapped when the program
// starts; the hooks get the connections that the listener gave. A handler that
// hijacks gets a connection that wraps the original.
func (a *App) HTTP(srv *http.Server) { a.http(nil, srv) }

// HTTPOn is [App.HTTP] on a listener that exists already. One that does TLS
// itself, as tls.NewListener makes it, is served as it is.
func (a *App) HTTPOn(l net.Listener, srv *http.Server) { a.http(l, srv) }

func (a *App) http(l net.Listener, srv *http.Server) {
	s := &httpServer{srv: srv, listener: l, given: l != nil, app: a}
	u := &unit{name: "http " + srv.Addr, server: true, run: s.run, busy: s.busy, abandon: s.abandon}
	s.unit, s.shut = u, make(chan struct{})
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
	unit     *unit
	srv      *http.Server
	listener net.Listener
	given    bool // The listener is the caller's.
	next     http.Handler
	conns    connections
	requests atomic.Int64
	// shut is closed when the server's Shutdown was called.
	shut     chan struct{}
	shutOnce sync.Once
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
	s.conns.age, s.conns.logger, s.conns.secure = limits.MaxConnectionAge, a.logger(), s.hasTLS()
	a.mu.Lock()
	a.notice.homes = append(a.notice.homes, &s.conns)
	s.conns.window.Store(a.notice.window)
	a.mu.Unlock()
	s.next = s.srv.Handler
	if s.next == nil {
		s.next = http.DefaultServeMux
	}
	s.srv.Handler = http.HandlerFunc(s.serveHTTP)
	s.srv.ConnState = s.conns.observe(s.srv.ConnState)
	s.srv.ConnContext = s.conns.remember(a.phase, s.srv.ConnContext)
	s.srv.RegisterOnShutdown(func() { s.shutOnce.Do(func() { close(s.shut) }) })
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

func (s *httpServer) abandon() {
	if s.listener != nil {
		_ = s.listener.Close()
	}
}

// serveHTTP counts the request, and asks for the end of a connection that
// should not be used again. An upgraded connection ends in its own way.
func (s *httpServer) serveHTTP(w http.ResponseWriter, r *http.Request) {
	s.requests.Add(1)
	defer s.requests.Add(-1)
	k := connectionOf(r.Context())
	leave := isClosed(s.app.phase.stopping) || k.isOld()
	s.conns.begins(k, r.ProtoMajor)
	if r.ProtoMajor > 1 || r.Header.Get("Upgrade") == "" {
		if leave {
			w.Header().Set("Connection", "close")
		}
		s.next.ServeHTTP(w, r)
		return
	}
	s.conns.renew(k)
	defer s.conns.keep(k)
	if !leave {
		s.next.ServeHTTP(w, r)
		return
	}
	a := &answer{ResponseWriter: w}
	s.next.ServeHTTP(a, r)
	a.decide(http.StatusOK)
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
		s.app.endsEarly(s.unit, s.early(err))
		<-p.told.Done()
		served <- http.ErrServerClosed // It has been noted.
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
	s.conns.sweep()
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
