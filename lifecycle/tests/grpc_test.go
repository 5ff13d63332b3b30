package lifecycle_test

import (
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// rpc is a gRPC server in miniature.
type rpc struct {
	calls   time.Duration
	stopped chan struct{}
	forced  chan struct{}
}

func (r *rpc) Serve(net.Listener) error { <-r.stopped; return nil }

func (r *rpc) GracefulStop() {
	defer close(r.stopped)
	select {
	case <-time.After(r.calls):
	case <-r.forced:
	}
}

func (r *rpc) Stop() { close(r.forced) }

func TestGRPC(t *testing.T) {
	t.Parallel()
	for calls, want := range map[time.Duration]time.Duration{3 * time.Second: 18 * time.Second, time.Hour: 25 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			p := newProgram(t, budgets(15*time.Second, 10*time.Second, 5*time.Second))
			p.GRPC(listenMemory(), &rpc{calls, make(chan struct{}), make(chan struct{})})
			p.start()
			synctest.Wait()
			began := time.Now()
			p.stop()
			err := p.wait()
			if (err != nil) != (calls == time.Hour) || time.Since(began) != want {
				t.Errorf("calls of %v: Run() error = %v after %v, want %v", calls, err, time.Since(began), want)
			}
		})
	}
}
