package lifecycle

import (
	"errors"
	"net"
)

// GracefulServer is a gRPC server as google.golang.org/grpc has it, and any
// other that stops in the same way.
type GracefulServer interface {
	// Serve accepts connections until the server is stopped.
	Serve(l net.Listener) error
	// GracefulStop stops accepting and returns when every call has ended.
	GracefulStop()
	// Stop ends every call at once.
	Stop()
}

// GRPC runs a gRPC server. It goes on accepting for the delay, then stops
// gracefully, and what is left at the end of the drain budget is cut. Its
// health service can follow [App.Stopping], and its keepalive parameters
// [App.Limits]. Streams that live long ask [App.GoAway] when to end. A server that
// ends by itself begins the stop, and its calls are finished.
//
// A GracefulStop of google.golang.org/grpc waits for connections too: for 1 s when
// nothing is in flight and the client does not close. Those alone are no loss at the end
// of the drain, where the calls can be seen: not where the server itself does TLS.
func (a *App) GRPC(l net.Listener, srv GracefulServer) {
	calls := &calls{conns: map[*callConn]struct{}{}}
	u := &unit{name: "grpc " + l.Addr().String(), server: true, abandon: func() { _ = l.Close() }}
	u.busy = func() string {
		if n, known := calls.left(); known {
			return count(n, "call")
		}
		return ""
	}
	u.run = func(p *phases) error {
		served := make(chan error, 1)
		go guard(func() error { return srv.Serve(callListener{l, calls}) }, func(err error) { served <- err })
		select {
		case err := <-served:
			a.endsEarly(u, err)
			<-p.told.Done()
			served <- nil // It has been noted.
		case <-p.told.Done():
		}
		drained := make(chan struct{})
		go func() { defer close(drained); srv.GracefulStop() }()
		select {
		case <-drained:
		case <-p.cut.Done():
			n, known := calls.left()
			srv.Stop()
			<-drained
			if known && n == 0 {
				return <-served
			}
			return errors.Join(ErrCut, <-served)
		}
		return <-served
	}
	a.add(u)
}
